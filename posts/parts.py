"""A post in its parts: most have one, a thread several, each with its own words and pictures."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from audit import vault
from directives import network
from posts import digest as digests
from posts import pictured
from posts.models import Draft, DraftPart, Post, Publication, Revision, RevisionPart

MOST_PARTS = network.MOST_PARTS
WORDS = Coalesce(
    Subquery(
        RevisionPart.objects.filter(revision_id=OuterRef("revision_id"), number=OuterRef("part")).values(
            "text_digest"
        )
    ),
    F("revision__text_digest"),
)
"""Of publications: the digest of the words that each sends."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part, as the network would receive it."""

    text: str
    media: tuple[digests.Media, ...] = ()


class TooManyParts(Exception):
    """A thread has ten parts and no more."""

    def __init__(self) -> None:
        super().__init__(f"A thread can have {MOST_PARTS} parts. Remove one first.")


def further_in(*, draft: Draft) -> tuple[str, ...]:
    """The texts of a working copy's further parts in order; asks nothing where there are none."""
    if draft.parts == 1:
        return ()
    return tuple(draft.further.order_by("number").values_list("text", flat=True))


def place(*, draft: Draft, further: Sequence[str]) -> None:
    """Make these the further parts of a draft; the caller has locked it and saves it. Raises TooManyParts."""
    if len(further) >= MOST_PARTS:
        raise TooManyParts
    draft.further.all().delete()
    DraftPart.objects.bulk_create(
        DraftPart(draft=draft, number=number, text=text) for number, text in enumerate(further, start=1)
    )
    draft.parts = 1 + len(further)


def freeze(*, revision: Revision, texts: Sequence[str], received: Sequence[str]) -> None:
    """Freeze the texts of all parts but the first, which stands in the revision itself.

    What the fingerprint of a thread is taken over is kept beside them: it shows to which thread a part belongs.
    """
    if len(texts) == 1:
        return
    whole = digests.thread([digests.of(part) for part in received])
    *kept, _ = vault.keep_all(contents=[*texts[1:], whole], agency_id=revision.post.agency_id)
    RevisionPart.objects.bulk_create(
        RevisionPart(revision=revision, number=number, text_digest=text_digest)
        for number, text_digest in enumerate(kept, start=1)
    )


def text_digests(*, revision: Revision) -> tuple[str, ...]:
    """The digests of the texts of all parts in order."""
    if revision.parts == 1:
        return (revision.text_digest,)
    further = revision.further.order_by("number").values_list("text_digest", flat=True)
    return (revision.text_digest, *further)


def texts_of(*, revision: Revision, agency_id: int) -> tuple[str, ...]:
    """The texts of all parts in order, from the vault. Raises vault.NotInVault."""
    wanted = text_digests(revision=revision)
    words = vault.texts(digests=wanted, agency_id=agency_id)
    return tuple(words[digest] for digest in wanted)


def text_digest(*, publication: Publication) -> str:
    """The digest of the words that a publication sends."""
    return text_digests(revision=publication.revision)[publication.part]


def frozen(*, revision: Revision, agency_id: int) -> tuple[Part, ...]:
    """All parts of a version in order."""
    texts = texts_of(revision=revision, agency_id=agency_id)
    shown = pictured.frozen_by_part(revision=revision, parts=len(texts))
    return tuple(Part(text=text, media=media) for text, media in zip(texts, shown, strict=True))


def received(*, post: Post, parts: Sequence[Part], reply_settings: str, reply_to: str) -> tuple[str, ...]:
    """Canonical JSON of what the network receives of each part in order.

    The first alone answers another post, and says who may reply. Of a repost it is the number of
    the other post; the words are what is read of it, and are not sent.
    """
    of = len(parts)
    return tuple(
        digests.received(
            network=post.account.network,
            external_user_id=post.account.external_id,
            text="" if post.repost_of else part.text,
            reply_settings=reply_settings if number == 1 and not post.repost_of else "",
            media=part.media,
            reply_to=reply_to if number == 1 else "",
            place=(number, of) if of > 1 else None,
            repost_of=post.repost_of,
        )
        for number, part in enumerate(parts, start=1)
    )


def frozen_received(*, post: Post, revision: Revision) -> tuple[str, ...]:
    """The same of a version, from the post's account as it is now."""
    return received(
        post=post,
        parts=frozen(revision=revision, agency_id=post.agency_id),
        reply_settings=revision.reply_settings,
        reply_to=revision.reply_to,
    )


def fingerprint(*, received: Sequence[str]) -> str:
    """The fingerprint of a whole post: of a thread it is taken over those of its parts in order."""
    return digests.of_thread([digests.of(part) for part in received])
