"""The pictures of a draft as its page shows them: those that stand in the form, and those still on their way."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from accounts.models import Member
from directives.facts import MediaFacts
from directives.network import MOST_PICTURES
from posts import lettered, said, uploads
from posts.forms.drafts import Typed
from posts.models import Picture, Post, Upload, UploadState
from posts.pictured import Pictured, ShownPicture


@dataclass(frozen=True, kw_only=True)
class Album:
    """What a composer shows of pictures."""

    shots: tuple[ShownPicture, ...] = ()
    arriving: tuple[Upload, ...] = ()
    """The member's own uploads that do not stand in the form."""
    waiting: int = 0
    """How many files for the draft, of whomever, are not ready yet; counted for the whole page alone."""
    media: tuple[MediaFacts, ...] = ()
    """What the rules may know of them, in their order."""
    unsaved: bool = False
    """A picture of the form became ready since the form was saved."""

    @property
    def words(self) -> tuple[str, ...]:
        """That stand in each of them, empty where none are known."""
        return tuple(shot.words for shot in self.shots)

    @property
    def described(self) -> bool:
        """Whether one of them is described in words; a video has captions."""
        return any(not shot.picture.is_video for shot in self.shots)

    @property
    def moving(self) -> dict[int, str]:
        """The types of those that play, by their numbers from 1."""
        return {shot.position: shot.picture.media_type for shot in self.shots if shot.picture.moves}


def opened(*, post: Post, typed: Typed, member: Member, whole: bool) -> Album:
    """The pictures of a form, and on the whole page the member's uploads beside it: at most five queries."""
    album = of_form(pictures=typed.pictures, agency_id=post.agency_id)
    if not whole:
        return album
    chosen = {each.picture_id for each in typed.pictures}
    waiting = uploads.unplaced(post_id=post.pk, member=member)
    return replace(
        album,
        waiting=uploads.waiting(post_id=post.pk),
        arriving=tuple(upload for upload in waiting if upload.picture_id not in chosen),
        unsaved=any(upload.picture_id in chosen for upload in waiting),
    )


def of_form(*, pictures: Sequence[Pictured], agency_id: int) -> Album:
    """The pictures of a form alone, with what was said of them and stands in them: at most five queries."""
    shots = shown(pictures=pictures, agency_id=agency_id)
    found = [shot.picture for shot in shots]
    spoken, held = said.of_pictures(pictures=found), said.restricted(pictures=found)
    return Album(
        shots=tuple(
            replace(shot, said=spoken.get(shot.picture.pk), words=words)
            for shot, words in zip(shots, lettered.of(pictures=found), strict=True)
        ),
        media=said.facts(pictures=found, spoken=spoken, held=held),
    )


def shown(*, pictures: Sequence[Pictured], agency_id: int) -> tuple[ShownPicture, ...]:
    """Pictures of a form with their sizes, in their order."""
    if not pictures:
        return ()
    ids = [each.picture_id for each in pictures]
    found = Picture.objects.filter(agency_id=agency_id).in_bulk(ids)
    there = [each for each in pictures if each.picture_id in found]
    return tuple(
        ShownPicture(
            picture=found[each.picture_id],
            alt_text=each.alt_text,
            position=position,
            part=each.part,
            language=each.language,
        )
        for position, each in enumerate(there, start=1)
    )


def with_arrived(*, typed: Typed, post: Post, member: Member) -> Typed:
    """The form with the pictures that have become ready since it was saved, as long as there is room."""
    waiting = uploads.unplaced(post_id=post.pk, member=member)
    ready = dict.fromkeys(upload.picture_id for upload in waiting if upload.state == UploadState.READY)
    pictures = list(typed.pictures)
    for picture_id in filter(None, ready):
        held = Counter(each.part for each in pictures)
        room = next((part for part in range(1 + len(typed.further)) if held[part] < MOST_PICTURES), None)
        if room is not None:
            pictures.append(Pictured(picture_id=picture_id, part=room))
    return replace(typed, pictures=tuple(sorted(pictures, key=lambda each: each.part)))


def moved(*, pictures: Sequence[Pictured], picture_id: int, by: int) -> tuple[Pictured, ...]:
    """The same pictures with one of them a place earlier (-1) or later (1); at the end it stays."""
    order = list(pictures)
    at = next((place for place, each in enumerate(order) if each.picture_id == picture_id), None)
    if at is None or not 0 <= at + by < len(order):
        return tuple(order)
    order[at], order[at + by] = order[at + by], order[at]
    return tuple(order)


def without(*, pictures: Iterable[Pictured], picture_id: int) -> tuple[Pictured, ...]:
    """The same pictures without one of them."""
    return tuple(each for each in pictures if each.picture_id != picture_id)
