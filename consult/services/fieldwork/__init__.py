"""While a poll is open: help contacts, posters, paper, and how answers come in."""
