"""Who works here and how they prove it: accounts, invitations, passwords, second steps, sessions."""
