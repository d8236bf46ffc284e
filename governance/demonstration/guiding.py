"""Guiding the units: a library, notices with who has acknowledged them, a template and drafts that are ready."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from accounts.guidance import library, notices
from accounts.guidance.library import Guidance
from accounts.guidance.notices import Said
from accounts.models import Member, Role
from governance.demonstration.stage import Stage
from posts.coordination import ready
from posts.coordination.ready import Offered

NEAR = ("001", "014", "018")
PICTURES = Guidance(
    subject="pictures",
    title="Say what is in the picture",
    text="Write the words under a picture for somebody who cannot see it. Say who does what, and where.\n\n"
    "“Two officers” says little. “Two officers hand out coats at a folding table” says what matters.",
)
EVENTS = Guidance(
    subject="events",
    title="Events with a partner",
    text="Name the partner, the day, the hour and the door. Leave out what the partner sells.\n\n"
    "Thanking a bakery for its rolls is fine. Telling people to buy there is not.",
    clause="CPD-TW.IV.E",
)
ARRESTS = Guidance(
    subject="sensitive",
    title="Before you write about an arrest",
    text="Wait until charging is final, and write down the document's number.\n\n"
    "Say that the person is presumed innocent. Leave out the name of a street where somebody lives.",
    clause="CPD-TW.V.D.9",
)
ARRESTS_SINCE = Guidance(
    subject="sensitive",
    title="Before you write about an arrest",
    text="Wait until charging is final, and write down the document's number.\n\n"
    "Say that the person is presumed innocent. Leave out the name of a street where somebody lives.\n\n"
    "Ask the detectives before you show anything that was found.",
    clause="CPD-TW.V.D.9",
)
REPLIES = Guidance(
    subject="residents",
    title="Residents who are angry",
    text="Hide nothing because it is rude. Hide what threatens somebody or gives away an address, and say why.",
)
MEETING = (
    "Beat [number] meets on [day] at [time] at [place]. Neighbors asked about [subject], so that comes first."
)
CLOCKS = (
    "Days are short: most crashes with people on foot happen between 4 and 7 p.m. Drivers, slow down at the "
    "crosswalk. Everybody else, wear something light."
)
COATS = "The coat drive ends on Friday. Bring what still keeps somebody warm to any district station."


def story(stage: Stage) -> Iterator[datetime]:
    """What stands in the library, what was sent, and what each unit made of it."""
    at = stage.now - timedelta(days=12, hours=6)
    yield at
    washington, natarajan = stage.member("washington", at=at), stage.member("natarajan", at=at)
    for guidance in (EVENTS, PICTURES, REPLIES):
        library.write(guidance=guidance, actor=washington, at=at)
    arrests = library.write(guidance=ARRESTS, actor=natarajan, at=at)
    template = Offered(kind="template", title="Beat meeting", category="district_event", text=MEETING)
    ready.offer(offered=template, actor=natarajan, at=at)
    text = "The words under a picture are part of the post. Read “Say what is in the picture” in the library."
    done = _send(stage, "Words under every picture", text, washington, days=5, at=at)
    at += timedelta(days=1)
    yield at
    for receipt in notices.told_of(broadcast_id=done):
        notices.acknowledge(broadcast_id=done, member=receipt.member, at=at)
    at = stage.now - timedelta(days=2, hours=4)
    yield at
    natarajan = stage.member("natarajan", at=at)
    library.rewrite(
        entry_id=arrests.pk,
        guidance=ARRESTS_SINCE,
        changed="What was found is asked about first.",
        seen_number=1,
        actor=natarajan,
        at=at,
    )
    text = "Before you show anything that was found, ask the detectives. The library says how."
    _to_everybody(stage, natarajan, at=at)
    waiting = _send(stage, "Ask before you show what was found", text, natarajan, days=4, at=at)
    coats = _ready(stage, "The coat drive", COATS, natarajan, days=3, at=at)
    at += timedelta(hours=5)
    yield at
    for who in ("kowalczyk", "whitfield"):
        notices.acknowledge(broadcast_id=waiting, member=stage.member(who, at=at), at=at)
    why = "The drive ends on Thursday, not on Friday. Another one follows."
    ready.withdraw(ready_id=coats, why=why, actor=stage.member("foster", at=at), at=at)
    at = stage.now - timedelta(hours=7)
    yield at
    walking = _ready(stage, "Short days", CLOCKS, stage.member("natarajan", at=at), days=4, at=at)
    at += timedelta(minutes=50)
    yield at
    account, kowalczyk = stage.cast.accounts["018"], stage.member("kowalczyk", at=at)
    ready.take(ready_id=walking, account_id=account.pk, actor=kowalczyk, at=at)


def _send(stage: Stage, title: str, text: str, actor: Member, *, days: int, at: datetime) -> int:
    said = Said(
        title=title,
        text=text,
        unit_ids=[stage.cast.units[unit].pk for unit in NEAR],
        roles=[Role.USMR, Role.SERGEANT],
        due_at=_midnight(stage, at, days),
    )
    return notices.send(said=said, actor=actor, at=at).pk


def _to_everybody(stage: Stage, actor: Member, *, at: datetime) -> None:
    """It waits: somebody else who guides the units approves what goes to the whole department."""
    said = Said(
        title="Holiday hours of the front desks",
        text="Front desks close at 4 p.m. on the last day of the year. Write the hours of your own station, and say "
        "that 911 answers at any hour.",
        roles=[Role.USMR, Role.SERGEANT],
        due_at=_midnight(stage, at, 10),
    )
    notices.send(said=said, actor=actor, at=at)


def _ready(stage: Stage, title: str, text: str, actor: Member, *, days: int, at: datetime) -> int:
    offered = Offered(
        kind="draft",
        title=title,
        category="safety_tip",
        text=text,
        note="Add the door of your station where residents ask for it.",
        unit_ids=[stage.cast.units[unit].pk for unit in NEAR],
        valid_until=_midnight(stage, at, days),
    )
    return ready.offer(offered=offered, actor=actor, at=at).pk


def _midnight(stage: Stage, at: datetime, days: int) -> datetime:
    """As a day of the agency begins, so many days later."""
    zone = stage.cast.agency.tzinfo
    return datetime.combine(at.astimezone(zone).date() + timedelta(days=days), time(), zone)
