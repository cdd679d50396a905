"""From the database to a bundle: what is counted is copied once, named, and never changes again."""
