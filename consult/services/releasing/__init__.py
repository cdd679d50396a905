"""What is published: drafts, approval, files, withdrawal, and what is held for a while."""
