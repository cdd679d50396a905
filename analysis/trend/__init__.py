"""Shares over the waves of a poll, joined only where the question was the same."""
