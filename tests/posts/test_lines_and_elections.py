"""On the way of a post: the line that an arrest needs, and words of an election close to its day."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from governance.cast import Cast
from governance.demonstration import answering
from posts import parts, reviewing, submission
from posts.drafting import Written
from posts.models import Draft, Post, Revision, Status
from posts.submission import NotReady
from tests import people, rules
from tests.posts import writing

LINE = "A charge is not proof of guilt."
TOLD = "A man is charged with burglary after garages near Palmer Square were entered."
WITHOUT = replace(people.ARREST, text=TOLD)
MAYOR = replace(people.TIP, text="The mayor opens the new pool on Saturday. Take the bus.")
TRAFFIC = replace(people.TIP, text="The polling place on Fullerton is busy. Expect slow traffic until 7 p.m.")
SAID = {"political": "no", "political_reason": "The mayor opens a building, and runs for nothing."}


def sent(engaged: Cast, written: Written, at: datetime) -> Post:
    post = people.drafted(engaged=engaged, written=written, at=at)
    seen = Draft.objects.get(post=post).version
    return submission.submit(post_id=post.pk, actor=engaged.reyes, seen_version=seen, at=at)


def stops(refused: pytest.ExceptionInfo[NotReady]) -> list[tuple[str, str | None]]:
    return [(one.rule, one.clause) for one in refused.value.judged.decision.at(level="must_fix")]


def test_one_press_adds_the_line_and_it_is_part_of_the_bytes_that_are_approved_cpd_sm_iii_c_4_b(
    chicago_lately: Cast, early: datetime
) -> None:
    chicago = chicago_lately
    answers = {**people.ARREST.answers, "charging_final_on": (early - timedelta(days=2)).date().isoformat()}
    post = people.drafted(engaged=chicago, written=replace(WITHOUT, answers=answers), at=early)
    client = Client()
    client.force_login(chicago.reyes)
    page = writing.check(client, post, follow=True).content.decode()
    assert f"Add: {LINE}" in page and "Add this" in page

    wording = f"charge-line 1 {len(TOLD)}"
    added = writing.check(client, post, follow=True, use_wording=wording).content.decode()
    assert f"“{LINE}” was added." in added
    assert writing.text_of(post) == f"{TOLD} {LINE}"

    answering.confirm(post=post, actor=chicago.reyes, at=early)
    seen = Draft.objects.get(post=post).version
    submission.submit(post_id=post.pk, actor=chicago.reyes, seen_version=seen, at=early)
    frozen = Revision.objects.get(post=post)
    assert parts.texts_of(revision=frozen, agency_id=post.agency_id)[0] == f"{TOLD} {LINE}"


def test_an_arrest_without_the_line_stays_a_draft_cpd_sm_iii_c_4_b(chicago: Cast, at: datetime) -> None:
    with pytest.raises(NotReady) as refused:
        sent(chicago, WITHOUT, at)
    assert stops(refused) == [("charge-line", "CPD-SM.III.C.4.b")]
    assert sent(chicago, replace(WITHOUT, text=f"{TOLD} {LINE}"), at).status == Status.IN_REVIEW


def test_without_the_line_it_goes_on_with_a_reason_that_whoever_decides_reads_cpd_sm_iii_c_4_b(
    chicago: Cast, at: datetime
) -> None:
    why = "The last sentence says it in Polish."
    post = sent(chicago, people.with_answers(WITHOUT, line_reason=why), at)
    assert post.status == Status.IN_REVIEW
    desk = Client()
    desk.force_login(chicago.whitfield)
    page = desk.get(reverse("desk", args=[post.pk])).content.decode()
    assert "A post about an arrest says that a charge is no proof." in page and why in page


def near(engaged: Cast, at: datetime) -> None:
    """From now on an election is ten days away."""
    source = rules.called(rules.text("chicago"), rules.NEXT)
    assert source.count("2027-02-23") == 1
    soon = (at + timedelta(days=10)).date().isoformat()
    rules.adopt(agency=engaged.agency, source=source.replace("2027-02-23", soon), effective_at=at, at=at)


def test_close_to_an_election_its_words_are_asked_about_and_the_sergeant_agrees_cpd_tw_iii_g(
    chicago: Cast, at: datetime
) -> None:
    assert sent(chicago, MAYOR, at).status == Status.IN_REVIEW
    near(chicago, at)
    with pytest.raises(NotReady) as refused:
        sent(chicago, MAYOR, at)
    assert stops(refused) == [("politics-before-election", "CPD-TW.III.G")]
    with pytest.raises(NotReady) as refused:
        sent(chicago, people.with_answers(MAYOR, political="yes"), at)
    assert ("politics-declared", "CPD-TW.III.G") in stops(refused)

    post = sent(chicago, people.with_answers(MAYOR, **SAID), at)
    assert post.status == Status.IN_REVIEW and post.revision is not None
    decision = reviewing.read_decision(revision=post.revision, agency_id=post.agency_id)
    assert [one["rule"] for one in decision["asides"]] == ["politics-before-election"]
    said = people.attested(post=post).said
    assert "“Words of an election, close to its day” may be set aside for the reason given." in said


@pytest.mark.parametrize("close", [False, True])
def test_traffic_at_a_polling_place_goes_its_way_untouched_cpd_tw_iii_g(
    chicago: Cast, at: datetime, close: bool
) -> None:
    if close:
        near(chicago, at)
    post = sent(chicago, TRAFFIC, at)
    assert post.status == Status.IN_REVIEW and post.revision is not None
    decision = reviewing.read_decision(revision=post.revision, agency_id=post.agency_id)
    assert [step["key"] for step in decision["route"]] == ["sergeant"]
    assert not [one for one in decision["findings"] if one["level"] != "think"]
