"""The trail (what happened, in a provable order) and the vault (what was said, once, by digest)."""
