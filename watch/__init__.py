"""The floor: what Communications sees of every unit's posts."""
