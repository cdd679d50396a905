"""Reports for the Human Rights Council and the General Assembly, made of written releases alone.

A document in United Nations form whose every number stays tied to its table, the lint of its conventions, a
tile map, a one-page brief and slides. `python -m analysis.reporting`.
"""
