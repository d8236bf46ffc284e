"""Each sensitive kind from its draft over everybody who decides to the network and to the record."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts import outbox, written
from accounts.models import PermissionKind
from governance.cast import Cast
from governance.demonstration.answering import say_no
from posts import duties, preserving, sending, submission
from posts.drafting import Written
from posts.models import Draft, Post, Publication, Status
from posts.submission import NotReady
from records.models import Record
from tests import people

CORRECT = "It is correct: I compared it with the source."
"""What whoever decides about a sensitive post says by a tick of its own."""
MEMORIAL = Written(
    category="duty_death",
    text="The procession for Officer Lee passes Fullerton at 10 a.m. The road is closed until noon.",
    answers={"use_of_force": "yes", "family_told": "yes", "source": "Office of the superintendent"},
)


@dataclass(frozen=True, kw_only=True)
class Way:
    """A draft, who gives its steps in their order, and what its record says besides."""

    draft: Written
    by: tuple[str, ...]
    keeps: str = "community-information"
    said: str = ""
    author: str = "reyes"
    permission: str = ""
    """The kind of the written permission that it needs, named by `named_by`."""
    named_by: str = ""


def tip(text: str = "", **answers: str) -> Written:
    return replace(people.with_answers(people.TIP, **answers), text=text or people.TIP.text)


WAYS = {
    "CPD-TW.V.D.9": Way(
        draft=people.ARREST,
        by=("whitfield", "natarajan"),
        keeps="arrest-information",
        said=CORRECT,
    ),
    "CPD-TW.V.D.9.NOTE": Way(
        draft=people.with_answers(people.ARREST, member_involved="yes", charge_level="misdemeanor_a"),
        by=("whitfield", "natarajan"),
        keeps="arrest-information",
        said=CORRECT,
    ),
    "CPD-TW.V.D.10": Way(
        draft=people.EVIDENCE,
        by=("whitfield", "natarajan", "washington"),
        keeps="investigative-information",
        said="Community Policing",
    ),
    "CPD-TW.V.D.11": Way(
        draft=tip("The fire on Oak is under investigation. Call us if you saw it.", open_case="yes"),
        by=("whitfield", "natarajan"),
        keeps="investigative-information",
        said="permitted it in writing: an open case",
    ),
    "CPD-TW.V.D.11, an arrest": Way(
        draft=people.with_answers(people.ARREST, open_case="yes"),
        by=("whitfield", "natarajan"),
        keeps="investigative-information",
        said="permitted it in writing: an open case",
    ),
    "CPD-TW.IV.A.1": Way(
        draft=tip(notable="yes"), by=("whitfield",), said="Community Policing had been told"
    ),
    "CPD-TW.IV.H": Way(draft=people.MUSEUM, by=("whitfield", "natarajan"), said="use of force"),
    "CPD-TW.IV.H, by Communications": Way(
        draft=MEMORIAL, by=("foster",), author="natarajan", said="Communications Division"
    ),
    "CPD-TW.V.E.1": Way(
        draft=tip("We urge lawmakers to pass the bill on carjackings.", takes_position="yes"),
        by=("whitfield", "natarajan"),
        said="Communications lets this account say this for the department.",
    ),
    "CPD-SM.II.C.2": Way(
        draft=tip(confidential="yes"),
        by=("whitfield",),
        said="confidential material, given by",
        permission=PermissionKind.CONFIDENTIAL,
        named_by="confidential_permission",
    ),
    "CPD-SM.III.D, marks": Way(
        draft=tip("Our logo stands on the shirts of the Wicker Park run.", lends_marks="yes"),
        by=("whitfield",),
        said="marks of the department, given by",
        permission=PermissionKind.MARKS,
        named_by="marks_permission",
    ),
    "CPD-SM.III.D, spokesperson": Way(
        draft=tip("Sgt. Whitfield talks on behalf of the department at noon.", speaks_for_all="yes"),
        by=("whitfield",),
        said="speaking for the department, given by",
        permission=PermissionKind.SPOKESPERSON,
        named_by="spokesperson_permission",
    ),
}


@pytest.mark.parametrize("clause", WAYS)
def test_a_sensitive_post_goes_from_its_draft_to_its_record(
    out: tuple[Cast, Any], early: datetime, clause: str
) -> None:
    """CPD-TW.IV.A.1, CPD-TW.IV.H, CPD-TW.V.D.9, CPD-TW.V.D.9.NOTE, CPD-TW.V.D.10, CPD-TW.V.D.11, CPD-TW.V.E.1,
    CPD-SM.II.C.2, CPD-SM.III.D"""
    (engaged, _), way = out, WAYS[clause]
    post = _submitted(engaged, way, early)
    for who in way.by:
        assert post.status == Status.IN_REVIEW, f"{who} was not waited for"
        post = people.approve(post=post, by=engaged.people[who], at=early)
    _tell_offices(early)
    publication = Publication.objects.get(post=post)

    assert sending.send(publication_id=publication.pk) == "published"
    preserving.keep_what_is_owed(publication_id=publication.pk, at=early)

    record = Record.objects.get(post_id=post.pk)
    assert record.record_class == way.keeps
    kept = [" ".join((one.sentence, one.role, one.detail)) for one in preserving.chain_of(post)]
    assert any(way.said in line for line in kept), kept


def _submitted(engaged: Cast, way: Way, at: datetime) -> Post:
    draft = replace(way.draft, text=f"{way.draft.text} {people.a_word()}")
    if way.permission:
        other = _permitted(engaged, PermissionKind.MATERIAL, at)
        for lacking in (draft, people.with_answers(draft, **{way.named_by: str(other)})):
            with pytest.raises(NotReady) as refused:
                people.submitted(engaged=engaged, written=lacking, at=at)
            lacks = {one.question for one in refused.value.judged.decision.at(level="must_fix")}
            assert way.named_by in lacks, "without one, and with one for something else"
        draft = people.with_answers(draft, **{way.named_by: str(_permitted(engaged, way.permission, at))})
    post = people.drafted(engaged=engaged, by=way.author, unit="014", written=draft, at=at)
    author = engaged.people[way.author]
    say_no(post=post, actor=author, at=at)
    seen = Draft.objects.get(post=post).version
    return submission.submit(post_id=post.pk, actor=author, seen_version=seen, at=at)


def _permitted(engaged: Cast, kind: str, at: datetime) -> int:
    asked = written.ask(
        member=engaged.reyes, kind=kind, covers="What it names.", wanted_until=None, paper=None, at=at
    )
    written.decide(
        permission_id=asked.pk,
        actor=engaged.foster,
        granted=True,
        reason="It serves the district.",
        expires_at=at + timedelta(days=9),
        at=at,
    )
    return asked.pk


def _tell_offices(at: datetime) -> None:
    """What a notable incident waits for: the mail to both offices goes out, and the post on by itself."""
    while outbox.deliver_due(at=at):
        pass
    for post_id in duties.reached():
        duties.go_on(post_id=post_id, at=at)
