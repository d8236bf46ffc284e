"""Words in a language that no check reads: composer and desk say that nothing was checked."""

from datetime import datetime

from django.template.loader import render_to_string
from django.urls import reverse

from directives.decision import Finding
from governance.cast import Cast
from posts.drafting import Written
from tests import people
from tests.directives.drafts import POLISH
from tests.posts.writing import at, signed_in

__all__ = ["at"]
NOT_CHECKED = "nothing was checked in those words"


def test_composer_and_desk_say_that_a_polish_post_was_not_checked(chicago: Cast, at: datetime) -> None:
    answers = {**people.TIP.answers, "language_reason": "It is shared as it was read aloud."}
    written = Written(category=people.TIP.category, text=POLISH, answers=answers)
    draft = people.drafted(engaged=chicago, written=written, at=at)
    post = people.submitted(engaged=chicago, written=written, at=at)
    composer = signed_in(chicago, "reyes").get(reverse("composer", args=[draft.pk])).content.decode()
    desk = signed_in(chicago, "whitfield").get(reverse("desk", args=[post.pk])).content.decode()
    for page in (composer, desk):
        assert "reads like Polish" in page and NOT_CHECKED in page


def test_in_english_nothing_of_it_is_said(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, at=at)
    assert (
        NOT_CHECKED
        not in signed_in(chicago, "whitfield").get(reverse("desk", args=[post.pk])).content.decode()
    )


def test_a_finding_leads_to_the_page_of_its_check() -> None:
    found = Finding(
        rule="arrest-suspected",
        clause="CPD-TW.V.D.9",
        basis="reading",
        level="needs_somebody",
        sentence="“He won't be home for dinner” can tell about an arrest.",
        check="arrest",
    )
    said = render_to_string("parts/finding.html", {"finding": found})
    assert f'href="{reverse("guide_check", args=["arrest"])}">Why the portal says this</a>' in said
