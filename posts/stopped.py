"""What stopped a post, as entries of its history: its own stops, and the wide ones that held it."""

from collections.abc import Iterator

from posts import stops
from posts.entries import Entry, entry, role_in_words
from posts.models import Hold, Post, Stop


def placed(post: Post) -> Iterator[Entry]:
    """The stops of this post alone."""
    for stop in Stop.objects.filter(post=post).select_related("placed_by", "released_by"):
        role = role_in_words(stop.held_role, post.unit)
        yield entry(
            stop.placed_at, "stopped", stop.placed_by, "{name} stopped it", role=role, detail=stop.reason
        )


def held(post: Post) -> Iterator[Entry]:
    """The wide stops that held it."""
    for hold in Hold.objects.filter(post=post).select_related(*(f"stop__{name}" for name in stops.NAMED)):
        swept = hold.held_at == hold.stop.placed_at
        words = stops.in_words(hold.stop).replace("{", "{{").replace("}", "}}")
        yield entry(
            hold.held_at,
            "stopped",
            hold.stop.placed_by if swept else None,
            f"{{name}} stopped publishing for {words}"
            if swept
            else f"Held, since publishing is stopped for {words}",
            detail=hold.stop.reason,
        )
