"""Who reads the language of a post whose unit asks for a reviewer who does."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from accounts import languages as known
from accounts.models import Authorisation
from posts import halves, languages, turns
from posts.models import Post, Revision


@dataclass(frozen=True, kw_only=True)
class Reviewer:
    """A sergeant of the unit, or an acting one, who reads the language, and from when to when they are."""

    member_id: int
    name: str
    since: datetime
    until: datetime | None

    def is_one(self, *, at: datetime) -> bool:
        """Whether they may review at a moment."""
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """That a unit asks for a reviewer who reads a language, and who does."""

    language: str
    """'Spanish'."""
    unit: str
    """'014th District'."""
    readers: frozenset[int]
    """Of the whole agency."""
    reviewers: tuple[Reviewer, ...]

    def in_words(self, *, at: datetime, but_not: Collection[int]) -> str:
        """Why somebody cannot approve, and who can."""
        can = [one.name for one in self.reviewers if one.is_one(at=at) and one.member_id not in but_not]
        who = " or ".join(filter(None, (", ".join(dict.fromkeys(can)), "Communications")))
        return (
            f"This post is in {self.language}, and the {self.unit} asks for a reviewer who reads it. "
            f"{who} can approve it."
        )


def asked_of(*, post: Post, language: str) -> str:
    """The language that the reviewer of a post must read as its unit asks now; empty where it does not ask."""
    other = languages.other(code=language, agency=post.account.agency)
    return other if post.unit.needs_reader and not (post.account.corporate or post.by_office) else ""


def who_read(*, post: Post) -> frozenset[int] | None:
    """Who reads a post, and the other of its pair, where its unit asks that of a reviewer; None where it does not."""
    if not post.unit.needs_reader:
        return None
    codes = [_asked_now(one) for one in (post, halves.bound_to(post=post)) if one is not None]
    wanted = [code for code in codes if code]
    if not wanted:
        return None
    found = known.readers_of(agency_id=post.agency_id, languages=wanted)
    return frozenset.intersection(*(frozenset(found[code]) for code in wanted))


def _asked_now(post: Post) -> str:
    code = post.revision.language if post.revision is not None else post.draft.language
    return asked_of(post=post, language=code)


def of_revision(*, revision: Revision, post: Post) -> Reading:
    """Who reads the language of a version; two queries."""
    reads = known.readers_of(agency_id=post.agency_id, languages=[revision.language])[revision.language]
    held = Authorisation.objects.filter(
        unit_id=post.unit_id, role__in=turns.SERGEANTS, member__in=reads, member__is_active=True
    )
    return Reading(
        language=languages.name_of(code=revision.language),
        unit=post.unit.short_name,
        readers=frozenset(reads),
        reviewers=tuple(
            Reviewer(
                member_id=one.member_id,
                name=one.member.titled_name,
                since=one.starts_at,
                until=one.ends_at,
            )
            for one in held.select_related("member").order_by("member__last_name", "pk")
        ),
    )
