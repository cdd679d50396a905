"""What children say of results and of drafts: whether they were clear, and whether they are true."""
