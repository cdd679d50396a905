"""Children who do not exist, for trying things out: made, simulated, sent over HTTP."""
