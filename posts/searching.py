"""Finding posts by their words, for whoever may see them: one question over the words of posts and of further parts."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchVector
from django.db.models import Q, QuerySet

from accounts.authority import Authority
from posts import queues
from posts.models import Draft, DraftPart, Post
from posts.queues import Page

LANGUAGE = "english"
"""How words are brought to their stems; the index is made with the same."""
LONGEST = 200
"""Characters of a question that are read."""
_BEGINS, _ENDS = "\ue000", "\ue001"
"""Marks around what was found, from the private area: no text of a post holds them."""
_SIZE = 20


@dataclass(frozen=True, kw_only=True)
class Found:
    """A post, and its text with the words that were looked for marked."""

    post: Post
    pieces: tuple[tuple[str, bool], ...]
    """Text, and whether it is one of the words that were looked for."""
    part: int = 1
    """The part of a thread in which they stand."""
    meaning: tuple[tuple[str, bool], ...] = ()
    """Of a post in another language, what it means, where that holds the words; cut like the text."""


def posts(
    *, authority: Authority, unit_ids: Iterable[int] | None, words: str, after: str | None = None
) -> Page[Found]:
    """The posts of units (None: of the whole agency) whose text holds the words, last changed first.

    Words are joined by 'and'; "in quotes" means exactly so; 'or' and a leading '-' work. Nothing is found by nothing.
    """
    asked = words.strip()[:LONGEST]
    if not asked:
        return Page(rows=(), next_after=None)
    query = SearchQuery(asked, config=LANGUAGE, search_type="websearch")
    matching = Post.objects.filter(agency_id=authority.agency_id)
    if unit_ids is not None:
        matching = matching.filter(unit_id__in=list(unit_ids))
    further = _saying(DraftPart, "draft__post_id", query)
    meaning = _saying(Draft, "post_id", query, "meaning")
    matching = matching.filter(pk__in=_saying(Draft, "post_id", query).union(further, meaning))
    begun = queues.begins(after)
    if begun is not None:
        matching = matching.filter(Q(changed_at__lt=begun[0]) | Q(changed_at=begun[0], pk__lt=begun[1]))
    page = queues.cut(
        matching.select_related("account", "unit", "author", "revision").order_by("-changed_at", "-pk"),
        size=_SIZE,
        by=lambda post: post.changed_at,
    )
    stretches = _stretches(page.rows, query)
    return Page(
        rows=[
            Found(post=post, pieces=_pieces(stretch), part=part, meaning=_pieces(meant))
            for post in page.rows
            for part, stretch, meant in [stretches[post.pk]]
        ],
        next_after=page.next_after,
    )


def _saying(
    words_of: type[Draft] | type[DraftPart], post: str, query: SearchQuery, column: str = "text"
) -> QuerySet[Any, Any]:
    """The ids of posts of which one text, one meaning or one further part holds the words: over the index of each."""
    return _holding(words_of, query, column).values_list(post)


def _holding(
    words_of: type[Draft] | type[DraftPart], query: SearchQuery, column: str = "text"
) -> QuerySet[Any]:
    vector = SearchVector(column, config=LANGUAGE)
    return words_of._default_manager.annotate(vector=vector).filter(vector=query)


def _stretches(rows: Iterable[Post], query: SearchQuery) -> dict[int, tuple[int, str, str]]:
    """The texts with the words marked, for the posts of one page alone: marking costs more than finding.

    Of a thread it is the first part that holds them, with its number; last the meaning, where that holds them.
    """
    ids = [post.pk for post in rows]
    first = Post.objects.filter(pk__in=ids).annotate(
        stretch=_marked("draft__text", query), meant=_marked("draft__meaning", query)
    )
    found = {
        pk: (1, stretch, meant if _BEGINS in meant else "")
        for pk, stretch, meant in first.values_list("pk", "stretch", "meant")
    }
    further = (
        _holding(DraftPart, query).filter(draft__post_id__in=ids).annotate(stretch=_marked("text", query))
    )
    for pk, number, stretch in further.order_by("number").values_list("draft__post_id", "number", "stretch"):
        if _BEGINS not in found[pk][1]:
            found[pk] = (number + 1, stretch, found[pk][2])
    return found


def _marked(text: str, query: SearchQuery) -> SearchHeadline:
    return SearchHeadline(text, query, config=LANGUAGE, start_sel=_BEGINS, stop_sel=_ENDS, highlight_all=True)


def _pieces(stretch: str) -> tuple[tuple[str, bool], ...]:
    before, *marked = stretch.split(_BEGINS)
    pieces = [(before, False)]
    for part in marked:
        word, _, rest = part.partition(_ENDS)
        pieces += [(word, True), (rest, False)]
    return tuple((text, found) for text, found in pieces if text)
