"""Submitting a roster: one transaction that freezes what is sent, writes the authority, and hands both copies over."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts import outbox, staying
from accounts.models import (
    Member,
    PeriodCalendar,
    Place,
    Roster,
    RosterCopy,
    RosterEntry,
    RosterLine,
    RosterRecipient,
    RosterState,
    RosterVersion,
)
from accounts.outbox import Enclosed
from accounts.rosters import authority, editing, papers, permission, sheet, starting
from accounts.rosters.papers import Content
from accounts.rosters.sheet import Mark, Row, Sheet
from audit import blobs, trail, vault

PDF, CSV = "application/pdf", "text/csv"


class NotReady(Exception):
    """Fields are still to correct; `.sheet` says which."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self.sheet = sheet


class NobodyToSendTo(Exception):
    """An office has no recipient yet: an administrator names one."""


class ChangedMeanwhile(Exception):
    """The roster is no longer what was shown when submitting was asked for."""


class OwnName(Exception):
    """Whoever submits stands on the roster: nobody gives authority to themselves."""


class RegisteredMeanwhile(Exception):
    """Another unit's roster registered the same log-on ID or e-mail at this moment: read again, it says whose it is."""


class NotSubmitted(Exception):
    """Only a submitted roster is corrected, and only a correction is dropped."""


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """Exactly what would be sent, and to whom."""

    content: Content
    recipients: tuple[RosterRecipient, ...]
    by_link: bool

    @property
    def fingerprint(self) -> str:
        """The same for the same roster and recipients, whenever and by whomever it is submitted."""
        said = asdict(replace(self.content, submitted_at="", submitted_by=""))
        addresses = [one.email for one in self.recipients]
        return hashlib.sha256(
            json.dumps([said, addresses, self.by_link], sort_keys=True).encode()
        ).hexdigest()


def recipients(*, agency_id: int) -> tuple[RosterRecipient, ...]:
    """Who receives the rosters of an agency, in the order of the directive; fewer than two where one is not named."""
    found = RosterRecipient.objects.filter(agency_id=agency_id).select_related("member")
    return tuple(sorted(found, key=lambda one: Place.values.index(one.place)))


def propose(*, roster: Roster, read: Sheet, actor: Member, at: datetime) -> Proposal:
    """What submitting would send now."""
    agency, period = actor.agency, roster.period
    to = recipients(agency_id=agency.pk)
    by_link = PeriodCalendar.objects.filter(agency=agency, by_link=True).exists()
    number = roster.versions_sent + 1
    content = Content(
        agency=agency.name,
        unit=roster.unit.full_name,
        period=str(period),
        starts_on=f"{period.starts_on:%a} {period.starts_on.day} {period.starts_on:%b %Y}",
        ends_on=f"{period.ends_on:%a} {period.ends_on.day} {period.ends_on:%b %Y}",
        version=number,
        correction=number > 1,
        compared_with=roster.compared_with,
        submitted_by=actor.titled_name,
        submitted_at=at.isoformat(timespec="seconds"),
        zone=agency.zone,
        recipients=tuple(one.get_place_display() for one in to),
        members=tuple(_said(row, read.district) for row in read.sent),
        changes=papers.changes(rows=[_changed(row) for row in read.rows]) if roster.compared_with else (),
    )
    return Proposal(content=content, recipients=to, by_link=by_link)


def _said(row: Row, district: bool) -> dict[str, str]:
    reason = row.outside_reason if district and row.outside_office else ""
    return {**row.facts, "mark": row.mark.value, "outside_reason": reason}


def _changed(row: Row) -> tuple[str, str, Sequence[tuple[str, str, str]]]:
    cells = [(cell.field.label, cell.was, cell.value) for cell in row.cells if cell.was]
    return row.facts["name"], row.mark.value, cells


@transaction.atomic
def submit(*, roster_id: int, seen: str, actor: Member, at: datetime) -> RosterVersion:
    """Freeze, authorise and send the roster exactly as it was shown (CPD-TW.V.A.2).

    `seen` is the fingerprint of the proposal that was shown. Raises PermissionDenied, editing.Locked, NotReady,
    NobodyToSendTo, OwnName, ChangedMeanwhile, RegisteredMeanwhile or papers.NotShown, having changed nothing.
    """
    roster = editing.open_roster(roster_id=roster_id, actor=actor, at=at)
    read = sheet.read(roster=roster)
    if read.faults:
        raise NotReady(read)
    proposal = propose(roster=roster, read=read, actor=actor, at=at)
    if len(proposal.recipients) < len(Place):
        raise NobodyToSendTo
    if any(row.member_id == actor.pk for row in read.sent):
        raise OwnName
    if proposal.fingerprint != seen:
        raise ChangedMeanwhile
    try:
        members = authority.registered(rows=read.rows, roster=roster, actor=actor, at=at)
    except IntegrityError as fault:
        raise RegisteredMeanwhile from fault
    version = _freeze(roster, read, proposal.content, members, actor, at)
    try:
        authority.write(rows=read.rows, members=members, roster=roster, actor=actor, at=at)
    except staying.HasMoved as fault:
        raise ChangedMeanwhile from fault
    _send(version, proposal, roster, at)
    Roster.objects.filter(pk=roster.pk).update(
        state=RosterState.SUBMITTED, versions_sent=version.number, changed_by=actor, changed_at=at
    )
    return version


def _freeze(
    roster: Roster, read: Sheet, content: Content, members: dict[str, Member], actor: Member, at: datetime
) -> RosterVersion:
    digest = vault.keep(content=content.text(), agency_id=roster.agency_id)
    version = RosterVersion.objects.create(
        agency_id=roster.agency_id,
        roster=roster,
        number=content.version,
        digest=digest,
        pdf_digest=blobs.keep(content=papers.pdf(content), agency_id=roster.agency_id),
        csv_digest=blobs.keep(content=papers.csv_file(content), agency_id=roster.agency_id),
        members=len(content.members),
        submitted_by=actor,
        submitted_at=at,
    )
    RosterLine.objects.bulk_create(
        RosterLine(
            version=version,
            position=place,
            member=members[row.facts["log_on_id"]],
            mark=row.mark.value,
            outside_office=row.outside_office,
            outside_reason=row.outside_reason,
            **row.facts,
        )
        for place, row in enumerate(read.rows, start=1)
        if row.facts["log_on_id"] in members
    )
    trail.record(
        verb="roster.submitted",
        agency_id=roster.agency_id,
        actor_id=actor.pk,
        subject_id=roster.pk,
        at=at,
        version=version.number,
        members=version.members,
        content_sealed=vault.sealed_digest(digest=digest, agency_id=roster.agency_id),
    )
    return version


def _send(version: RosterVersion, proposal: Proposal, roster: Roster, at: datetime) -> None:
    content, period = proposal.content, roster.period
    enclosed = tuple(
        Enclosed(
            name=papers.file_name(
                unit=roster.unit.number,
                year=period.year,
                number=period.number,
                version=version.number,
                ending=ending,
            ),
            media_type=media_type,
            digest=digest,
        )
        for ending, media_type, digest in (
            ("pdf", PDF, version.pdf_digest),
            ("csv", CSV, version.csv_digest),
        )
    )
    for to in proposal.recipients:
        message = outbox.send_out(
            agency_id=roster.agency_id,
            to=to.member,
            address=to.email,
            kind="roster",
            subject=f"{'Correction: r' if content.correction else 'R'}oster of the {content.unit}, {period}",
            body=_letter(content, by_link=proposal.by_link),
            link=reverse("roster_paper", args=[version.pk, "pdf"]),
            at=at,
            enclosed=() if proposal.by_link else enclosed,
        )
        RosterCopy.objects.create(
            version=version,
            place=to.place,
            name=to.member.titled_name if to.member else to.address,
            address=to.email,
            message=message,
        )


def _letter(content: Content, *, by_link: bool) -> str:
    again = f" It takes the place of version {content.version - 1}." if content.correction else ""
    how = "Sign in to the portal to read it." if by_link else "It is attached as PDF and as CSV."
    changed = "".join(f"\n- {sentence}" for sentence in content.changes)
    since = f"\n\nWhat changed since {content.compared_with}:{changed}" if changed else ""
    return (
        f"{content.submitted_by} submitted the roster of the {content.unit} for {content.period}, "
        f"{content.starts_on} to {content.ends_on}, with {len(content.members)} members.{again} {how}{since}"
    )


@transaction.atomic
def correct(*, roster_id: int, actor: Member, at: datetime) -> Roster:
    """Open a submitted roster again: its lines are compared with the version that was sent. Raises NotSubmitted."""
    roster = _submitted(roster_id, RosterState.SUBMITTED, actor, at)
    roster.state = RosterState.CORRECTING
    roster.compared_with = f"version {roster.versions_sent}"
    _begin_again(roster, actor, at, verb="roster.correction_begun")
    return roster


@transaction.atomic
def drop_correction(*, roster_id: int, actor: Member, at: datetime) -> Roster:
    """Leave it at the version that was sent. Raises NotSubmitted where nothing is being corrected."""
    roster = _submitted(roster_id, RosterState.CORRECTING, actor, at)
    _begin_again(roster, actor, at, verb="roster.correction_dropped")
    Roster.objects.filter(pk=roster.pk).update(state=RosterState.SUBMITTED)
    return roster


def _submitted(roster_id: int, state: RosterState, actor: Member, at: datetime) -> Roster:
    found = Roster.objects.select_for_update(of=("self",)).select_related("unit", "period")
    roster = found.get(pk=roster_id)
    permission.ask(unit_id=roster.unit_id, actor=actor, at=at, period=roster.period)
    if roster.state != state:
        raise NotSubmitted
    return roster


def _begin_again(roster: Roster, actor: Member, at: datetime, *, verb: str) -> None:
    """Entries equal to the newest version's lines, whoever left aside."""
    version = roster.versions.order_by("-number")[0]
    roster.compared_count, roster.changed_by, roster.changed_at = version.members, actor, at
    roster.save()
    roster.entries.all().delete()
    lines = version.lines.exclude(mark=Mark.LEFT).order_by("position")
    entries = starting.carried(lines=lines)
    for entry in entries:
        entry.roster = roster
    RosterEntry.objects.bulk_create(entries)
    trail.record(
        verb=verb,
        agency_id=roster.agency_id,
        actor_id=actor.pk,
        subject_id=roster.pk,
        at=at,
        version=version.number,
    )
