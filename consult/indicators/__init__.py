"""What the mandate counts: definitions, periods, sums and rules for odd figures. Pure."""
