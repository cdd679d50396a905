"""Attacking what was printed, from the printed lines alone; nothing here knows how they were protected."""
