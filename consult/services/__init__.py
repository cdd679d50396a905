"""What Consult does with its database and files: plain functions, the session first."""
