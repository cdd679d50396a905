"""The groups of commands of the `consult` console script."""
