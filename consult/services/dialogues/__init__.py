"""Dialogues: preparing a talk with a group, running its room, and what is kept of it."""
