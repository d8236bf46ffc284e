"""Words and pairs of words as votes: learnt from lessons, and the same however long a text goes on."""

from datetime import date

import numpy as np
import pytest

from directives.texts.prepared import prepare
from directives.texts.wordings import Lessons, wordings_of

TEXTS = (
    "The pistol was found. Call us.",
    "The pistol was under a seat.",
    "The pistol was loaded.",
    "Call us about the parade.",
    "Call us about the lost mitten.",
)


def text(words: str):
    return prepare(text=words, written_on=date(2026, 11, 21), kind="post", language="en")


@pytest.fixture(scope="module")
def lessons():
    return Lessons.of([text(words) for words in TEXTS])


def test_a_pair_stands_in_one_sentence():
    assert wordings_of(text("The pistol was found. Call us.")) == {
        *("the", "pistol", "was", "found", "call", "us"),
        *("the pistol", "pistol was", "was found", "call us"),
    }


def test_figures_and_names_of_days_are_no_wordings_and_part_what_stands_beside_them():
    assert wordings_of(text("Beat 523 meets Thursday at 6:30 in May.")) == {
        *("beat", "meets", "at", "in"),
    }


def test_what_stands_in_few_lessons_is_not_known(lessons):
    assert {"pistol", "the pistol", "call us"} <= set(lessons.known)
    assert not {"mitten", "found", "about"} & set(lessons.known)


def test_a_lesson_is_like_itself_and_unlike_what_shares_nothing(lessons):
    alike = lessons.alike()
    assert np.allclose(np.diag(alike), 1, atol=1e-4)
    assert np.allclose(alike, alike.T)
    assert alike[1, 2] > alike[1, 3]


def test_the_votes_of_words_are_those_of_the_lessons_that_hold_them(lessons):
    votes = np.array([[1.0], [0.5], [0.5], [-1.0], [-1.0]])
    taught = lessons.taught(votes)
    for row, words in enumerate(TEXTS):
        assert taught.voted(text(words)) == pytest.approx(lessons.alike()[row] @ votes, abs=1e-3)


def test_saying_it_again_gives_no_more_votes_and_no_known_word_gives_none(lessons):
    taught = lessons.taught(np.ones((5, 1)))
    once, again = text("The pistol was loaded."), text("The pistol was loaded. " * 30)
    assert taught.voted(once) == pytest.approx(taught.voted(again))
    assert not taught.voted(text("Good morning, neighbors.")).any()
    assert not taught.voted(text("")).any()
