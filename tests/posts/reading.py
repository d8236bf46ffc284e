"""What tests do with a post of which nobody knows whether it went out, on the sandbox."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.models import Message
from audit import vault
from governance.cast import Cast
from posts import clock, drafting, reconciling, sending
from posts.models import Publication
from tests import people

Out = tuple[Cast, Any]
"""The cast, and the sandbox that knows its accounts."""


def words() -> str:
    """Words that no other test says: the network refuses a text twice within a day."""
    return f"The library on North Avenue is open until nine: {people.a_word()}."


def due(out: Out, early: datetime, text: str = "") -> Publication:
    """An approved post of the 14th District, ready to be sent."""
    engaged = out[0]
    written = drafting.Written(**{**people.TIP.__dict__, "text": text or words()})
    post = people.submitted(engaged=engaged, written=written, at=early)
    people.approve(post=post, by=engaged.whitfield, at=early)
    return Publication.objects.get(post=post)


def plan(out: Out, effect: Mapping[str, Any], *, method: str = "POST", times: int = 1) -> None:
    """Trouble for the account of the 14th District."""
    match = {"account": out[0].accounts["014"].external_id, "method": method}
    out[1].control("POST", "faults", {"match": match, "times": times, "effect": dict(effect)})


def unknown(out: Out, early: datetime, effect: str = "accept_then_reset", **details: Any) -> Publication:
    """A post sent once in trouble after which nobody knows."""
    publication = due(out, early)
    plan(out, {"name": effect, **details})
    assert sending.send(publication_id=publication.pk) == "unknown"
    publication.refresh_from_db()
    return publication


def look(publication: Publication, *, at: datetime | None = None) -> str:
    """Read as a worker does, when the portal means to or at a moment of the test's own."""
    publication.refresh_from_db()
    moment = at or publication.look_at or clock.now()
    done = reconciling.look(publication_id=publication.pk, reach=sending.reach, now_by=lambda: moment)
    publication.refresh_from_db()
    return done


def look_to_the_end(publication: Publication) -> list[str]:
    """Read each time that the portal means to."""
    done = [look(publication)]
    while done[-1] == "not seen":
        done.append(look(publication))
    return done


def accepted(out: Out, publication: Publication) -> list[dict[str, Any]]:
    """The truth of what the network took in the words of the post."""
    told = out[1].control("GET", "accepted", account=publication.account.external_id)["accepted"]
    said = vault.text(digest=publication.revision.text_digest, agency_id=publication.post.agency_id)
    return [post for post in told if post["text"] == said]


def told(publication: Publication, *, kind: str = "unknown") -> list[str]:
    """What the leads were told."""
    about = Message.objects.filter(about_post_id=publication.post_id, kind=kind)
    return list(about.values_list("body", flat=True))
