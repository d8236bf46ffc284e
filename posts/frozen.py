"""What a version was frozen with, for as many versions as are asked for, in a few queries."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from audit import vault
from directives.facts import MediaFacts
from posts import said
from posts.models import MOVING, Revision, RevisionPart, RevisionPicture


@dataclass(frozen=True, kw_only=True)
class Frozen:
    """The words and pictures of one version, as they were sent in."""

    texts: tuple[str, ...]
    """Of each part."""
    answers: Mapping[str, str]
    meaning: str
    alt_texts: tuple[str, ...]
    picture_words: tuple[str, ...]
    """That stand in each picture, empty where none are known."""
    shown_in: tuple[int, ...]
    """Of each picture, which part shows it."""
    moving: Mapping[int, str]
    media: tuple[MediaFacts, ...]
    decision: Mapping[str, Any] = field(default_factory=dict)
    """As plain JSON, where it is asked for."""


def of(*, revision: Revision, agency_id: int) -> Frozen:
    """Of one version. Raises vault.NotInVault where its words were disposed of."""
    found = of_each(revisions=[revision], agency_id=agency_id)
    if revision.pk not in found:
        raise vault.NotInVault(revision.text_digest)
    return found[revision.pk]


def of_each(*, revisions: Sequence[Revision], agency_id: int, decided: bool = False) -> dict[int, Frozen]:
    """By the id of the version, in three queries; versions whose words were disposed of are left out.

    `decided` has the decision of each, too.
    """
    parts, pictures = _parts(revisions), _pictures(revisions)
    of_one = {
        one.pk: {*_digests(one, parts, pictures), *((one.decision_digest,) if decided else ())}
        for one in revisions
    }
    words = vault.texts_there(digests=set().union(*of_one.values()), agency_id=agency_id)
    made = {
        one.pk: _made(one, parts[one.pk], pictures[one.pk], words)
        for one in revisions
        if words.keys() >= of_one[one.pk]
    }
    if not decided:
        return made
    decisions = {one.pk: one.decision_digest for one in revisions}
    return {key: replace(one, decision=json.loads(words[decisions[key]])) for key, one in made.items()}


def texts_of_each(*, revisions: Sequence[Revision], agency_id: int) -> dict[int, tuple[str, ...]]:
    """The words of each part alone, by the id of the version, in two queries; what was disposed of is left out."""
    parts = _parts(revisions)
    digests = {one.pk: (one.text_digest, *parts[one.pk]) for one in revisions}
    words = vault.texts_there(
        digests={each for of_one in digests.values() for each in of_one}, agency_id=agency_id
    )
    return {
        key: tuple(words[one] for one in of_one)
        for key, of_one in digests.items()
        if words.keys() >= set(of_one)
    }


def _parts(revisions: Sequence[Revision]) -> dict[int, list[str]]:
    """The digests of the texts behind the first one; asks nothing where no version has any."""
    found = defaultdict[int, list[str]](list)
    threads = [one.pk for one in revisions if one.parts > 1]
    if threads:
        rows = RevisionPart.objects.filter(revision__in=threads).order_by("revision_id", "number")
        for revision_id, digest in rows.values_list("revision_id", "text_digest"):
            found[revision_id].append(digest)
    return found


def _pictures(revisions: Sequence[Revision]) -> dict[int, list[RevisionPicture]]:
    found = defaultdict[int, list[RevisionPicture]](list)
    rows = RevisionPicture.objects.filter(revision__in=[one.pk for one in revisions])
    for row in rows.select_related("picture", "rights").order_by("revision_id", "position"):
        found[row.revision_id].append(row)
    return found


def _digests(
    revision: Revision,
    parts: Mapping[int, Sequence[str]],
    pictures: Mapping[int, Sequence[RevisionPicture]],
) -> Iterator[str]:
    yield from (revision.text_digest, revision.answers_digest, *parts[revision.pk])
    if revision.meaning_digest:
        yield revision.meaning_digest
    for row in pictures[revision.pk]:
        yield row.alt_digest
        if row.picture.words_digest:
            yield row.picture.words_digest
        if row.rights is not None:
            yield row.rights.facts_digest


def _made(
    revision: Revision, parts: Sequence[str], rows: Sequence[RevisionPicture], words: Mapping[str, str]
) -> Frozen:
    return Frozen(
        texts=(words[revision.text_digest], *(words[digest] for digest in parts)),
        answers=json.loads(words[revision.answers_digest]),
        meaning=words[revision.meaning_digest] if revision.meaning_digest else "",
        alt_texts=tuple(words[row.alt_digest] for row in rows),
        picture_words=tuple(words[one] if (one := row.picture.words_digest) else "" for row in rows),
        shown_in=tuple(row.part for row in rows),
        moving={n: row.media_type for n, row in enumerate(rows, start=1) if row.media_type in MOVING},
        media=tuple(_facts(row, words) for row in rows),
    )


def _facts(row: RevisionPicture, words: Mapping[str, str]) -> MediaFacts:
    """What it was judged by; no rights where nobody was asked then."""
    if row.rights is None:
        return MediaFacts(video=row.picture.is_video)
    return said.read(words[row.rights.facts_digest]).facts(picture=row.picture, restricted=False)
