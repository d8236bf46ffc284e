"""Where else the words of a search stand: in descriptions of pictures, inside them, and in replies that were kept."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchVector
from django.db.models import Exists, F, Model, OuterRef, QuerySet, Value

from posts.models import DraftPicture, PictureWords, ReplyWords, Restriction
from posts.models.picture import VIDEO

LANGUAGE = "english"
"""How words are brought to their stems; the indexes are made with the same."""
BEGINS, ENDS = "\ue000", "\ue001"
"""Marks around what was found, from the private area: no text of a post holds them."""
_ALT, _INSIDE, _REPLY = range(3)


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place beside the text of a post that holds the words."""

    where: str
    """'In the alt text of picture 2'."""
    pieces: tuple[tuple[str, bool], ...]
    """A stretch of what stands there, and whether it is one of the words that were looked for."""


@dataclass(frozen=True, kw_only=True)
class _Source:
    """One kind of place: its rows that hold the words, and where their post and their text stand."""

    kind: int
    rows: QuerySet[Any]
    post: str
    text: str
    picture: str = ""

    def stretches(self, post_ids: Collection[int], query: SearchQuery) -> QuerySet[Any, Any]:
        """Post, kind, number and type of the picture, and the words marked in what stands around them."""
        numbered = (F("position"), F("picture__media_type")) if self.picture else (Value(0), Value(""))
        marked = SearchHeadline(
            self.text, query, config=LANGUAGE, start_sel=BEGINS, stop_sel=ENDS, max_words=40, min_words=20
        )
        rows = self.rows.filter(**{f"{self.post}__in": post_ids})
        return rows.values_list(F(self.post), Value(self.kind), *numbered, marked)


def posts(*, query: SearchQuery) -> Iterable[QuerySet[Any, Any]]:
    """The ids of posts that hold the words in one of these places: a question for each, over its index."""
    return [source.rows.values_list(source.post) for source in _sources(query)]


def places(*, post_ids: Collection[int], query: SearchQuery) -> dict[int, tuple[Place, ...]]:
    """For the posts of one page, every such place in order: one query, since marking costs more than finding."""
    if not post_ids:
        return {}
    first, *others = (source.stretches(post_ids, query) for source in _sources(query))
    found: dict[int, list[Place]] = defaultdict(list)
    for post_id, kind, number, media_type, stretch in sorted(first.union(*others, all=True)):
        found[post_id].append(Place(where=_where(kind, number, media_type), pieces=pieces(stretch)))
    return {post_id: tuple(here) for post_id, here in found.items()}


def holding(words_of: type[Model], query: SearchQuery, column: str = "text") -> QuerySet[Any]:
    """The rows of which one column holds the words, by the index over it."""
    vector = SearchVector(column, config=LANGUAGE)
    return words_of._default_manager.annotate(vector=vector).filter(vector=query)


def pieces(stretch: str) -> tuple[tuple[str, bool], ...]:
    """A stretch cut at the marks."""
    before, *marked = stretch.split(BEGINS)
    cut = [(before, False)]
    for part in marked:
        word, _, rest = part.partition(ENDS)
        cut += [(word, True), (rest, False)]
    return tuple((text, found) for text, found in cut if text)


def _sources(query: SearchQuery) -> tuple[_Source, ...]:
    """A picture that was blurred since is not looked into: what stands in it as it came is for few."""
    shut_away = Restriction.objects.filter(picture=OuterRef("picture"), lifted_at=None)
    inside = DraftPicture.objects.filter(
        ~Exists(shut_away), picture__in=holding(PictureWords, query).values("picture")
    )
    in_a_draft = {"post": "draft__post_id", "picture": "picture"}
    return (
        _Source(kind=_ALT, rows=holding(DraftPicture, query, "alt_text"), text="alt_text", **in_a_draft),
        _Source(kind=_INSIDE, rows=inside, text="picture__sought__text", **in_a_draft),
        _Source(
            kind=_REPLY, rows=holding(ReplyWords, query), post="reply__publication__post_id", text="text"
        ),
    )


def _where(kind: int, number: int, media_type: str) -> str:
    if kind == _REPLY:
        return "In a reply of somebody else"
    if kind == _INSIDE:
        return f"In the words inside picture {number}"
    return "In the captions of the video" if media_type == VIDEO else f"In the alt text of picture {number}"
