"""What the checks hand back: things noticed in one text, and where."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from directives.texts.prepared import Text

Kind = Literal["post", "alt", "reply", "picture_words"]
"""Where residents meet the words: a post, what is said of a picture, a reply, or words inside a picture."""


@dataclass(frozen=True, kw_only=True)
class Sighting:
    """Something a check noticed.

    `span` counts code points of the text as given, end exclusive; None where all of it is meant. `words` are those
    words as given. `why` names the family, the pattern or the nearest example. `sure` says that the words say it;
    else only likeness suggests it. `suggestion` is to be said in place of the words.
    """

    check: str
    span: tuple[int, int] | None
    words: str
    why: str
    sure: bool
    suggestion: str | None = None


@dataclass(frozen=True, kw_only=True)
class Reading:
    """Everything noticed in one text, in the order in which it stands there.

    `language` is "en" or "es", empty where it is not recognised, else the ISO code of one that is not read;
    `checked` is False then, and nothing was looked for.
    """

    language: str
    checked: bool
    sightings: tuple[Sighting, ...]

    def of(self, check: str) -> tuple[Sighting, ...]:
        return tuple(one for one in self.sightings if one.check == check)


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing that texts are read for, with what its page in the guide says.

    `labels` are those of labelled posts that it answers for. `finds` and `leaves` are examples of both sides, each a
    text of our own.
    """

    slug: str
    title: str
    looks_for: str
    leaves_alone: str
    finds: tuple[str, ...]
    leaves: tuple[str, ...]
    sight: Callable[["Text"], Iterable[Sighting]]
    labels: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ("post", "alt", "reply", "picture_words")
