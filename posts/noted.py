"""What was missing for acts on a post that were done all the same, for its page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts import notes
from accounts.authority import Authority
from accounts.models import Condition, ConditionNote, Outcome
from posts.actions import STEPS
from posts.models import Post
from posts.permissions import LEADS

_MISSING = {
    Condition.DUTY: "no tour of duty",
    Condition.ACKNOWLEDGEMENT: "rules not read",
    Condition.TRAINING: "training not complete",
    Condition.DEVICE: "no department device",
    Condition.ACCESS: "access not approved",
}
_LABELS = {action.value: step.label for action, step in STEPS.items()}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One act for which something was missing, in words."""

    at: datetime
    who: str
    act: str
    """As its button says it."""
    missing: str
    exempt: bool
    """Whether the act is never refused for it; otherwise it would have been, were the rule enforced."""


def lines(*, post: Post, authority: Authority) -> Sequence[Line]:
    """What the reader may know of it: whoever acted of their own acts, those who lead the unit of everybody's.

    What was refused is not among it: of that only the unit's commander learns names. One query.
    """
    leads = authority.role_in(*LEADS, unit_id=post.unit_id) is not None
    shown = [
        note
        for note in notes.of_post(post_id=post.pk)
        if note.outcome != Outcome.REFUSED and (leads or note.member_id == authority.member_id)
    ]
    acts: dict[tuple[datetime, int, str, str], list[ConditionNote]] = {}
    for note in shown:
        acts.setdefault((note.noted_at, note.member_id, note.act, note.outcome), []).append(note)
    return [_line(together) for together in acts.values()]


def _line(together: Sequence[ConditionNote]) -> Line:
    note = together[0]
    return Line(
        at=note.noted_at,
        who=note.member.titled_name,
        act=_LABELS.get(note.act) or note.act.replace("_", " ").capitalize(),
        missing=", ".join(_MISSING[Condition(one.condition)] for one in together),
        exempt=note.outcome == Outcome.EXEMPT,
    )
