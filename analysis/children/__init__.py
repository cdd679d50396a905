"""What children said, told to children."""
