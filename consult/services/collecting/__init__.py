"""Taking answers in so that nobody can tell which are whose: keys, pool, codes, tablets."""
