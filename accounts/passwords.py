"""Which new passwords are refused: those that were stolen elsewhere, and those that are soon guessed.

Nothing is asked of anybody outside: the list of stolen passwords came with the zxcvbn package.
"""

from typing import Any

from django.core.exceptions import ValidationError
from zxcvbn import zxcvbn
from zxcvbn.frequency_lists import FREQUENCY_LISTS

WEIGHED = 72
"""More letters than these make no password easier to guess, and weighing them takes time."""
ENOUGH = 3
"""Of 0 to 4: 'safely unguessable', ten thousand million tries."""
_STOLEN = frozenset(FREQUENCY_LISTS["passwords"])
_OWN = ("log_on_id", "first_name", "last_name", "email", "star_number", "employee_number")
_WORDS = "A few words that have nothing to do with each other, or with you, are easier to keep and harder to guess."


class GuessedPasswordValidator:
    """Refuses what whoever guesses tries first. What members have already is not asked again."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError with a sentence that says what would do."""
        if password.lower() in _STOLEN:
            raise ValidationError(
                f"This password was stolen elsewhere and stands in every guesser's list. {_WORDS}",
                code="password_stolen",
            )
        own = [str(value) for name in _OWN if (value := getattr(user, name, ""))]
        if zxcvbn(password[:WEIGHED], user_inputs=own)["score"] < ENOUGH:
            raise ValidationError(f"This password is soon guessed. {_WORDS}", code="password_guessed")

    def get_help_text(self) -> str:
        """What would do."""
        return _WORDS
