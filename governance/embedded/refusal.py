"""What is said when something is missing, closed or taken."""


class CannotStart(Exception):
    """One sentence for the person at the keyboard: what is in the way, and what to do about it."""
