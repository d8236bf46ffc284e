"""What a door can answer, and the rows of the table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.governance.doors.people import ANONYMOUS, INSIDERS, MEMBER, STRANGER
from tests.governance.doors.scene import Scene, Thing

OFF_DUTY = "You are off duty."


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One expected answer."""

    status: int = 200
    to: str = ""
    """The name of the address that a redirect leads to."""
    says: str = ""
    """A sentence on the page or in the message that comes with a redirect."""
    refused: str = ""
    """The reason that the trail has for a refusal."""

    @property
    def closed(self) -> bool:
        """Whether somebody was turned away."""
        return bool(self.refused) or self.status in (403, 404)


def page(says: str = "") -> Answer:
    """The page itself."""
    return Answer(says=says)


def to(name: str, says: str = "") -> Answer:
    """Done, and led on."""
    return Answer(status=302, to=name, says=says)


def told(name: str, refused: str, says: str) -> Answer:
    """Refused, led back and told why."""
    return Answer(status=302, to=name, refused=refused, says=says)


def shown(refused: str, says: str) -> Answer:
    """Refused, and told why on the same page with what was typed."""
    return Answer(refused=refused, says=says)


def forbidden(refused: str, says: str) -> Answer:
    """Refused by a page that says why."""
    return Answer(status=403, refused=refused, says=says)


NOTHING = Answer(status=404)
SIGN_IN = Answer(status=302, to="account_login")
NOT_BY_THIS = Answer(status=405)

Answers = Mapping[str, Answer]


def split(allowed: str, yes: Answer, no: Answer, **others: Answer) -> Answers:
    """For a thing of a unit: `yes` for the relations named, `no` for the others who see it, nothing for strangers.

    A member of the unit without a role sees it and is told why not.
    """
    answers = dict.fromkeys((*INSIDERS, MEMBER), no) | dict.fromkeys(allowed.split(), yes)
    return {ANONYMOUS: SIGN_IN, STRANGER: NOTHING} | answers | others


def unseen(answers: Answers, refused: str) -> Answers:
    """The same where the trail notes that strangers tried."""
    tried = Answer(status=404, refused=refused)
    return {who: tried if answer == NOTHING else answer for who, answer in answers.items()}


def everyone(answer: Answer, **others: Answer) -> Answers:
    """For whoever has signed in."""
    return dict.fromkeys((*INSIDERS, MEMBER), answer) | {ANONYMOUS: SIGN_IN} | others


def anybody(answer: Answer, **others: Answer) -> Answers:
    """Also for those who have not."""
    return everyone(answer) | {ANONYMOUS: answer} | others


def _no_form(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One way to come to a door, and what each kind of person is answered."""

    method: str = "GET"
    about: str = ""
    """The kind of thing in the scene; empty where the address names none."""
    answers: Answers = field(default_factory=dict)
    form: Callable[[Scene, Thing], dict[str, Any]] = _no_form
    off_duty: Answer | None = None
    """What those who are let through hear when they are off duty; None: the same as on duty."""
    all_enforced: Answers = field(default_factory=dict)
    """What some hear otherwise where the department enforces every condition."""
    writes: frozenset[str] = frozenset()
    """Tables that a GET, or a refused POST, may write: passing marks, never a change of state."""
    htmx: bool = False

    def expected(self, relations: tuple[str, ...]) -> Answer:
        """Who is several things is answered as what lets them in."""
        found = [self.answers[relation] for relation in relations]
        return next((answer for answer in found if not answer.closed), found[0])


@dataclass(frozen=True, kw_only=True)
class Door:
    """One address."""

    name: str
    asks: tuple[Ask, ...]
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    """What its address is made of where that is no thing of the scene."""
    by_link: str = ""
    """For a POST-only address: where a GET leads to, instead of 405."""
    any_method: bool = False
    """The library answers before it looks at the method, and PUT as POST."""
