"""A text in another language that is left as English: its author says which it is and what it says, or why not."""

from dataclasses import replace
from datetime import datetime

import pytest
from django.urls import reverse

from directives.decision import Finding
from governance.cast import Cast
from posts import submission
from posts.drafting import Written
from posts.models import Draft, Status
from posts.submission import NotReady
from tests import people
from tests.directives.drafts import POLISH
from tests.posts.test_languages import AVISO, MEANING, findings
from tests.posts.writing import signed_in

LEFT = replace(AVISO, language="", meaning="")
WHY = "It is the prayer that is sung at the procession."


def found(engaged: Cast, written: Written, at: datetime) -> list[Finding]:
    return [one for one in findings(written, engaged, at) if one.rule == "language-said"]


def test_spanish_that_is_left_as_english_stays_a_draft_and_one_choice_with_its_meaning_mends_it_cpd_tw_iv_f(
    chicago: Cast, at: datetime
) -> None:
    post = people.drafted(engaged=chicago, written=LEFT, at=at)
    with pytest.raises(NotReady) as refused:
        submission.submit(post_id=post.pk, actor=chicago.reyes, seen_version=1, at=at)
    (stopped,) = refused.value.judged.decision.at(level="must_fix")
    assert (stopped.rule, stopped.clause, stopped.way_on) == (
        "language-said",
        "CPD-TW.IV.F",
        "language_reason",
    )
    assert "This reads as Spanish." in stopped.sentence
    assert found(chicago, AVISO, at) == []
    assert people.submitted(engaged=chicago, written=AVISO, at=at).status == Status.IN_REVIEW


def test_its_author_may_give_a_reason_that_whoever_decides_reads_cpd_tw_iv_f(
    chicago: Cast, at: datetime
) -> None:
    post = people.submitted(engaged=chicago, written=people.with_answers(LEFT, language_reason=WHY), at=at)
    assert post.status == Status.IN_REVIEW
    page = signed_in(chicago, "whitfield").get(reverse("desk", args=[post.pk])).content.decode()
    assert "This reads as Spanish." in page and WHY in page


@pytest.mark.parametrize("written", [people.TIP, people.EVIDENCE, people.ARREST, people.MUSEUM])
def test_english_is_never_asked_about(chicago: Cast, at: datetime, written: Written) -> None:
    assert found(chicago, written, at) == []


def test_a_language_that_no_check_reads_is_asked_about_too(chicago: Cast, at: datetime) -> None:
    (asked,) = found(chicago, replace(LEFT, text=POLISH), at)
    assert "This reads as Polish." in asked.sentence


def test_where_another_language_is_said_nothing_is_asked_about_it(chicago: Cast, at: datetime) -> None:
    assert found(chicago, replace(AVISO, language="pt", meaning=MEANING), at) == []


def test_in_alsip_it_is_asked_under_the_authors_own_check(alsip: Cast, at: datetime) -> None:
    """APD-1021.4.REVIEW"""
    (asked,) = found(alsip, LEFT, at)
    assert (asked.level, asked.clause) == ("must_fix", "APD-1021.4.REVIEW")


def test_the_composer_leads_to_the_field_of_the_language(chicago_lately: Cast, early: datetime) -> None:
    post = people.drafted(engaged=chicago_lately, written=LEFT, at=early)
    page = signed_in(chicago_lately, "reyes").get(reverse("composer", args=[post.pk])).content.decode()
    assert "This reads as Spanish." in page and 'href="#question-language_reason"' in page
    assert 'href="#spoken"' in page
    assert Draft.objects.get(post=post).language == ""


def test_it_is_asked_where_the_rules_are_tried_too(chicago: Cast, at: datetime) -> None:
    """CPD-TW.IV.F"""
    client = signed_in(chicago, "reyes")

    def asked(**typed: str) -> bool:
        sent = {"text": LEFT.text, "category": LEFT.category, **typed}
        page = client.post(reverse("try_directive"), sent)
        return "language-said" in {one.rule for one in page.context["decision"].at(level="must_fix")}

    assert asked() and asked(language="en")
    assert not any(
        (asked(language="es", meaning=MEANING), asked(**{"answer-language_reason": WHY}), asked(text="Hola"))
    )
