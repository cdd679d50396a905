"""Copies of all that must survive, and the way back from one: one format for both databases."""
