"""Every release that was ever approved, and a new one beside all of them."""
