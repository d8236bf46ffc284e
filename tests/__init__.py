"""The suite: one folder a room."""
