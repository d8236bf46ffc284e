"""The word diff."""

import time

from hypothesis import given
from hypothesis import strategies as st

from posts.worddiff import Segment, compare

WORDS = ["coat", "drive", "Sat.", "\n", "  ", "10", "a.m.", "#One", "¿qué?", "🧥", "don't", ""]
texts = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))


def told(before: str, after: str) -> list[tuple[str, str]]:
    """The segments as pairs."""
    return [(segment.change, segment.text) for segment in compare(before=before, after=after)]


def test_one_word_replaced_leaves_the_rest_alone() -> None:
    assert told("Lock your garage door tonight.", "Lock your side door tonight.") == [
        ("kept", "Lock your "),
        ("removed", "garage"),
        ("added", "side"),
        ("kept", " door tonight."),
    ]


def test_words_that_change_side_by_side_are_told_as_one_change() -> None:
    assert told("at the CAPS office today", "at our policing desk today") == [
        ("kept", "at "),
        ("removed", "the CAPS office"),
        ("added", "our policing desk"),
        ("kept", " today"),
    ]


def test_a_full_stop_is_no_part_of_the_word_before_it() -> None:
    assert told("Come on Friday", "Come on Friday.") == [("kept", "Come on Friday"), ("added", ".")]


def test_words_with_an_apostrophe_change_whole() -> None:
    assert ("removed", "week's") in told("Last week's break-ins", "Last month's break-ins")


def test_the_same_text_has_no_change() -> None:
    segments = compare(before="Beat 1413 meets Thursday.", after="Beat 1413 meets Thursday.")
    assert segments == (Segment(change="kept", text="Beat 1413 meets Thursday."),)


def test_from_nothing_everything_is_added_and_to_nothing_everything_removed() -> None:
    assert told("", "Coats") == [("added", "Coats")]
    assert told("Coats", "") == [("removed", "Coats")]
    assert told("", "") == []


@given(before=texts, after=texts)
def test_both_texts_can_be_put_together_again_exactly(before: str, after: str) -> None:
    segments = compare(before=before, after=after)
    assert "".join(s.text for s in segments if s.change != "added") == before
    assert "".join(s.text for s in segments if s.change != "removed") == after


def test_long_texts_are_compared_within_a_second() -> None:
    before = "coat " * 1500
    after = "coat drive " * 700
    began = time.monotonic()
    compare(before=before, after=after)
    assert time.monotonic() - began < 1
