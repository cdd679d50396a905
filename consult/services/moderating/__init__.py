"""Children's own words: read one by one, cleared by two people, coded into themes."""
