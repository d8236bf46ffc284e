"""What a clause refuses does not leave its author's hands, and goes on once it is mended."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest

from governance.cast import Cast
from governance.demonstration import answering
from posts import reviewing, sending, submission
from posts.drafting import Written
from posts.models import Draft, Post, Publication, Status
from posts.pictured import Pictured
from posts.submission import NotReady
from tests import people
from tests.posts import illustrating


@dataclass(frozen=True, kw_only=True)
class Refused:
    """A draft, the rule that alone refuses it, and the answers with which the same draft goes on."""

    draft: Written
    by: str
    mended: dict[str, str]
    pictured: bool = False


def tip(text: str, **answers: str) -> Written:
    return replace(people.with_answers(people.TIP, **answers), text=text)


FAIR = Written(
    category="community_event",
    text="The block club fair is on Oak on Saturday, Dec. 5, from 10 a.m.",
    answers={"run_by": "somebody_else", "event_date": "2026-12-05", "source": "The block club"},
)
LACKING = ("charging_final_on", "document_reference")
UNCHARGED = people.with_answers(
    replace(
        people.ARREST,
        answers={key: said for key, said in people.ARREST.answers.items() if key not in LACKING},
    ),
    charge_level="not_charged",
)
UNTOLD, UNSAID = (
    replace(people.ARREST, answers={key: said for key, said in people.ARREST.answers.items() if key != left})
    for left in ("open_case", "known_protected")
)
SMALL = people.with_answers(
    people.ARREST, charge_level="misdemeanor_bc", booking_photo="yes", shows_evidence="no"
)
REFUSED = {
    "CPD-TW.III.F": Refused(
        draft=tip("We know how those people drive.", disparaging="yes"),
        by="respect-declared",
        mended={"disparaging": "no", "disparaging_reason": "It is about drivers who were in the race."},
    ),
    "CPD-TW.III.G": Refused(
        draft=tip("Vote for Dana on Tuesday.", political="yes"),
        by="politics-declared",
        mended={"political": "no", "political_reason": "It is a poll about cookies."},
    ),
    "CPD-TW.IV.E, somebody else's event": Refused(
        draft=FAIR, by="allowed-by", mended={"who_allowed": "Lt. J. Marek, 20 Nov"}
    ),
    "CPD-TW.IV.E, words of an advertisement": Refused(
        draft=tip("Boxes sponsored by Palmer Hardware."),
        by="advertising",
        mended={"advertises": "yes", "advert_allowed": "Lt. J. Marek, 20 Nov"},
    ),
    "CPD-TW.IV.E, a link to a shop": Refused(
        draft=tip("Bike lights like ours: https://www.etsy.com/listing/1042"),
        by="advertising",
        mended={"advertises": "yes", "advert_allowed": "Lt. J. Marek, 20 Nov"},
    ),
    "CPD-TW.IV.E, words that advertise nothing": Refused(
        draft=tip("Supper for our crossing guards, sponsored by their own children.", advertises="no"),
        by="advertising",
        mended={"advert_reason": "The children cooked it, and nobody sells anything."},
    ),
    "CPD-TW.IV.E, an advertisement nobody allowed": Refused(
        draft=tip("Bike lights like ours are at the shop on Oak.", advertises="yes"),
        by="advertising-allowed",
        mended={"advert_allowed": "Lt. J. Marek, 20 Nov"},
    ),
    "CPD-TW.V.D.9": Refused(
        draft=UNCHARGED,
        by="charges-pending",
        mended=dict(people.ARREST.answers),
    ),
    "CPD-TW.V.D.11": Refused(draft=UNTOLD, by="open-case-told", mended={"open_case": "no"}),
    "CPD-SM.III.C.4.d, of an arrest": Refused(
        draft=UNSAID, by="protected-asked", mended={"known_protected": "no"}
    ),
    "CPD-SM.III.C.4.d, a child or a victim known by an arrest": Refused(
        draft=people.with_answers(people.ARREST, known_protected="yes"),
        by="protected-known",
        mended={"known_protected": "agreed"},
    ),
    "CPD-SM.III.C.4.d, a child or a victim known by evidence": Refused(
        draft=people.with_answers(people.EVIDENCE, known_protected="yes"),
        by="protected-known",
        mended={"known_protected": "no"},
    ),
    "ILCS-5-140-2.15": Refused(
        draft=SMALL, by="booking-photo", mended={"charge_level": "felony"}, pictured=True
    ),
}


@pytest.mark.parametrize("clause", REFUSED)
def test_what_a_clause_refuses_stays_a_draft_and_says_which_clause(
    chicago: Cast, at: datetime, clause: str
) -> None:
    """CPD-TW.III.F, CPD-TW.III.G, CPD-TW.IV.E, CPD-TW.V.D.9, CPD-TW.V.D.11, CPD-SM.III.C.4.d, with 5 ILCS 140/2.15 on
    booking photos."""
    case = REFUSED[clause]
    post = _drafted(chicago, case, case.draft, at)

    with pytest.raises(NotReady) as refused:
        _submit(chicago, post, at)

    stopped = refused.value.judged.decision.at(level="must_fix")
    assert [(one.rule, one.clause) for one in stopped] == [(case.by, clause.partition(",")[0])]
    post.refresh_from_db()
    assert post.status == Status.DRAFT
    assert not post.revisions.exists() and not post.turns.exists()


@pytest.mark.parametrize("clause", REFUSED)
def test_the_same_draft_goes_on_once_it_is_mended(chicago: Cast, at: datetime, clause: str) -> None:
    """CPD-TW.III.F, CPD-TW.III.G, CPD-TW.IV.E, CPD-TW.V.D.9, CPD-TW.V.D.11, CPD-SM.III.C.4.d, with 5 ILCS 140/2.15 on
    booking photos."""
    case = REFUSED[clause]
    post = _drafted(chicago, case, people.with_answers(case.draft, **case.mended), at)
    answering.confirm(post=post, actor=chicago.reyes, at=at)

    assert _submit(chicago, post, at).status == Status.IN_REVIEW


def _drafted(engaged: Cast, case: Refused, written: Written, at: datetime) -> Post:
    post = people.drafted(engaged=engaged, written=written, at=at)
    if case.pictured:
        picture = illustrating.picture(post=post, by=engaged.reyes, at=at)
        shown = Pictured(picture_id=picture.pk, alt_text="A man before a gray wall")
        illustrating.hold(post=post, by=engaged.reyes, pictures=(shown,), at=at)
    return post


def _submit(engaged: Cast, post: Post, at: datetime) -> Post:
    seen = Draft.objects.get(post=post).version
    return submission.submit(post_id=post.pk, actor=engaged.reyes, seen_version=seen, at=at)


def test_a_link_of_the_city_goes_from_its_author_to_the_network_unasked_cpd_tw_iv_e(
    out: tuple[Cast, Any], early: datetime
) -> None:
    engaged, ground = out
    text = f"Free smoke alarms, {people.a_word()}: https://www.chicago.gov/city/en/depts/cfd.html"
    post = people.submitted(engaged=engaged, written=tip(text), at=early)
    assert post.revision is not None
    decision = reviewing.read_decision(revision=post.revision, agency_id=post.agency_id)
    assert "advertises" not in [question["key"] for question in decision["questions"]]
    assert "CPD-TW.IV.E" not in [finding["clause"] for finding in decision["findings"]]
    assert [step["key"] for step in decision["route"]] == ["sergeant"]

    people.approve(post=post, by=engaged.whitfield, at=early)
    assert sending.send(publication_id=Publication.objects.get(post=post).pk) == "published"
    told = ground.control("GET", "accepted", account=engaged.accounts["014"].external_id)["accepted"]
    assert text in [one["text"] for one in told]
