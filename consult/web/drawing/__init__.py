"""What children see of a poll, drawn: by the pages that they answer on, and by the preview of the office."""
