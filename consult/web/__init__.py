"""Consult for browsers: one folder per kind of person, and what all of them share."""
