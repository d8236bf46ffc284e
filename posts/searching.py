"""Finding posts by their words, for whoever may see them.

One question over the words of posts, their further parts, their meaning, their pictures, and the replies to them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery
from django.db.models import Q, QuerySet

from accounts.authority import Authority
from posts import elsewhere, queues
from posts.elsewhere import BEGINS, ENDS, LANGUAGE, Place, pieces
from posts.models import Draft, DraftPart, Post, Status
from posts.queues import Page
from records import reading

LONGEST = 200
"""Characters of a question that are read."""
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
    places: tuple[Place, ...] = ()
    """Where else they stand: under its pictures, in them, in a reply to it."""
    record: str = ""
    """The number of its record, the first of a thread; empty of what never went out."""


def posts(
    *, authority: Authority, unit_ids: Iterable[int] | None, words: str, after: str | None = None
) -> Page[Found]:
    """The posts of units (None: of the whole agency) that hold the words, last changed first.

    Words are joined by 'and'; "in quotes" means exactly so; 'or' and a leading '-' work. Nothing is found by nothing.
    """
    query = _query(words)
    if query is None:
        return Page(rows=(), next_after=None)
    matching = _matching(authority, unit_ids, query)
    begun = queues.begins(after)
    if begun is not None:
        matching = matching.filter(Q(changed_at__lt=begun[0]) | Q(changed_at=begun[0], pk__lt=begun[1]))
    page = queues.cut(
        matching.select_related("account", "unit", "author", "revision").order_by("-changed_at", "-pk"),
        size=_SIZE,
        by=lambda post: post.changed_at,
    )
    return Page(rows=_shown(page.rows, authority.agency_id, query), next_after=page.next_after)


def all_of(*, authority: Authority, words: str, most: int) -> dict[int, Status]:
    """Every post of the agency that holds the words, by id, and its status; of more than `most` one more."""
    query = _query(words)
    if query is None:
        return {}
    found = _matching(authority, None, query).order_by("pk").values_list("pk", "status")[: most + 1]
    return {pk: Status(status) for pk, status in found}


def _query(words: str) -> SearchQuery | None:
    asked = words.strip()[:LONGEST]
    return SearchQuery(asked, config=LANGUAGE, search_type="websearch") if asked else None


def _matching(authority: Authority, unit_ids: Iterable[int] | None, query: SearchQuery) -> QuerySet[Post]:
    matching = Post.objects.filter(agency_id=authority.agency_id)
    if unit_ids is not None:
        matching = matching.filter(unit_id__in=list(unit_ids))
    further = _saying(DraftPart, "draft__post_id", query)
    meaning = _saying(Draft, "post_id", query, "meaning")
    saying = _saying(Draft, "post_id", query).union(further, meaning, *elsewhere.posts(query=query))
    return matching.filter(pk__in=saying)


def _shown(rows: Sequence[Post], agency_id: int, query: SearchQuery) -> list[Found]:
    """What a line says of each: four queries for a page."""
    ids = [post.pk for post in rows]
    stretches = _stretches(ids, query)
    places = elsewhere.places(post_ids=ids, query=query)
    numbers = reading.numbers(agency_id=agency_id, post_ids=ids)
    return [
        Found(
            post=post,
            pieces=pieces(stretch),
            part=part,
            meaning=pieces(meant),
            places=places.get(post.pk, ()),
            record=numbers.get(post.pk, ""),
        )
        for post in rows
        for part, stretch, meant in [stretches[post.pk]]
    ]


def _saying(
    words_of: type[Draft] | type[DraftPart], post: str, query: SearchQuery, column: str = "text"
) -> QuerySet[Any, Any]:
    """The ids of posts of which one text, one meaning or one further part holds the words: over the index of each."""
    return elsewhere.holding(words_of, query, column).values_list(post)


def _stretches(ids: list[int], query: SearchQuery) -> dict[int, tuple[int, str, str]]:
    """The texts with the words marked, for the posts of one page alone: marking costs more than finding.

    Of a thread it is the first part that holds them, with its number; last the meaning, where that holds them.
    """
    first = Post.objects.filter(pk__in=ids).annotate(
        stretch=_marked("draft__text", query), meant=_marked("draft__meaning", query)
    )
    found = {
        pk: (1, stretch, meant if BEGINS in meant else "")
        for pk, stretch, meant in first.values_list("pk", "stretch", "meant")
    }
    further = (
        elsewhere.holding(DraftPart, query)
        .filter(draft__post_id__in=ids)
        .annotate(stretch=_marked("text", query))
    )
    for pk, number, stretch in further.order_by("number").values_list("draft__post_id", "number", "stretch"):
        if BEGINS not in found[pk][1]:
            found[pk] = (number + 1, stretch, found[pk][2])
    return found


def _marked(text: str, query: SearchQuery) -> SearchHeadline:
    return SearchHeadline(text, query, config=LANGUAGE, start_sel=BEGINS, stop_sel=ENDS, highlight_all=True)
