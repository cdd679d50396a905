"""Coded answers for archives: measured for risk, recoded until safe, written in the formats archives accept.

A file of single responses lets its reader count every cell that the published tables hide. It is for archives
and researchers under an agreement, never for publication beside the tables.
"""
