"""What members said of pictures, as it stands: whose each is, who is in it, until when it may be shown.

The last statement of a picture counts; a version keeps the one it was judged by.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from audit import vault
from directives import model
from directives.facts import MediaFacts, media_in_words
from directives.model import Shown
from posts import digest as digests
from posts.models import MediaRights, Picture, Restriction, Revision


@dataclass(frozen=True, kw_only=True)
class Rights:
    """Everything that is said of one picture. Empty words are what was not asked, or not answered."""

    owner: model.Owner
    licence: str = ""
    """What allows its use, in words."""
    reference: str = ""
    """Which document says so."""
    document_digest: str = ""
    document_name: str = ""
    ends_on: date | None = None
    shown: tuple[Shown, ...] = ()
    consent: model.Consent = ""
    agreed: str = ""
    """Who agreed, and how."""
    under_cover: model.UnderCover = ""
    asked: str = ""
    """Who was asked about work under cover."""
    music: model.Music = ""
    music_words: str = ""
    """What allows the music."""

    def facts(self, *, picture: Picture, restricted: bool) -> MediaFacts:
        """All that the rules may know of it."""
        return MediaFacts(
            owner=self.owner,
            licence=bool(self.licence.strip()),
            document=bool(self.reference.strip() or self.document_digest),
            ends_on=self.ends_on,
            shown=self.shown,
            consent=self.consent,
            under_cover=self.under_cover,
            video=picture.is_video,
            music=self.music,
            restricted=restricted,
        )

    @property
    def keeps_back(self) -> bool:
        """Whether it says of those shown that nobody may see them: that holds for every copy of the picture."""
        return self.under_cover == "may" or self.consent == "not_given"

    @property
    def owner_words(self) -> str:
        """'The department made it.'"""
        return media_in_words(owner=self.owner, shown=(), consent="")[0]

    @property
    def people_words(self) -> str:
        """'It shows a child or teenager and other people.', 'Nobody can be recognized.'"""
        return media_in_words(owner=self.owner, shown=self.shown, consent=self.consent)[1]


@dataclass(frozen=True, kw_only=True)
class Said:
    """A statement as it stands."""

    row: MediaRights
    rights: Rights


def written(rights: Rights) -> str:
    """As canonical JSON."""
    ends = rights.ends_on.isoformat() if rights.ends_on else ""
    return digests.canonical({**asdict(rights), "ends_on": ends})


def read(text: str) -> Rights:
    """From canonical JSON."""
    kept: dict[str, Any] = json.loads(text)
    ends = date.fromisoformat(kept["ends_on"]) if kept["ends_on"] else None
    return Rights(**{**kept, "ends_on": ends, "shown": tuple(kept["shown"])})


def of_pictures(*, pictures: Sequence[Picture]) -> dict[int, Said]:
    """What was said last of each, by its id; at most two queries."""
    if not pictures:
        return {}
    rows = MediaRights.objects.filter(picture_id__in=[one.pk for one in pictures]).select_related(
        "said_by", "picture"
    )
    last = list(rows.order_by("picture_id", "-pk").distinct("picture_id"))
    words = vault.texts(digests=[row.facts_digest for row in last], agency_id=pictures[0].agency_id)
    return {row.picture_id: Said(row=row, rights=read(words[row.facts_digest])) for row in last}


def digests_of(*, picture_ids: Sequence[int]) -> dict[int, str]:
    """The digest of what was said last of each, by its id; asks nothing where there are none."""
    if not picture_ids:
        return {}
    rows = MediaRights.objects.filter(picture_id__in=picture_ids).order_by("picture_id", "-pk")
    return dict(rows.distinct("picture_id").values_list("picture_id", "facts_digest"))


def restricted(*, pictures: Sequence[Picture]) -> frozenset[int]:
    """The ids of those that may be used only as they were blurred."""
    held = Restriction.objects.filter(picture__in=pictures, lifted_at=None) if pictures else ()
    return frozenset(one.picture_id for one in held)


def facts(
    *, pictures: Sequence[Picture], spoken: Mapping[int, Said], held: frozenset[int]
) -> tuple[MediaFacts, ...]:
    """What the rules may know of these pictures, in their order."""
    return tuple(
        spoken[one.pk].rights.facts(picture=one, restricted=one.pk in held)
        if one.pk in spoken
        else MediaFacts(video=one.is_video, restricted=one.pk in held)
        for one in pictures
    )


def as_it_stands(*, revision: Revision) -> tuple[MediaFacts, ...]:
    """What the rules may know now of each picture of a version, in order: by what was said of it last."""
    pictures = [row.picture for row in revision.pictured.select_related("picture").order_by("position")]
    return facts(pictures=pictures, spoken=of_pictures(pictures=pictures), held=restricted(pictures=pictures))
