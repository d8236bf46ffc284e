"""What a reader is shown of other versions of a post: what changed since one was reviewed, and proposed wordings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from posts import partdiff, telling, worddiff
from posts.entries import Entry
from posts.models import Post, Revision, RevisionPart
from posts.partdiff import Difference, Version
from posts.picturediff import Altered

_JUDGED = frozenset({"approved", "returned", "rejected"})


@dataclass(frozen=True, kw_only=True)
class Changed:
    """How a post differs from another version of it; `title` says from which."""

    title: str
    at: datetime
    parts: Sequence[Difference]
    """The parts that are not the same; of a post that is no thread its only one."""
    thread: bool
    """Whether one of the two versions has several parts."""
    same: int = 0
    """How many parts stayed as they were."""

    @property
    def places(self) -> int:
        """In how many places the words are others."""
        return sum(part.places for part in self.parts)

    @property
    def pictures(self) -> list[Altered]:
        """What changed among the pictures of all parts."""
        return [one for part in self.parts for one in part.pictures]


@dataclass(frozen=True, kw_only=True)
class Reviewed:
    """The newest earlier version that somebody gave a verdict on."""

    verdict: Entry
    number: int
    text_digest: str
    """Of its first part."""


def last_reviewed(entries: Sequence[Entry], *, revision: Revision) -> Reviewed | None:
    """The newest version before this one that somebody gave a verdict on."""
    sent = {entry.revision_number: entry for entry in entries if entry.act == "submitted"}
    for entry in reversed(entries):
        number = entry.revision_number
        if entry.act in _JUDGED and number is not None and number < revision.number and number in sent:
            return Reviewed(verdict=entry, number=number, text_digest=sent[number].digests[0])
    return None


def of_further(*, post: Post, numbers: Sequence[int]) -> dict[int, list[str]]:
    """The digests of the texts of further parts, in order, of versions by their numbers: one query."""
    rows = RevisionPart.objects.filter(revision__post=post, revision__number__in=numbers)
    found: dict[int, list[str]] = {number: [] for number in numbers}
    for number, digest in rows.order_by("number").values_list("revision__number", "text_digest"):
        found[number].append(digest)
    return found


def between(*, title: str, at: datetime, before: Version, after: Version) -> Changed:
    """What changed from one version to the other, under a title."""
    found = partdiff.differences(before=before, after=after)
    return Changed(
        title=title,
        at=at,
        parts=found,
        thread=max(len(before.texts), len(after.texts)) > 1,
        same=len(after.texts) - sum(part.change != "removed" for part in found),
    )


def since(*, verdict: Entry, before: Version, after: Version, reader_id: int) -> Changed:
    """What changed since a verdict was given on the earlier version."""
    who = "you" if verdict.actor_id == reader_id else verdict.actor
    return between(title=f"Changed since {who} {verdict.act} it", at=verdict.at, before=before, after=after)


def proposed(
    entries: Sequence[Entry], *, revision: Revision, texts: Sequence[str], reader_id: int
) -> list[Changed]:
    """The wordings that somebody proposed for a version, the parts of one proposal together."""
    proposals = [
        entry for entry in entries if telling.proposes(entry) and entry.revision_number == revision.number
    ]
    return [
        Changed(
            title=f"{'You' if actor_id == reader_id else actor} proposed",
            at=at,
            parts=[_reworded(entry, texts) for entry in wordings],
            thread=len(texts) > 1,
        )
        for (at, actor_id, actor), wordings in groupby(
            proposals, key=lambda entry: (entry.at, entry.actor_id, entry.actor)
        )
    ]


def _reworded(entry: Entry, texts: Sequence[str]) -> Difference:
    return Difference(
        change="changed",
        number=entry.part + 1,
        stood_at=None,
        segments=worddiff.compare(before=texts[entry.part], after=entry.words),
        pictures=(),
    )
