"""What gave way, from the composer to the record: a rule to another rule, and a rule to a reason."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Member
from governance.cast import Cast
from posts import sending
from posts.models import Post, Publication, Status
from posts.submission import NotReady
from records.models import Record
from tests import people

MUSEUM = replace(
    people.with_answers(people.TIP, use_of_force="no"), text="The taser museum on Division opens at nine."
)
REASON = "It is a museum with a stun device from 1974 on show."


def seen_by(member: Member, name: str, key: object) -> str:
    """A page as somebody reads it, without its line breaks."""
    client = Client()
    client.force_login(member)
    return " ".join(client.get(reverse(name, args=[key])).content.decode().split())


def out_now(post: Post) -> Record:
    """Sends what is approved; its record."""
    sending.send(publication_id=Publication.objects.get(post=post).pk)
    return Record.objects.get(post_id=post.pk)


def test_where_two_directives_disagree_both_are_shown_from_composer_to_record_cpd_tw_vi(
    out: tuple[Cast, Any], early: datetime
) -> None:
    engaged, _ = out
    draft = people.drafted(engaged=engaged, written=people.ARREST, at=early)
    post = people.submitted(engaged=engaged, written=people.ARREST, at=early)
    said = (
        "“An arrest is told after the charges” holds",
        "“Nothing about a case before a court” gives way",
        "“Social Media Outlet: Twitter” goes before “Use of Social Media Outlets”.",
        reverse("rule", args=["CPD-TW.VI"]),
    )
    for page in (seen_by(engaged.reyes, "composer", draft.pk), seen_by(engaged.whitfield, "desk", post.pk)):
        assert [words for words in said if words not in page] == []
    for who in (engaged.whitfield, engaged.natarajan):
        people.approve(post=post, by=who, at=early)
    record = seen_by(engaged.natarajan, "record", out_now(post).number)
    assert (
        "Two rules disagreed on what is told of an arrest, and “An arrest is told after the charges” held"
        in record
    )
    assert "“Nothing about a case before a court” (CPD-SM.III.C.4.b) gave way." in record


def test_a_suspicion_is_set_aside_by_a_reason_and_by_communications_cpd_tw_iv_h(
    out: tuple[Cast, Any], early: datetime
) -> None:
    """CPD-TW.IV.H: suspected from words alone, so a reasoned no goes on, shown to whoever decides."""
    engaged, _ = out
    draft = people.drafted(engaged=engaged, written=MUSEUM, at=early)
    page = seen_by(engaged.reyes, "composer", draft.pk)
    assert 'href="#question-use_of_force_reason">Go on with a reason</a>' in page
    assert 'name="answer-use_of_force_reason"' in page
    with pytest.raises(NotReady):
        people.submitted(engaged=engaged, written=MUSEUM, at=early)

    reasoned = people.with_answers(MUSEUM, use_of_force_reason=REASON)
    post = people.submitted(engaged=engaged, written=reasoned, at=early)
    assert f"“{REASON}”" in seen_by(engaged.whitfield, "desk", post.pk)
    assert people.approve(post=post, by=engaged.whitfield, at=early).status == Status.IN_REVIEW
    desk = seen_by(engaged.natarajan, "desk", post.pk)
    assert "“Words about use of force” may be set aside for the reason given." in desk
    assert people.approve(post=post, by=engaged.natarajan, at=early).status == Status.APPROVED
    record = seen_by(engaged.natarajan, "record", out_now(post).number)
    assert f"{engaged.reyes.titled_name} gave a reason to go on: Words about use of force" in record
    assert f"“{REASON}”" in record
