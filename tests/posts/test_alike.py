"""What one answer settles stands on one card in the composer and at the desk, and counts as one thing to fix."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from directives.decision import Finding
from governance.cast import Cast
from posts.alike import cards_of
from posts.models import Post
from tests import people
from tests.posts.desks import read, signed_in
from tests.posts.writing import at, check, draft, reyes, submit

__all__ = ["at", "draft", "reyes"]

GUILT = "“{words}” can say who is guilty or not. Only a court decides that. Say whether it does."


def found(words: str, start: int, **other: Any) -> Finding:
    return Finding(
        **{
            "rule": "guilt",
            "clause": "CPD-TW.V.D.9",
            "basis": "reading",
            "level": "must_fix",
            "sentence": GUILT.format(words=words),
            "question": "says_guilt",
            "span": (start, start + len(words)),
            **other,
        }
    )


def test_words_of_one_rule_and_question_stand_together_each_in_the_order_of_the_text() -> None:
    asked = [found("burglar", 4), found("guilty", 20), found("red-handed", 30), found("guilty", 50)]
    (card,) = cards_of(enumerate(asked))
    assert (card.number, card.first) == (0, asked[0])
    assert [(one.number, one.words) for one in card.also] == [(1, "guilty"), (2, "red-handed")]
    assert [one.number for one in card.again] == [3]


@pytest.mark.parametrize(
    "other",
    [
        {"rule": "other"},
        {"question": "other"},
        {"level": "needs_somebody"},
        {"part": 2},
        {"picture": 1, "span": None},
        {"sentence": "“guilty” is another matter."},
    ],
)
def test_what_differs_in_more_than_its_words_has_a_card_of_its_own(other: dict[str, Any]) -> None:
    assert len(cards_of(enumerate([found("burglar", 4), found("guilty", 20, **other)]))) == 2


def test_what_is_mended_word_by_word_keeps_a_card_for_each() -> None:
    blanks = [found("[day]", 0, question=None), found("[place]", 9, question=None)]
    assert len(cards_of(enumerate(blanks))) == 2


def test_each_better_wording_is_offered_with_the_words_it_is_for() -> None:
    asked = [found("burglar", 4, suggestion="suspect"), found("guilty", 20, suggestion="charged")]
    (card,) = cards_of(enumerate(asked))
    assert [(words, one.suggestion) for words, one in card.offers] == [("", "suspect"), ("guilty", "charged")]


def test_the_composer_names_the_other_words_on_the_card_and_counts_cards(
    chicago: Cast, reyes: Client, draft: Post, at: datetime
) -> None:
    text = "The burglar is guilty, and the thief is guilty."
    page = check(reyes, draft, text=text, follow=True).content.decode()
    assert page.count("can say who is guilty or not.") == 1
    assert "Also: <span id=" in page
    for number in range(page.count('class="mark mark--must-fix"')):
        assert page.count(f'id="finding-{number}"') == 1
    assert "1 thing to fix first" in submit(reyes, draft, text=text).content.decode()


def test_the_desk_reads_them_together_with_the_one_reason_that_settles_them(
    chicago: Cast, at: datetime
) -> None:
    why = "It tells of a museum and of what it shows."
    shown = replace(people.MUSEUM, text="The taser museum shows a stun gun of 1974.")
    post = people.submitted(
        engaged=chicago, written=people.with_answers(shown, use_of_force_reason=why), at=at
    )

    page = read(signed_in(chicago.whitfield).get(f"/review/{post.pk}/"))

    told = page.partition('id="findings-title"')[2].partition("other checks found nothing")[0]
    assert told.count("can tell of an officer using force") == 1
    assert "Also: <span id=" in told
    assert told.count(why) == told.count("you agree with this reason") == 1
