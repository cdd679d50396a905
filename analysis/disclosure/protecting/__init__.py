"""Choosing what is hidden: every count that would tell of a child, and what protects it."""
