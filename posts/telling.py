"""The history of a post as lines of a page: who, what, in which words, seen by one reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from posts.entries import Entry
from posts.models import Approval, Post

ICONS = {
    "begun": "edit",
    "submitted": "send",
    "findings_answered": "people",
    "gave_way": "safety_divider",
    "approved": "check_circle",
    "stood_in": "check_circle",
    "permitted": "verified_user",
    "to_tell": "campaign",
    "told": "campaign",
    "handed_on": "people",
    "offered": "people",
    "taken_over": "edit",
    "came_from": "forum",
    "asked": "help",
    "returned": "undo",
    "reopened": "edit",
    "withdrawn": "undo",
    "moved": "schedule",
    "judged_again": "check_circle",
    "authority_ends": "schedule",
    "kept": "check_circle",
    "rejected": "close",
    "remarked": "comment",
    "proposed": "edit",
    "looked": "visibility",
    "stopped": "do_not_disturb",
    "released": "check",
    "takedown_asked": "do_not_disturb",
    "taken_down": "do_not_disturb",
    "correction_begun": "edit",
    "found_in_order": "check_circle",
    "to_correct": "flag",
    "moderated": "visibility_off",
    "inquiry": "forum",
    "made_way": "do_not_disturb",
    "published": "check_circle",
    "refused": "report",
    "unknown": "help",
    "waited": "schedule",
}
DETAILED = frozenset({"stopped", "refused", "unknown", "waited", "gave_way"})
"""Acts of which the page tells the detail too."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the history."""

    at: datetime
    today: bool
    icon: str
    who: str
    """'You', a name, or empty for the portal."""
    did: str
    words: str
    """What was said with it."""
    detail: str


def lines(entries: Sequence[Entry], *, reader_id: int, at: datetime, zone: tzinfo) -> list[Line]:
    """The newest first. The words of a proposed wording are left to whoever shows it as a difference."""
    today = at.astimezone(zone).date()
    return [
        Line(
            at=entry.at,
            today=entry.at.astimezone(zone).date() == today,
            icon=ICONS.get(entry.act, "info"),
            who=who,
            did=did,
            words="" if proposes(entry) else entry.words,
            detail=entry.detail if entry.act in DETAILED else _said(entry),
        )
        for entry in reversed(entries)
        for who, did in [_told(entry, reader_id)]
    ]


def _said(entry: Entry) -> str:
    """What was said by sending it, or by what it was read."""
    if entry.declared:
        return f"declared {entry.declared}"
    return f"by the checklist of the training, in the rules of {entry.checklist}" if entry.checklist else ""


def _told(entry: Entry, reader_id: int) -> tuple[str, str]:
    """Who and what they did; nobody before a sentence that names them itself."""
    did = entry.sentence.removeprefix(entry.actor).strip()
    if entry.actor in did:
        return "", did
    return "You" if entry.actor_id == reader_id else entry.actor, did


def proposes(entry: Entry) -> bool:
    """Whether an entry is a proposed wording."""
    return entry.act == "proposed"


def last_act_in_words(entries: Sequence[Entry], *, reader_id: int, zone: tzinfo) -> str:
    """'Sgt. Aileen Brody stopped it on Sat 21 Nov at 14:31 CST.'; of whatever was done last.

    What a version rests on is no act: it was said with the one before it.
    """
    last = next(entry for entry in reversed(entries) if entry.act != "permitted")
    here = last.at.astimezone(zone)
    who, did = _told(last, reader_id)
    return f"{who} {did.rstrip('.')} on {here:%a} {here.day} {here:%b} at {here:%H:%M %Z}.".strip()


def last_verdict(post: Post) -> Approval | None:
    """The newest verdict on any version of a post."""
    given = Approval.objects.filter(revision__post=post).select_related("decided_by")
    return given.order_by("-decided_at", "-pk").first()


def verdict_in_words(verdict: Approval, *, reader_id: int, zone: tzinfo) -> str:
    """'Sgt. Aileen Brody approved this post on Sat 21 Nov at 14:31 CST.'"""
    who = "You" if verdict.decided_by_id == reader_id else verdict.decided_by.titled_name
    here = verdict.decided_at.astimezone(zone)
    did = verdict.get_verdict_display().lower()
    return f"{who} {did} this post on {here:%a} {here.day} {here:%b} at {here:%H:%M %Z}."
