"""What whole groups of children said: in live dialogues, and on tally sheets that a facilitator filled in."""
