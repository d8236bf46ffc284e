"""Two who write at once, tours that end, and the submit, over HTTP."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts import duty
from governance.cast import Cast
from posts import drafting
from posts.models import Opening, Post, Status
from tests import people
from tests.posts.writing import at, check, draft, form, refusals, reyes, signed_in, submit, text_of

__all__ = ["at", "draft", "reyes"]
pytestmark = pytest.mark.django_db


def test_two_who_write_are_told_of_each_other(chicago: Cast, reyes: Client, draft: Post) -> None:
    check(signed_in(chicago, "ortega"), draft, htmx=True)
    content = check(reyes, draft, htmx=True).content.decode()
    assert "<b>Ofc. Luis Ortega</b> has this open too." in content
    assert Opening.objects.filter(post=draft).count() == 2


def test_a_conflict_overwrites_nothing_and_shows_both(chicago: Cast, reyes: Client, draft: Post) -> None:
    mine = form(draft, text="Lock your garage door tonight.")
    check(signed_in(chicago, "ortega"), draft, text="Lock your side door tonight.", answer_source="Beat 1411")
    answer = reyes.post(reverse("check_draft", args=[draft.pk]), mine)
    content = answer.content.decode()
    assert text_of(draft) == "Lock your side door tonight."
    assert "Ofc. Luis Ortega saved another version meanwhile" in content
    assert "<del>side</del><ins>garage</ins>" in content
    assert "<del>Beat 1411</del>" in content
    assert "Lock your garage door tonight.</textarea>" in content
    assert "Not saved yet" in content


def test_keeping_mine_saves_over_exactly_the_version_that_was_shown(
    chicago: Cast, reyes: Client, draft: Post
) -> None:
    mine = form(draft, text="Mine")
    check(signed_in(chicago, "ortega"), draft, text="Theirs")
    address = reverse("check_draft", args=[draft.pk])
    shown = reyes.post(address, mine).context["composer"].state.conflict.version
    check(signed_in(chicago, "ortega"), draft, text="Theirs, later")
    reyes.post(address, mine | {"resolve": "mine", "their_version": str(shown)})
    assert text_of(draft) == "Theirs, later"
    reyes.post(address, mine | {"resolve": "mine", "their_version": str(shown + 1)})
    assert text_of(draft) == "Mine"


def test_keeping_mine_also_moves_it_to_the_account_that_was_chosen(
    chicago: Cast, reyes: Client, draft: Post, at: datetime
) -> None:
    people.grants.authorise(
        member=chicago.people["reyes"],
        unit=chicago.units["018"],
        role="usmr",
        given_by=chicago.people["salazar"],
        at=at,
    )
    elsewhere = chicago.accounts["018"]
    mine = form(draft, text="Mine", account=elsewhere.pk)
    check(signed_in(chicago, "ortega"), draft, text="Theirs")
    address = reverse("check_draft", args=[draft.pk])
    conflict = reyes.post(address, mine).context["composer"].state.conflict
    assert not conflict.own
    reyes.post(address, mine | {"resolve": "mine", "their_version": str(conflict.version)})
    draft.refresh_from_db()
    assert (text_of(draft), draft.account) == ("Mine", elsewhere)


def test_taking_theirs_shows_what_is_saved(chicago: Cast, reyes: Client, draft: Post) -> None:
    mine = form(draft, text="Mine")
    check(signed_in(chicago, "ortega"), draft, text="Theirs")
    address = reverse("check_draft", args=[draft.pk])
    answer = reyes.post(address, mine | {"resolve": "theirs"}, follow=True)
    assert "Theirs</textarea>" in answer.content.decode()


def test_a_look_saves_nothing_and_tells_of_a_newer_version(chicago: Cast, reyes: Client, draft: Post) -> None:
    seen = form(draft)["version"]
    check(signed_in(chicago, "ortega"), draft, text="Theirs")
    answer = check(reyes, draft, look="1", version=seen, text="Never saved", htmx=True)
    assert "saved a newer version" in answer.content.decode()
    assert text_of(draft) == "Theirs"


def test_off_duty_the_composer_is_read_only_and_offers_a_tour(
    chicago: Cast, reyes: Client, draft: Post, at: datetime
) -> None:
    duty.end(member=chicago.people["reyes"], at=at)
    page = reyes.get(reverse("composer", args=[draft.pk])).content.decode()
    assert "You are off duty. Go on duty at the top of the page to write." in page
    assert "Go on duty for nine hours" in page
    assert '<fieldset class="card__body write__body" disabled>' in page
    assert "Submit to sergeant" not in page


def test_off_duty_nothing_is_saved_and_the_trail_knows(
    chicago: Cast, reyes: Client, draft: Post, at: datetime
) -> None:
    duty.end(member=chicago.people["reyes"], at=at)
    content = check(reyes, draft, text="After hours", htmx=True).content.decode()
    assert "Not saved yet. It is kept on this device." in content
    assert text_of(draft) != "After hours"
    assert refusals(chicago) == [("save", "off_duty")]


def test_a_post_with_nothing_left_to_fix_is_submitted(reyes: Client, draft: Post) -> None:
    answer = submit(reyes, draft, text="Lock your side door tonight.")
    draft.refresh_from_db()
    assert draft.status == Status.IN_REVIEW
    assert answer["Location"] == reverse("post", args=[draft.pk])


def test_pressing_submit_twice_is_harmless(reyes: Client, draft: Post) -> None:
    sent = form(draft, text="Lock your side door tonight.")
    address = reverse("submit_post", args=[draft.pk])
    answers = [reyes.post(address, sent) for _ in range(3)]
    assert {answer["Location"] for answer in answers} == {reverse("post", args=[draft.pk])}
    assert draft.revisions.count() == 1


def test_what_is_left_to_fix_is_shown_and_the_text_is_saved(reyes: Client, draft: Post) -> None:
    text = "One man was arrested on Oak Street this morning."
    answer = submit(reyes, draft, text=text, answer_source="")
    content = answer.content.decode()
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT
    assert text_of(draft) == text
    assert "2 things to fix first." in content
    assert 'data-first="question-' in content


def test_an_empty_post_is_not_submitted_and_says_what_it_lacks_cpd_tw_iii_b(
    chicago: Cast, reyes: Client
) -> None:
    """CPD-TW.III.B"""
    reyes.post("/write/begin/", {"account": chicago.accounts["014"].pk})
    content = submit(reyes, Post.objects.get()).content.decode()
    assert "Choose what kind of post this is." in content
    assert "Write the text of the post." in content
    assert 'data-first="kind"' in content


def test_answers_to_questions_that_were_not_asked_are_not_frozen(reyes: Client, draft: Post) -> None:
    check(reyes, draft, category="community_event", answer_run_by="by_department")
    submit(reyes, draft, category="safety_tip")
    assert "run_by" not in drafting.Draft.objects.get(post=draft).answers


def test_a_submit_over_somebody_elses_version_is_a_conflict(
    chicago: Cast, reyes: Client, draft: Post
) -> None:
    mine = form(draft, text="Mine")
    check(signed_in(chicago, "ortega"), draft, text="Theirs")
    content = reyes.post(reverse("submit_post", args=[draft.pk]), mine).content.decode()
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT
    assert "saved another version meanwhile" in content
