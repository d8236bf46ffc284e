"""Replies of others are read for private information, and for nothing that somebody thinks."""

from datetime import date

import pytest

from directives.texts.replies import private_in
from tests.directives.drafts import POLISH

DAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "gives_away"),
    [
        ("Call his mom at 773-555-0142, she knows.", "773-555-0142"),
        ("El testigo vive en 2418 W. Fenwick Ave., todos lo saben.", "2418 W. Fenwick Ave"),
    ],
)
def test_what_it_gives_away_is_said_in_its_words(text: str, gives_away: str) -> None:
    assert gives_away in " ".join(private_in(text=text, written_on=DAY))


@pytest.mark.parametrize(
    "text",
    [
        "You are the worst department in the country. Resign, all of you.",
        "Officer Smith was rude to me and lied about it.",
        "Arrest the mayor! Vote them out!",
        "Son unos corruptos.",
        POLISH,
        "",
    ],
)
def test_criticism_is_never_pointed_at(text: str) -> None:
    assert private_in(text=text, written_on=DAY) == ()
