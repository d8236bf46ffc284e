"""The further parts of a thread, where a page shows the post as residents will see it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.template import Context

from posts import labels, parts
from posts.models import Post, Publication
from posts.pictured import ShownPicture
from records.models import Record

register = template.Library()


@register.inclusion_tag("posts/threads/further.html", takes_context=True)
def further_parts(
    context: Context, post: Post, shots: Sequence[ShownPicture] = (), read: Sequence[str] = ()
) -> dict[str, Any]:
    """The parts behind the first, of what is frozen or else of the draft; asks nothing where there are none.

    `read` are the texts of all parts, where whoever shows the post has read them.
    """
    if read:
        texts = tuple(read[1:])
    elif post.revision is not None:
        texts = (
            parts.texts_of(revision=post.revision, agency_id=post.agency_id)[1:]
            if post.revision.parts > 1
            else ()
        )
    else:
        texts = parts.further_in(draft=post.draft)
    return {
        "post": post,
        "request": context["request"],
        "agency_zone": context.get("agency_zone"),
        "of": len(texts) + 1,
        "parts": [
            {
                "number": number,
                "text": text,
                "pieces": labels.pieces(text),
                "shots": of_part(shots, number - 1),
            }
            for number, text in enumerate(texts, start=2)
        ],
    }


@register.filter
def of_part(shots: Sequence[ShownPicture], part: int) -> list[ShownPicture]:
    """The pictures that one part shows."""
    return [shot for shot in shots or () if shot.part == part]


@register.simple_tag
def length_of(post: Post) -> int:
    """How many parts a post has; of a list its revision is loaded."""
    return post.revision.parts if post.revision is not None else 1


@register.inclusion_tag("posts/threads/standing.html", takes_context=True)
def parts_out(
    context: Context, rows: Sequence[Publication], records: Iterable[Record] = ()
) -> dict[str, Any]:
    """Where each part of a thread is, with its record; nothing where the post is one."""
    kept = {record.external_id: record for record in records}
    return {
        "rows": [(row, kept.get(row.external_id)) for row in rows],
        "of": len(rows),
        "agency_zone": context.get("agency_zone"),
    }
