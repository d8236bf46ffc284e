"""A record told by day: from the first letter of the draft to the last check of its seal."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from typing import Any

from records.models import EntryKind, Record, SealCheck
from records.sheet import ChainEntry

LOOKS: dict[str, tuple[str, str]] = {
    "begun": ("edit", ""),
    "came_from": ("forum", ""),
    "findings_answered": ("people", "warn"),
    "gave_way": ("safety_divider", ""),
    "submitted": ("send", ""),
    "approved": ("verified_user", "ok"),
    "permitted": ("verified_user", "ok"),
    "returned": ("undo", "warn"),
    "rejected": ("highlight_off", "stop"),
    "withdrawn": ("undo", ""),
    "reopened": ("edit", ""),
    "moved": ("schedule", ""),
    "stopped": ("do_not_disturb", "stop"),
    "released": ("check_circle", ""),
    "takedown_asked": ("do_not_disturb", ""),
    "correction_begun": ("edit", ""),
    "made_way": ("do_not_disturb", ""),
    "remarked": ("comment", ""),
    "proposed": ("edit", ""),
    "looked": ("visibility", ""),
    "waited": ("hourglass_empty", ""),
    "refused": ("highlight_off", "stop"),
    "published": ("send", "go"),
    "unknown": ("help", "warn"),
    EntryKind.TAKEN_DOWN: ("do_not_disturb", "stop"),
    EntryKind.CORRECTED: ("edit", "warn"),
    EntryKind.MODERATED: ("visibility_off", "warn"),
    EntryKind.JUDGED: ("flag", ""),
    "found_in_order": ("check_circle", "ok"),
    "to_correct": ("flag", "warn"),
    EntryKind.CAPTURE: ("photo_camera", ""),
    "checked": ("verified", "ok"),
    "failed": ("error", "stop"),
    "waiting": ("hourglass_empty", ""),
}
"""Icon and colour of an act; every line also says in words what happened."""
QUIET = frozenset({"saved", "sending", "scheduled", "claimed", "waited"})
"""Acts that nobody needs in order to follow the story; they stand among all entries."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that happened."""

    at: datetime
    """In the agency's zone."""
    clock: str
    """The time as the story shows it; its day stands above."""
    act: str
    sentence: str
    detail: str
    actor: str = ""
    role: str = ""
    clause: str = ""
    digest: str = ""

    @property
    def exact(self) -> str:
        """Day, second and zone, for evidence."""
        return f"{self.at:%a} {self.at.day} {self.at:%b %Y, %H:%M:%S %Z}"

    @property
    def act_words(self) -> str:
        """The act's slug as words."""
        return self.act.replace("_", " ")

    @property
    def icon(self) -> str:
        """The name of its icon."""
        return LOOKS.get(self.act, ("check", ""))[0]

    @property
    def tone(self) -> str:
        """The name of its colour."""
        return LOOKS.get(self.act, ("check", ""))[1]


@dataclass(frozen=True, kw_only=True)
class Day:
    """The lines under one heading."""

    heading: str
    lines: tuple[Line, ...]


def seal_state(*, check: SealCheck | None) -> str:
    """'checked', 'failed', 'waiting' (for the next signature) or 'unchecked'."""
    if check is None:
        return "unchecked"
    return "failed" if check.failures else "waiting" if check.waiting else "checked"


def lines_of(
    *, chain: Iterable[ChainEntry], additions: Iterable[dict[str, Any]], zone: tzinfo
) -> tuple[Line, ...]:
    """Everything that was kept and added, oldest first; entries of one moment in the order they were given."""
    lines = [
        Line(
            at=entry.at.astimezone(zone),
            clock=_clock(entry.at.astimezone(zone), entry.act),
            act=entry.act,
            sentence=entry.sentence,
            detail=entry.detail,
            actor=entry.actor,
            role=entry.role,
            clause=entry.clause or "",
            digest=entry.digest or "",
        )
        for entry in chain
    ]
    for each in additions:
        at = datetime.fromisoformat(each["at"]).astimezone(zone)
        lines.append(
            Line(
                at=at,
                clock=_clock(at, each["kind"]),
                act=each["kind"],
                sentence=each["sentence"],
                detail=each["detail"],
                actor=each["actor"],
                digest=each["exchange_digest"] or "",
            )
        )
    return tuple(sorted(lines, key=lambda line: line.at))


def days_of(
    *,
    record: Record,
    lines: Iterable[Line],
    check: SealCheck | None,
    zone: tzinfo,
    at: datetime,
) -> tuple[Day, ...]:
    """The story by day; what came after the day of publication stands under 'Since then'."""
    published_on = record.published_at.astimezone(zone).date()
    grouped: dict[date | None, list[Line]] = {}
    for line in lines:
        on = line.at.astimezone(zone).date()
        if line.act not in QUIET:
            grouped.setdefault(on if on <= published_on else None, []).append(line)
    since = [_dated(line, zone, at) for line in grouped.pop(None, [])]
    if check:
        since.append(_dated(_check_line(check), zone, at))
    days = [Day(heading=f"{on:%a} {on.day} {on:%b %Y}", lines=tuple(of)) for on, of in grouped.items() if on]
    return (*days, Day(heading="Since then", lines=tuple(since))) if since else tuple(days)


def _check_line(check: SealCheck) -> Line:
    state = seal_state(check=check)
    sentence = {
        "checked": "Seal checked, nothing has changed",
        "waiting": "Seal checked, the newest entries wait for their signature",
        "failed": "Seal checked, it does not hold",
    }[state]
    return Line(at=check.at, clock="", act=state, sentence=sentence, detail="")


def _clock(local: datetime, act: str) -> str:
    return f"{local:%H:%M:%S}" if act in {"published", "taken_down"} else f"{local:%H:%M}"


def _dated(line: Line, zone: tzinfo, now: datetime) -> Line:
    local = line.at.astimezone(zone)
    today = now.astimezone(zone)
    if local.date() == today.date():
        return replace(line, clock=f"Today, {local:%H:%M}")
    year = "" if local.year == today.year else f" {local.year}"
    return replace(line, clock=f"{local:%a} {local.day} {local:%b}{year}")
