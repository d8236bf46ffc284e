"""The whole demonstration, played against a real database and a real training network."""

import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts import authority, duty, offices, written
from accounts.models import Agency, Condition, Member, Message, PermissionKind, Role, Roster
from accounts.rosters import sheet
from audit import sequencer
from audit.models import Event
from audit.verify import verify
from governance.demonstration import alerted, recording, schooling
from governance.demonstration.stage import AT_THE_STATION
from governance.demonstration.telling import OFF_DUTY, plays
from governance.demonstration.training import TrainingGround, register_training_accounts
from posts import pictures, queues
from posts.models import (
    Approval,
    Attempt,
    Effect,
    Post,
    Publication,
    ReadyDraft,
    Remark,
    RemarkKind,
    Revision,
    RuleFiring,
    Status,
    Verdict,
)
from posts.models.ready import ReadyKind
from records import certificates, holding, schedule
from records.models import Certificate, Progress, Record, Withheld
from tests.sandbox.ground import Ground, start

PASSING = {Status.SENDING, Status.TAKING_DOWN}
"""Nothing stays in these for longer than a call of the network."""
UNTOLD = {Status.PARTLY_OUT}
"""No thread of the telling comes to a halt between its parts."""


@pytest.fixture
def own_ground(tmp_path: Path) -> Iterator[Ground]:
    """A training network of this test's own, for its clock is turned."""
    process, ground = start(tmp_path / "state.sqlite3")
    yield ground
    process.terminate()
    assert process.wait(timeout=10) == 0


@pytest.fixture
def stage(committed_db: str, own_ground: Ground, settings: Any, tmp_path: Path) -> Ground:
    """An empty database, a fresh training network, a folder for the sign-ins."""
    settings.TRAINING_URL = own_ground.base_url
    settings.DEMONSTRATION = True
    settings.VAR_FOLDER = tmp_path
    return own_ground


def _load() -> str:
    said = StringIO()
    call_command("demonstration", short=True, stdout=said)
    return said.getvalue()


@pytest.mark.long
def test_the_short_telling_is_played_and_verifies(stage: Ground, settings: Any) -> None:
    said = _load()

    now = timezone.now()
    assert set(Status) - PASSING - UNTOLD == set(Post.objects.values_list("status", flat=True))
    pair = Post.objects.filter(translates__isnull=False).count() * 2
    rests = Post.objects.filter(revision__permitted__permission__kind=PermissionKind.CONFIDENTIAL).count()
    assert pair and rests
    assert Post.objects.filter(origin=None).count() == pair + rests + len(
        [alerted.ALERT, *recording.PIECES]
    ) + sum(len(play.pieces) for play in plays(short=True))
    _every_post_came_by_the_workflow()
    _everything_is_signed_and_verifies()
    _time_only_moves_forward()
    _the_training_network_holds_the_same_posts(stage)
    _every_published_post_has_its_record()
    _some_wait_for_communications(now)
    _all_but_two_are_on_duty(now)
    _everything_is_asked_and_each_condition_stops_somebody(now)
    _practice_is_written_by_whoever_is_in_training()
    _both_offices_are_on_call(now)
    _pictures_have_words()
    _findings_were_set_aside_with_a_reason()
    _a_permission_waits_for_communications(now)
    _the_records_officer_finds_what_is_due_and_a_certificate(now)
    _a_crime_alert_is_offered_and_one_district_has_shared_it()
    _a_commander_finds_a_roster_with_two_fields_to_correct(now)
    assert "reyes" in (settings.VAR_FOLDER / "demo-sign-ins.txt").read_text()
    assert "Playing" in said and "http" not in said


def _every_post_came_by_the_workflow() -> None:
    """No post, version or verdict without the event of the act that made it."""
    told = Counter(Event.objects.filter(subject="post").values_list("verb", flat=True))
    assert told["post.begun"] == Post.objects.count()
    assert told["post.submitted"] == Revision.objects.count()
    assert told["post.approved"] == Approval.objects.filter(verdict=Verdict.APPROVED).count()
    assert told["post.settled"] == Attempt.objects.count()


def _everything_is_signed_and_verifies() -> None:
    sequencer.catch_up(key=Ed25519PrivateKey.generate(), at=timezone.now())
    told = verify(at=timezone.now())
    assert told.holds, told.failures


def _time_only_moves_forward() -> None:
    of_posts = list(Event.objects.filter(subject="post").order_by("pk").values_list("at", flat=True))
    assert all(later - earlier > -timedelta(seconds=2) for earlier, later in itertools.pairwise(of_posts))


def _the_training_network_holds_the_same_posts(ground: Ground) -> None:
    accepted = {post["id"]: post for post in ground.control("GET", "accepted")["accepted"]}
    # A repost has no words of its own, and so no row there.
    known = Publication.objects.exclude(external_id="").filter(post__repost_of="")
    assert len(accepted) == known.count()
    for publication in known:
        there = accepted[publication.external_id]
        assert publication.published_at is not None
        assert (
            abs((datetime.fromisoformat(there["created_at"]) - publication.published_at).total_seconds()) < 30
        )


def _every_published_post_has_its_record() -> None:
    assert Record.objects.count() == Publication.objects.exclude(external_id="").count()


def _some_wait_for_communications(now: Any) -> None:
    natarajan = Member.objects.get(log_on_id="natarajan")
    held = authority.load(member=natarajan, at=now)
    waiting = queues.waiting_for(authority=held)
    assert waiting.filter(post__category="arrest").exists()
    assert set(Remark.objects.values_list("kind", flat=True)) >= {
        RemarkKind.COMMENT,
        RemarkKind.PROPOSAL,
    }


def _all_but_two_are_on_duty(now: Any) -> None:
    off = {m.log_on_id for m in Member.objects.all() if duty.current(member=m, at=now) is None}
    assert off == set(OFF_DUTY)


def _everything_is_asked_and_each_condition_stops_somebody(now: datetime) -> None:
    """One by one, for a visitor to see; everybody else acts, and nobody from a strange device."""
    closed: dict[str, str] = {}
    for member in Member.objects.select_related("agency", "unit"):
        member.presence = AT_THE_STATION
        lack = authority.load(member=member, at=now).closed()
        closed |= {member.log_on_id: lack.slug} if lack else {}
        member.presence = replace(AT_THE_STATION, in_network=False)
        lacks = authority.load(member=member, at=now).lacks(unit_id=member.unit_id)
        assert Condition.DEVICE in {one.condition for one in lacks}, member
    without_role = {"lindqvist", "oyelaran", "corrigan"}
    assert closed == {
        **dict.fromkeys(OFF_DUTY, "off_duty"),
        **dict.fromkeys(without_role, "no_access"),
        schooling.LAPSED: "untrained",
        schooling.IN_TRAINING: "untrained",
        schooling.UNREAD: "unacknowledged",
    }


def _practice_is_written_by_whoever_is_in_training() -> None:
    practised = Post.objects.filter(account__practice=True)
    assert {post.author.log_on_id for post in practised} == {schooling.IN_TRAINING}
    assert {post.status for post in practised} == {Status.PUBLISHED, Status.IN_REVIEW}


def _both_offices_are_on_call(now: datetime) -> None:
    agency = Agency.objects.get(slug="chicago")
    for role in (Role.COMMUNICATIONS, Role.COMMUNITY_POLICING):
        assert offices.on_call(role=role, agency_id=agency.pk, at=now), role


def _the_records_officer_finds_what_is_due_and_a_certificate(now: datetime) -> None:
    """One on hold, one on a certificate that is still to be sent, and one for the next."""
    agency = Agency.objects.get(slug="chicago")
    assert [(one.now.item, len(one.earlier)) for one in schedule.items(agency_id=agency.pk)] == [
        ("120.04", 1),
        ("120.05", 0),
    ]
    drawn = Certificate.objects.get(state=Progress.DRAFTED)
    assert [line.record.unit_number for line in certificates.lines(certificate=drawn)] == ["001"]
    (ready,) = certificates.ready(agency_id=agency.pk, zone=agency.tzinfo, at=now)
    assert [one.unit_number for one in (*ready.records, *ready.held)] == ["014", "018"]
    (hold,) = holding.in_force(agency_id=agency.pk)
    assert list(holding.covered(hold=hold)) == [Withheld.objects.get().record] == list(ready.held)


def _a_crime_alert_is_offered_and_one_district_has_shared_it() -> None:
    """CPD-TW.V.B.3: whoever plays another district meets it on the first page."""
    alert = ReadyDraft.objects.get(kind=ReadyKind.ALERT, withdrawn_at=None)
    (shared,) = Post.objects.filter(origin__ready=alert)
    assert (shared.unit.number, shared.status, shared.repost_of) == ("018", Status.PUBLISHED, alert.repost_of)
    told = Message.objects.filter(kind="ready_offered", subject__contains=alert.title, read_at=None)
    assert told.filter(to__log_on_id="reyes").exists()


def _pictures_have_words() -> None:
    frozen = pictures.of_revisions(revision_ids=list(Revision.objects.values_list("pk", flat=True)))
    assert frozen
    assert all(shown.alt_text.startswith("Drawing: ") for row in frozen.values() for shown in row)


def _findings_were_set_aside_with_a_reason() -> None:
    """By what the author says, and where the rule asks for it, with Communications deciding about the post.

    What checks see in harmless texts besides is denied as well.
    """
    aside = RuleFiring.objects.filter(effect=Effect.SET_ASIDE)
    assert set(aside.values_list("rule", "set_aside_by__log_on_id")) >= {
        ("force-suspected", "bell"),
        ("evidence-suspected", "ortega"),
    }


def _a_permission_waits_for_communications(now: datetime) -> None:
    natarajan = Member.objects.get(log_on_id="natarajan")
    waiting = written.waiting_for(authority=authority.load(member=natarajan, at=now))
    assert [(one.kind, one.asked_by.log_on_id) for one in waiting] == [(PermissionKind.MARKS, "ortega")]


def _a_commander_finds_a_roster_with_two_fields_to_correct(now: datetime) -> None:
    rosters = Roster.objects.filter(unit__number="014").order_by("period__starts_on").select_related("unit")
    assert [roster.state for roster in rosters] == ["submitted", "submitted", "in_work"]
    read = sheet.read(roster=rosters[2])
    assert [(row.facts["name"], name) for row, name, _ in read.faults] == [
        ("Oyelaran, Samuel", "unit_phone"),
        ("Corrigan, Niall", "star_number"),
    ]
    assert dict(read.numbers) == {"on": 7, "same": 4, "changed": 1, "new": 2, "left": 1, "faults": 2}


def test_it_refuses_a_database_that_has_agencies(stage: Ground) -> None:
    Agency.objects.create(slug="real", name="A real department", created_at=timezone.now())

    with pytest.raises(CommandError, match="agencies already"):
        _load()


def test_an_interruption_leaves_the_training_network_in_the_present(stage: Ground) -> None:
    ground = TrainingGround(stage.base_url)

    with pytest.raises(KeyboardInterrupt), ground.in_the_past():
        ground.set_clock(at=timezone.now() - timedelta(days=9))
        raise KeyboardInterrupt

    told = stage.control("GET", "health")
    assert told["status"] == "ok"


def test_a_training_network_that_is_away_is_said_in_a_sentence(committed_db: str, settings: Any) -> None:
    settings.TRAINING_URL, settings.DEMONSTRATION = "http://127.0.0.1:1", True

    with pytest.raises(CommandError, match="does not answer"):
        _load()


def test_the_accounts_can_be_registered_again_and_again(stage: Ground) -> None:
    from governance import cast

    cast.engage(house=cast.CHICAGO, at=timezone.now())

    for _ in range(2):
        assert register_training_accounts(ground=TrainingGround(stage.base_url)) == 3
    handles = {account["username"] for account in stage.control("GET", "accounts")["data"]}
    assert handles == {"example_001", "example_014", "example_018"}
