"""Small numbers as words."""

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def counted(number: int, one: str, many: str = "") -> str:
    """'one neighbor', 'three neighbors'. Raises IndexError beyond nine."""
    return f"{_WORDS[number]} {one if number == 1 else many or one + 's'}"
