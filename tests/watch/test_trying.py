"""Trying the rules on a text: every finding and the route, and nothing is saved."""

import json

import pytest
from django.db import connection
from django.urls import reverse

from governance.cast import Cast
from tests import people
from tests.watch.test_directive import signed_in


def test_trying_shows_findings_questions_and_the_route_and_writes_nothing(chicago: Cast) -> None:
    client = signed_in(chicago, "lindqvist")
    typed = {
        "text": "Detectives are on the scene of an arrest.",
        "category": "arrest",
        "send_on": "2026-13-45",
    }
    client.post(reverse("try_directive"), typed)
    with connection.cursor() as cursor:
        # What the cast began is checked at the end otherwise, which locks rows and so counts as writing.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET TRANSACTION READ ONLY")
    page = client.post(reverse("try_directive"), typed)
    decision = page.context["decision"]
    assert "communications" in decision.step_keys()
    assert {question.key for question, _ in page.context["answered"]} >= {"charge_level", "notable"}
    told = page.content.decode()
    assert "It could not be submitted like this" in told and "What is the person charged with?" in told


def test_what_is_answered_counts_and_is_typed_into_the_form_again(chicago: Cast) -> None:
    typed = {
        "text": people.ARREST.text,
        "category": "arrest",
        **{f"answer-{key}": answer for key, answer in people.ARREST.answers.items()},
    }
    page = signed_in(chicago, "reyes").post(reverse("try_directive"), typed)
    assert page.context["decision"].may_submit
    assert "It could be submitted" in page.content.decode() and "JG-441-207" in page.content.decode()
    met = page.context["decision"].set_aside[0]
    disagree = page.content.decode().partition(f"“{met.winner.title}” holds")[2]
    assert all(reverse("rule", args=[one.clause]) in disagree[:900] for one in (met.winner, met.loser))


def test_what_is_said_of_pictures_is_tried_with_them(chicago: Cast) -> None:
    """CPD-SM.III.C.4.c, CPD-SM.III.C.4.d"""
    typed = {"text": "Coats for all.", "category": "good_news", "pictures": "A rack of coats"}
    client = signed_in(chicago, "reyes")
    asked = client.post(reverse("try_directive"), typed).context["decision"]
    said = {"owner": "department", "shown": "nobody", "under_cover": "no"}
    told = client.post(reverse("try_directive"), typed | said).context["decision"]
    clauses = {"CPD-SM.III.C.4.c", "CPD-SM.III.C.4.d"}
    about = [
        [one for one in each.findings if one.picture and one.clause in clauses] for each in (asked, told)
    ]
    assert [bool(one) for one in about] == [True, False]


def test_words_in_a_picture_a_video_and_who_waits_for_the_press_are_tried(chicago: Cast) -> None:
    """CPD-SM.III.C.4.c, CPD-TW.IV.A.2"""
    client = signed_in(chicago, "reyes")

    def found(**typed: str) -> set[tuple[str, int | None]]:
        sent = {"text": "Coats for all.", "category": "good_news", "pictures": "A rack\nA door", **typed}
        page = client.post(reverse("try_directive"), sent)
        return {(one.rule, one.picture) for one in page.context["decision"].findings}

    assert ("guilt", 2) in found(picture_words="\nWe caught the thief") - found()
    assert ("video-music", 1) in found(video="on") and ("video-music", 1) not in found(
        video="on", music="none"
    )
    assert ("video-music", 1) in found(video="on", music="not_allowed")
    named = "Coats for all. Thanks, @Example_News."
    assert ("press-waits", None) in found(text=named, press="@example_news, @other")
    assert not {"press-waits"} & {rule for rule, _ in found(text=named, press="@other")}


@pytest.mark.parametrize("typed", [{"version": "9" * 30}, {"category": "\x00"}, {"unit_kind": "moon"}])
def test_what_cannot_be_read_counts_as_not_chosen(chicago: Cast, typed: dict[str, str]) -> None:
    page = signed_in(chicago, "reyes").post(reverse("try_directive"), {"text": "A tip.", **typed})
    assert page.status_code == 200
    assert json.dumps(page.context["decision"].as_json(), default=str)
    assert page.context["decision"].category is None


def test_where_no_check_reads_the_language_of_what_is_tried_the_page_says_so(chicago: Cast) -> None:
    typed = {
        "text": "Wir bitten alle Nachbarn, heute Abend die Fenster zu schließen und das Licht anzulassen."
    }
    page = signed_in(chicago, "reyes").post(reverse("try_directive"), typed)
    assert "Some of this reads like German." in page.content.decode()


@pytest.mark.parametrize(("code", "asks"), [("de", True), ("en", False), ("moon", False)])
def test_a_text_in_another_language_is_tried_with_what_it_means(chicago: Cast, code: str, asks: bool) -> None:
    typed = {"text": "Fenster zu, bitte.", "category": "safety_tip", "language": code}
    page = signed_in(chicago, "reyes").post(reverse("try_directive"), typed)
    asked = [one.sentence for one in page.context["decision"].findings if "German" in one.sentence]
    assert bool(asked) is asks
    assert (f'value="{code}" selected' in page.content.decode()) is asks
