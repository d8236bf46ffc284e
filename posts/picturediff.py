"""The pictures of two versions of a post compared, for who reviewed the earlier one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from posts.pictured import ShownPicture
from posts.worddiff import Segment, compare

Change = Literal["added", "removed", "moved", "described"]


@dataclass(frozen=True, kw_only=True)
class Altered:
    """What became of one picture. Its place and words may both be others: then it is 'described', with the place."""

    change: Change
    shot: ShownPicture
    """As it stands now; a removed one as it stood."""
    stood_at: int | None
    """Its place before, from 1, where it is another now."""
    words: tuple[Segment, ...]
    """From its earlier words to its present ones; empty where they are the same."""
    from_part: int | None = None
    """The part of a thread that showed it before, from 1, where another one does now."""

    @property
    def sentence(self) -> str:
        """'Picture 2 was picture 1, and has other words'; 'The video has other captions, in Spanish'."""
        picture = self.shot.picture
        name = f"The {picture.kind_word}" if picture.moves else f"Picture {self.shot.position}"
        name = name.replace("Video", "video")
        if self.change in ("added", "removed"):
            return f"{name} {'is new' if self.change == 'added' else 'was removed'}"
        came = f"was picture {self.stood_at}" if self.stood_at else ""
        came = f"was in part {self.from_part}" if self.from_part else came
        said = f"has {self._other}" if self.change == "described" else ""
        return f"{name} {', and '.join(filter(None, (came, said)))}"

    @property
    def _other(self) -> str:
        if not self.shot.picture.is_video:
            return "other words"
        return (
            f"other captions, in {self.shot.spoken}"
            if self.words
            else f"its captions as {self.shot.spoken} now"
        )


def altered(*, before: Sequence[ShownPicture], after: Sequence[ShownPicture]) -> tuple[Altered, ...]:
    """What changed, in the present order, then what was removed; what stayed as it was is left out.

    A picture is the same when its bytes for the network are.
    """
    stood = {shot.picture.digest: shot for shot in before}
    stays = {shot.picture.digest for shot in after}
    now = [_altered(stood.get(shot.picture.digest), shot) for shot in after]
    gone = [
        Altered(change="removed", shot=shot, stood_at=None, words=())
        for shot in before
        if shot.picture.digest not in stays
    ]
    return (*(one for one in now if one is not None), *gone)


def _altered(before: ShownPicture | None, shot: ShownPicture) -> Altered | None:
    if before is None:
        return Altered(change="added", shot=shot, stood_at=None, words=())
    stood_at = before.position if before.position != shot.position else None
    if (before.alt_text, before.language) != (shot.alt_text, shot.language):
        same = before.alt_text == shot.alt_text
        words = () if same else compare(before=before.alt_text, after=shot.alt_text)
        return Altered(change="described", shot=shot, stood_at=stood_at, words=words)
    return Altered(change="moved", shot=shot, stood_at=stood_at, words=()) if stood_at else None
