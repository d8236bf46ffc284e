"""Submitting a roster: what is frozen, who may write from when, what is sent to whom."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.test import Client

from accounts import authority, outbox
from accounts.models import (
    Authorisation,
    DeliveryState,
    Member,
    Message,
    PeriodCalendar,
    Role,
    Roster,
    RosterCopy,
    RosterEntry,
    RosterLine,
    RosterRecipient,
    RosterState,
    RosterVersion,
)
from accounts.rosters import editing, papers, sheet, submitting
from accounts.rosters.submitting import ChangedMeanwhile, NobodyToSendTo, NotReady, OwnName
from audit import blobs, vault
from audit.models import Event
from governance.cast import Cast
from tests.accounts.rosters import house
from tests.accounts.rosters.house import NEWCOMER


def test_cpd_tw_v_a_2_a_roster_is_carried_over_checked_sent_to_both_offices_locked_and_corrected(
    chicago: Cast, at: datetime
) -> None:
    first = house.started(engaged=chicago, at=at - timedelta(days=28), number=12)
    house.submitted(roster=first, by=chicago.okafor, at=at - timedelta(days=28))
    roster = house.started(engaged=chicago, at=at)
    assert [(one.log_on_id, one.before is None) for one in roster.entries.order_by("position")] == [
        ("ortega", False),
        ("reyes", False),
    ]
    entry = editing.add(
        roster_id=roster.pk, facts={**NEWCOMER, "star_number": ""}, actor=chicago.okafor, at=at
    )
    with pytest.raises(NotReady) as refused:
        house.submitted(roster=roster, by=chicago.okafor, at=at)
    assert [(row.entry_id, name) for row, name, _ in refused.value.sheet.faults] == [
        (entry.pk, "star_number")
    ]

    house.typed(roster=roster, who="sosei2", name="star_number", value="9071", by=chicago.okafor, at=at)
    version = house.submitted(roster=roster, by=chicago.okafor, at=at)
    outbox.deliver_due(at=at)

    assert {
        letter.to[0]: len(letter.attachments) for letter in mail.outbox if "oster of" in letter.subject
    } == {
        "washington@chicago.example": 2,
        "natarajan@chicago.example": 2,
    }
    states = RosterCopy.objects.filter(version=version, message__deliveries__channel="email")
    assert set(states.values_list("message__deliveries__state", flat=True)) == {DeliveryState.DELIVERED}
    with pytest.raises(editing.Locked):
        editing.add(roster_id=roster.pk, facts=NEWCOMER, actor=chicago.okafor, at=at)

    submitting.correct(roster_id=roster.pk, actor=chicago.okafor, at=at)
    house.typed(roster=roster, who="ortega", name="unit_phone", value="3125550187", by=chicago.okafor, at=at)
    again = house.submitted(roster=roster, by=chicago.okafor, at=at)
    outbox.deliver_due(at=at)

    assert again.number == 2
    corrections = [letter for letter in mail.outbox if letter.subject.startswith("Correction: ")]
    assert len(corrections) == 2
    assert "Ortega, Luis: Unit phone, was " in str(corrections[0].body)
    assert corrections[0].attachments[0][0] == "roster-014-2026-13-version-2.pdf"


def test_a_submitted_version_its_lines_and_its_roster_are_frozen_in_the_database(
    chicago: Cast, at: datetime
) -> None:
    roster = house.started(engaged=chicago, at=at)
    version = house.submitted(roster=roster, by=chicago.okafor, at=at)
    for act in (
        lambda: RosterVersion.objects.filter(pk=version.pk).update(members=99),
        lambda: RosterLine.objects.filter(version=version).delete(),
        lambda: RosterEntry.objects.filter(roster=roster).update(name="Nobody, At"),
        lambda: RosterEntry.objects.filter(roster=roster).delete(),
        lambda: RosterEntry.objects.create(roster=roster, position=9),
        lambda: Roster.objects.filter(pk=roster.pk).delete(),
        lambda: RosterCopy.objects.filter(version=version).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_what_was_sent_stands_in_the_vault_by_its_digest_and_the_trail_has_it_sealed(
    chicago: Cast, at: datetime
) -> None:
    roster = house.started(engaged=chicago, at=at)
    version = house.submitted(roster=roster, by=chicago.okafor, at=at)
    content = papers.read(vault.text(digest=version.digest, agency_id=chicago.agency.pk))

    assert blobs.content(digest=version.pdf_digest, agency_id=chicago.agency.pk) == papers.pdf(content)
    assert blobs.content(digest=version.csv_digest, agency_id=chicago.agency.pk) == papers.csv_file(content)
    event = Event.objects.get(verb="roster.submitted")
    assert event.keys["content_sealed"] == vault.sealed_digest(
        digest=version.digest, agency_id=chicago.agency.pk
    )


def test_the_pdf_is_archivable_tagged_and_holds_every_row_as_text(chicago: Cast, at: datetime) -> None:
    roster = house.started(engaged=chicago, at=at)
    house.typed(
        roster=roster, who="reyes", name="name", value="Reyes #strike[x], *Dana*", by=chicago.okafor, at=at
    )
    version = house.submitted(roster=roster, by=chicago.okafor, at=at)
    pdf = blobs.content(digest=version.pdf_digest, agency_id=chicago.agency.pk)

    for mark in (
        b"%PDF-1.7",
        b"<pdfaid:part>2</pdfaid:part>",
        b"<pdfaid:conformance>B</pdfaid:conformance>",
        b"/StructTreeRoot",
        b"/Lang",
    ):
        assert mark in pdf, mark
    content = papers.read(vault.text(digest=version.digest, agency_id=chicago.agency.pk))
    assert content.members[1]["name"] == "Reyes #strike[x], *Dana*"


def test_new_members_write_from_the_first_day_who_left_until_then_and_the_same_are_reconfirmed(
    chicago: Cast, at: datetime
) -> None:
    roster = house.started(engaged=chicago, at=at - timedelta(days=28), number=12)
    house.submitted(roster=roster, by=chicago.okafor, at=at - timedelta(days=28))
    roster = house.started(engaged=chicago, at=at)
    editing.add(roster_id=roster.pk, facts=NEWCOMER, actor=chicago.okafor, at=at)
    ortega = roster.entries.get(log_on_id="ortega")
    editing.leave(roster_id=roster.pk, entry_id=ortega.pk, actor=chicago.okafor, at=at)
    house.submitted(roster=roster, by=chicago.okafor, at=at)

    begins = roster.period.begins_at(agency=chicago.agency)
    osei = Member.objects.get(log_on_id="sosei2")
    before, after = begins - timedelta(seconds=1), begins
    for member, moment, writes in (
        (osei, before, False),
        (osei, after, True),
        (chicago.ortega, before, True),
        (chicago.ortega, after, False),
        (chicago.reyes, after, True),
    ):
        assert authority.load(member=member, at=moment).holds(Role.USMR) is writes, (member, moment)
    kept = Authorisation.objects.get(member=chicago.reyes)
    assert (kept.reconfirmed_for, kept.ends_at) == (roster.period, None)
    assert not osei.has_usable_password()
    assert Message.objects.filter(to=osei, kind="role-given").exists()
    assert set(Event.objects.values_list("verb", flat=True)) >= {
        "roster.begun",
        "roster.changed",
        "roster.submitted",
        "member.registered",
        "authorisation.reconfirmed",
    }


def test_submitted_after_the_period_began_it_counts_from_that_moment(chicago: Cast) -> None:
    roster = house.started(engaged=chicago, at=house.LATE)
    editing.add(roster_id=roster.pk, facts=NEWCOMER, actor=chicago.okafor, at=house.LATE)
    house.submitted(roster=roster, by=chicago.okafor, at=house.LATE)
    assert Authorisation.objects.get(member__log_on_id="sosei2").starts_at == house.LATE


def test_a_correction_gives_back_what_the_first_version_took(chicago: Cast, at: datetime) -> None:
    roster = house.started(engaged=chicago, at=at - timedelta(days=28), number=12)
    house.submitted(roster=roster, by=chicago.okafor, at=at - timedelta(days=28))
    roster = house.started(engaged=chicago, at=at)
    ortega = roster.entries.get(log_on_id="ortega")
    facts = editing.fields.facts_of(ortega)
    editing.leave(roster_id=roster.pk, entry_id=ortega.pk, actor=chicago.okafor, at=at)
    house.submitted(roster=roster, by=chicago.okafor, at=at)
    submitting.correct(roster_id=roster.pk, actor=chicago.okafor, at=at)
    editing.add(roster_id=roster.pk, facts=facts, actor=chicago.okafor, at=at)
    house.submitted(roster=roster, by=chicago.okafor, at=at)

    after = roster.period.begins_at(agency=chicago.agency)
    assert authority.load(member=chicago.ortega, at=after).holds(Role.USMR)


def test_a_dropped_correction_leaves_the_roster_as_it_was_sent(chicago: Cast, at: datetime) -> None:
    roster = house.started(engaged=chicago, at=at)
    house.submitted(roster=roster, by=chicago.okafor, at=at)
    submitting.correct(roster_id=roster.pk, actor=chicago.okafor, at=at)
    house.typed(roster=roster, who="reyes", name="rank", value="Sgt.", by=chicago.okafor, at=at)
    submitting.drop_correction(roster_id=roster.pk, actor=chicago.okafor, at=at)

    roster.refresh_from_db()
    assert (roster.state, roster.entries.get(log_on_id="reyes").rank) == (RosterState.SUBMITTED, "Ofc.")


def test_what_changed_after_it_was_shown_is_not_sent_unseen(chicago: Cast, at: datetime) -> None:
    roster = house.started(engaged=chicago, at=at)
    with pytest.raises(ChangedMeanwhile):
        submitting.submit(roster_id=roster.pk, seen="0" * 64, actor=chicago.okafor, at=at)


def test_nobody_gives_authority_to_themselves_by_a_roster(chicago: Cast, at: datetime) -> None:
    roster = house.started(engaged=chicago, at=at)
    facts = editing.fields.Facts(**house.starting.of_member(chicago.okafor))
    editing.add(roster_id=roster.pk, facts=facts, actor=chicago.okafor, at=at)
    with pytest.raises(OwnName):
        house.submitted(roster=roster, by=chicago.okafor, at=at)


def test_without_a_recipient_in_each_office_nothing_is_submitted(chicago: Cast, at: datetime) -> None:
    roster = house.started(engaged=chicago, at=at)
    RosterRecipient.objects.filter(place="director").delete()
    with pytest.raises(NobodyToSendTo):
        house.submitted(roster=roster, by=chicago.okafor, at=at)


def test_by_the_agencys_setting_a_link_goes_out_instead_of_files(chicago: Cast, at: datetime) -> None:
    PeriodCalendar.objects.update(by_link=True)
    version = house.submitted(roster=house.started(engaged=chicago, at=at), by=chicago.okafor, at=at)
    outbox.deliver_due(at=at)
    sent = [letter for letter in mail.outbox if letter.subject.startswith("Roster of")]
    assert [len(letter.attachments) for letter in sent] == [0, 0]
    assert f"/roster/versions/{version.pk}/pdf/" in str(sent[0].body)


def test_cpd_tw_iii_c_note_a_districts_member_outside_the_office_needs_a_reason(
    chicago: Cast, at: datetime
) -> None:
    roster = house.started(engaged=chicago, at=at)
    entry = roster.entries.get(log_on_id="reyes")
    outside = editing.Change(entry_id=entry.pk, name="outside_office", seen="", value="yes")
    editing.keep(roster_id=roster.pk, changes=[outside], actor=chicago.okafor, at=at)
    with pytest.raises(NotReady):
        house.submitted(roster=roster, by=chicago.okafor, at=at)
    house.typed(
        roster=roster,
        who="reyes",
        name="outside_reason",
        value="Only one on nights",
        by=chicago.okafor,
        at=at,
    )
    version = house.submitted(roster=roster, by=chicago.okafor, at=at)
    content = papers.read(vault.text(digest=version.digest, agency_id=chicago.agency.pk))
    assert [one["outside_reason"] for one in content.members if one["log_on_id"] == "reyes"] == [
        "Only one on nights"
    ]


@pytest.mark.parametrize("sign", ["\N{GRINNING FACE}", "王", "김"])
def test_what_the_pdf_cannot_show_is_said_and_nothing_is_sent(
    chicago: Cast, at: datetime, client: Client, sign: str
) -> None:
    roster = house.started(engaged=chicago, at=at)
    house.typed(roster=roster, who="reyes", name="name", value=f"Reyes, D{sign}na", by=chicago.okafor, at=at)
    seen = submitting.propose(
        roster=roster, read=sheet.read(roster=roster), actor=chicago.okafor, at=at
    ).fingerprint
    client.force_login(chicago.okafor)

    page = client.post(f"/roster/{roster.pk}/submit/", {"seen": seen}, follow=True).content.decode()

    assert f"Nothing was sent: the PDF cannot show “{sign}”." in page
    assert not roster.versions.exists()


def test_the_same_roster_makes_the_same_bytes(chicago: Cast, at: datetime) -> None:
    version = house.submitted(roster=house.started(engaged=chicago, at=at), by=chicago.okafor, at=at)
    content = papers.read(vault.text(digest=version.digest, agency_id=chicago.agency.pk))
    assert papers.pdf(content) == papers.pdf(content)


@pytest.mark.parametrize("opening", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_the_csv_begins_a_formula(opening: str) -> None:
    assert papers.escaped(f"{opening}cmd|' /C calc'!A0")[0] == "'"
    assert papers.unescaped(papers.escaped(f"{opening}x")) == f"{opening}x"


def _held(chicago: Cast) -> list[tuple[str, int, object]]:
    found = Authorisation.objects.filter(unit=chicago.units["014"], role=Role.USMR).order_by("pk")
    return [
        (one.member.log_on_id, one.reconfirmed_for.number, one.ends_at)
        for one in found
        if one.reconfirmed_for
    ]


def test_a_late_roster_leaves_alone_what_the_roster_of_a_later_period_said(
    chicago: Cast, at: datetime
) -> None:
    early = house.started(engaged=chicago, at=at, number=12)
    house.submitted(roster=house.started(engaged=chicago, at=at), by=chicago.okafor, at=at)
    said = _held(chicago)
    assert {(who, number) for who, number, _ in said} == {("ortega", 13), ("reyes", 13)}

    ortega = early.entries.get(log_on_id="ortega")
    editing.leave(roster_id=early.pk, entry_id=ortega.pk, actor=chicago.okafor, at=at)
    house.submitted(roster=early, by=chicago.okafor, at=at)

    assert _held(chicago) == said


def test_a_late_roster_gives_nothing_back_to_whom_a_later_roster_left_out(
    chicago: Cast, at: datetime, client: Client
) -> None:
    early = house.started(engaged=chicago, at=at, number=12)
    roster = house.started(engaged=chicago, at=at)
    reyes = roster.entries.get(log_on_id="reyes")
    roster.entries.filter(pk=reyes.pk).update(before=editing.fields.facts_of(reyes))
    editing.leave(roster_id=roster.pk, entry_id=reyes.pk, actor=chicago.okafor, at=at)
    house.submitted(roster=roster, by=chicago.okafor, at=at)
    given = Authorisation.objects.filter(unit=chicago.units["014"], role=Role.USMR)
    said = list(given.order_by("pk").values_list("member", "ends_at"))

    client.force_login(chicago.okafor)
    page = client.get(f"/roster/{early.pk}/submit/").content.decode()
    house.submitted(roster=early, by=chicago.okafor, at=at + timedelta(hours=2))

    assert list(given.order_by("pk").values_list("member", "ends_at")) == said
    assert "stays as that one says" in page
