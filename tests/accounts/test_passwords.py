"""New passwords: what is refused, and what would do."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from accounts.models import Member
from governance.cast import PASSWORD

REYES = Member(
    log_on_id="reyes", first_name="Maria", last_name="Reyes-Villanueva", email="reyes@chicago.example"
)


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("polniypizdec0211", "was stolen elsewhere"),
        ("LeaveMeAlone", "was stolen elsewhere"),
        ("1q2w3e4r5t6y", "was stolen elsewhere"),
        ("aaaaaaaaaaaaaaaa", "is soon guessed"),
        ("password1234", "was stolen elsewhere"),
        ("reyes-villanueva", "is soon guessed"),
        ("7 lakes", "at least 12 characters"),
    ],
)
def test_what_is_guessed_first_is_refused_with_a_sentence_that_helps(password: str, says: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password, REYES)
    assert says in " ".join(refused.value.messages)


def test_every_stolen_password_that_is_long_enough_is_refused() -> None:
    for password in FREQUENCY_LISTS["passwords"]:
        if len(password) >= 12:
            with pytest.raises(ValidationError):
                validate_password(password, REYES)


@pytest.mark.parametrize(
    "password",
    [PASSWORD, "seven lakes and a ferry", "four calm words here", "seven lakes and a ferry" * 90],
    ids=["demonstration", "lakes", "calm", "long"],
)
def test_a_few_words_will_do_however_long(password: str) -> None:
    validate_password(password, REYES)
