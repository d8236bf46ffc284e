"""One line of the history of a post, and how those who did something are named in it."""

from dataclasses import dataclass, field
from datetime import datetime

from accounts.models import Member, Role, Unit
from posts.models import Post

TO_BE_READ = "..."
"""Marks words that stand in the vault under the entry's first digest."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the history."""

    at: datetime
    act: str
    """A slug: what kind of thing happened."""
    actor: str
    """'Sgt. Marcus Whitfield', or empty for the portal itself."""
    actor_id: int | None
    role: str
    """In plain words: 'Sergeant of the 014th District'."""
    sentence: str
    words: str = ""
    """What was said with it: a reason, a comment, a proposed wording."""
    detail: str = ""
    clause: str = ""
    revision_number: int | None = None
    digests: tuple[str, ...] = field(default=())
    """Vault digests it rests on."""
    attested: str = ""
    """Of these, what was said by approving."""
    declared: str = ""
    """What its author said by sending it: until it is read, of these the decision."""
    guidance: str = ""
    """What was said to the author with an approval: until it is read, one of these."""
    step_id: int | None = None
    """The step it was given for."""
    in_place_of: str = ""
    """The office in whose place it was given."""
    office: str = ""
    """The office that was to be told, or had been, or whose answer was waited for."""
    wait_minutes: int = 0
    """How long that answer is waited for at most."""
    checklist: str = ""
    """The version of the rules by whose checklist it was read."""
    because: str = ""
    """Of these, why somebody stood in for an office."""
    instead_of: Member | None = None
    """Whose draft it was, where somebody took it over."""
    part: int = 0
    """The part of a thread that it is about, from 0."""

    @property
    def to_be_read(self) -> tuple[str, ...]:
        """The digests whose words the page shows."""
        words = self.digests[:1] if self.words == TO_BE_READ else ()
        return tuple(filter(None, (*words, self.attested, self.declared, self.guidance, self.because)))


def role_in_words(role: str, unit: Unit) -> str:
    """'Sergeant of the 014th District' or 'Communications Division'."""
    match role:
        case Role.SERGEANT:
            return f"Sergeant of the {unit.short_name}"
        case Role.ACTING_SERGEANT:
            return f"Acting sergeant of the {unit.short_name}"
        case Role.COMMANDER:
            return f"Commander of the {unit.short_name}"
        case Role.ACTING_COMMANDER:
            return f"Acting commander of the {unit.short_name}"
        case Role.USMR:
            return f"Social media representative of the {unit.short_name}"
        case _:
            return Role(role).label if role in Role.values else ""


def author_in_words(post: Post) -> str:
    """As what its author writes: Communications on the department's own account, or speaking from a unit's."""
    by_office = post.by_office or post.account.corporate
    return role_in_words(Role.COMMUNICATIONS if by_office else Role.USMR, post.unit)


def entry(at: datetime, act: str, member: Member | None, sentence: str, **more: object) -> Entry:
    name = member.titled_name if member else ""
    return Entry(
        at=at,
        act=act,
        actor=name,
        actor_id=member.pk if member else None,
        sentence=sentence.format(name=name),
        role=str(more.pop("role", "")),
        **more,  # type: ignore[arg-type]
    )
