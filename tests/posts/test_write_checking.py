"""Every pause in typing: saved, judged, answered."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from governance.cast import Cast
from posts import drafting
from posts.models import Post
from tests import people
from tests.posts.writing import Typed, at, check, draft, form, refusals, reyes, text_of

__all__ = ["at", "draft", "reyes"]
pytestmark = pytest.mark.django_db


def test_a_check_saves_and_answers_with_every_part(reyes: Client, draft: Post) -> None:
    content = check(reyes, draft, text="Ask the CAPS office.", htmx=True).content.decode()
    assert text_of(draft) == "Ask the CAPS office."
    for part in [
        "version",
        "saved",
        "marks",
        "count",
        "questions",
        "findings",
        "route",
        "preview",
        "bar-fix",
    ]:
        assert f'id="{part}" hx-swap-oob="innerHTML"' in content
    assert 'name="version" value="2"' in content
    assert "Residents may not know “CAPS office”." in content
    assert '<mark class="mark mark--think" data-finding="0">CAPS office</mark>' in content


def test_the_count_turns_to_words_near_the_limit(reyes: Client, draft: Post) -> None:
    assert "ring--quiet" in check(reyes, draft, text="x" * 259, htmx=True).content.decode()
    near = check(reyes, draft, text="x" * 271, htmx=True).content.decode()
    assert "ring--near" in near
    assert "9 characters left" in near
    over = check(reyes, draft, text="x" * 292, htmx=True).content.decode()
    assert "12 too many" in over


def test_the_answer_comes_within_the_statements_of_a_page(
    reyes: Client, draft: Post, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    sent = form(draft, text="Another text")
    with django_assert_max_num_queries(21):
        reyes.post(reverse("check_draft", args=[draft.pk]), sent, headers={"HX-Request": "true"})


def test_without_script_a_check_saves_and_shows_the_page_again(reyes: Client, draft: Post) -> None:
    answer = check(reyes, draft, text="Ask the CAPS office.", check="1", follow=True)
    assert answer.redirect_chain == [(reverse("composer", args=[draft.pk]) + "#findings", 302)]
    assert "Residents may not know “CAPS office”." in answer.content.decode()


def test_keeping_as_a_draft_goes_back_to_the_list(reyes: Client, draft: Post) -> None:
    answer = check(reyes, draft, text="Kept for later", keep="1", follow=True)
    assert answer.redirect_chain == [("/write/", 302)]
    assert "Kept for later" in answer.content.decode()


def wording(answer: Any) -> str:
    """The value of the first button that offers other words."""
    found = re.search(r'name="use_wording" value="([^"]+)"', answer.content.decode())
    assert found is not None
    return found.group(1)


def test_a_suggested_wording_replaces_exactly_its_words(reyes: Client, draft: Post) -> None:
    offered = wording(check(reyes, draft, text="🧥 Ask the CAPS office. Ask twice.", htmx=True))
    check(reyes, draft, use_wording=offered)
    assert text_of(draft) == "🧥 Ask the community policing office. Ask twice."


def test_a_wording_is_the_same_although_something_else_is_found_meanwhile(
    chicago: Cast, reyes: Client, draft: Post, at: datetime
) -> None:
    """Almost the same is submitted between the page and the button."""
    text = "Lock your garage side door tonight, and ask the CAPS office for the list of what helps against thieves."
    offered = wording(check(reyes, draft, text=text, htmx=True))
    people.submitted(engaged=chicago, written=replace(people.TIP, text=text), at=at)
    assert "almost the same" in check(reyes, draft, htmx=True).content.decode()
    check(reyes, draft, use_wording=offered)
    assert "ask the community policing office for" in text_of(draft)


@pytest.mark.parametrize(
    "wanted", ["plain-words 1 9", "plain-words 2 8", "words 1 8", "0", "1", "99", "-1", "x", ""]
)
def test_a_wording_that_is_not_offered_replaces_nothing(reyes: Client, draft: Post, wanted: str) -> None:
    assert wording(check(reyes, draft, text="Ask the CAPS office.", htmx=True)) == "plain-words 1 8"
    check(reyes, draft, use_wording=wanted)
    assert text_of(draft) == "Ask the CAPS office."


def test_a_wording_for_a_text_that_changed_since_replaces_nothing(reyes: Client, draft: Post) -> None:
    offered = wording(check(reyes, draft, text="Ask the CAPS office.", htmx=True))
    check(reyes, draft, use_wording=offered, text="Ask the CAPS office. Now.")
    assert text_of(draft) == "Ask the CAPS office. Now."


def test_only_the_questions_of_the_kind_are_asked_and_answers_wait_for_its_return(
    reyes: Client, draft: Post
) -> None:
    event = check(reyes, draft, category="community_event", answer_run_by="by_department", htmx=True)
    assert 'id="question-run_by"' in event.content.decode()
    tip = check(reyes, draft, category="safety_tip", htmx=True).content.decode()
    assert 'id="question-run_by"' not in tip
    assert drafting.Draft.objects.get(post=draft).answers["run_by"] == "by_department"


@pytest.mark.parametrize(
    "odd", [{"text": "a\x00b"}, {"answer-\x00": "x"}, {"category": "z" * 300}, {"version": "9" * 40}]
)
def test_whatever_is_sent_is_read_without_an_error(reyes: Client, draft: Post, odd: Typed) -> None:
    sent = form(draft) | odd
    answer = reyes.post(reverse("check_draft", args=[draft.pk]), sent, headers={"HX-Request": "true"})
    assert answer.status_code == 200


def test_moving_to_a_foreign_account_is_refused_and_nothing_is_saved(
    chicago: Cast, reyes: Client, draft: Post
) -> None:
    answer = check(reyes, draft, account=chicago.accounts["018"].pk, text="Elsewhere", htmx=True)
    assert answer.status_code == 404
    assert text_of(draft) != "Elsewhere"
    assert refusals(chicago) == [("move", "not_your_account")]


def test_moving_to_another_account_of_ones_own_saves_the_rest_too(
    chicago: Cast, reyes: Client, draft: Post, at: datetime
) -> None:
    people.grants.authorise(
        member=chicago.people["reyes"],
        unit=chicago.units["018"],
        role="usmr",
        given_by=chicago.people["salazar"],
        at=at,
        reason="Helps out",
    )
    answer = check(reyes, draft, account=chicago.accounts["018"].pk, text="Elsewhere", htmx=True)
    draft.refresh_from_db()
    assert draft.unit == chicago.units["018"]
    assert text_of(draft) == "Elsewhere"
    assert "Sergeant of the 018th" in answer.content.decode()


def test_what_nobody_sees_is_not_kept(reyes: Client, draft: Post) -> None:
    check(reyes, draft, text="\ufeffLock\x07 your\u0085 door\x1b\t.\r\nToday.\uffff", htmx=True)
    assert text_of(draft) == "Lock your door\t.\nToday."
