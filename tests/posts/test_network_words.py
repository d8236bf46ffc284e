"""What the network answered is told to people in sentences, never in the portal's own slugs."""

import re

import pytest

from outlets.verdicts import REASONS
from posts import labels, network_words
from posts.models import PublicationState

OTHERS = [
    "no_connection",
    "credits_depleted",
    "media_still_processed",
    "answer_unreadable",
    "answer_cut_off",
    "no_answer",
    "no_answer_in_time",
    "connection_lost",
    "worker_lost",
    "status_503",
]


@pytest.mark.parametrize("reason", [*(f"{slug}: You are not permitted." for slug in REASONS), *OTHERS])
def test_every_reason_is_a_sentence(reason: str) -> None:
    said = network_words.in_words(reason)
    assert re.match(r"[A-Z].*[.”]$", said) and "_" not in said and not said.startswith(reason.split(":")[0])
    if reason.endswith("permitted."):
        assert said.endswith(". The network says: “You are not permitted.”")


@pytest.mark.parametrize("scope", ["endpoint", "user_24h", "app_24h"])
def test_a_limit_is_told_without_its_name(scope: str) -> None:
    assert scope not in network_words.in_words(f"The network asks to wait ({scope}).")


def test_a_sentence_stays_as_it_is_and_why_something_waits_is_one() -> None:
    for plain in ("", "Its time is over.", "Wait: the street is closed."):
        assert network_words.in_words(plain) == plain
    assert (
        labels.why(words="no_connection", state=PublicationState.DUE) == "The network could not be reached."
    )
    assert labels.why(words="Not permitted.", state="refused") == "The network says: Not permitted."
