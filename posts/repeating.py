"""What an account said lately, so that a draft is not the same again."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import OutletAccount
from directives.facts import PART_BREAK, Earlier
from directives.pack import Pack
from directives.repeat_rules import Repeats
from posts.models import DraftPart, Post, Publication, Status

MOST = 30
"""Posts that a draft is laid beside: the newest."""
OUT = (Status.PARTLY_OUT, Status.PUBLISHED)
SAID = (*OUT, Status.IN_REVIEW, Status.APPROVED, Status.STOPPED, Status.SENDING, Status.UNKNOWN)
"""Where residents have read it, or are to."""


def recent(
    *, pack: Pack, account: OutletAccount, post: Post | None, at: datetime
) -> tuple[Earlier, ...] | None:
    """The posts of an account that are out or wait, the newest first; one query, and None where no rule looks back.

    Left out are the post itself, the one that it corrects, which is to be said anew, and the other of its pair.
    """
    days = max((rule.days for rule in pack.rules if isinstance(rule, Repeats) and rule.on), default=0)
    if not days:
        return None
    found = Post.objects.filter(
        unit_id=account.unit_id,
        account=account,
        status__in=SAID,
        changed_at__gt=at - timedelta(days=days + 1),
    )
    if post is not None and post.pk is not None:
        of_it = [one for one in (post.pk, post.corrects_id, post.translates_id) if one is not None]
        found = found.exclude(pk__in=of_it).exclude(translates=post.pk).exclude(corrects=post.pk)
    return tuple(_earlier(found, account))


def _earlier(found: QuerySet[Post], account: OutletAccount) -> Iterator[Earlier]:
    further = DraftPart.objects.filter(draft__post=OuterRef("pk")).order_by("number").values("text")
    published = Publication.objects.filter(post=OuterRef("pk"), published_at__isnull=False)
    first = published.order_by("published_at").values("published_at")[:1]
    rows = found.order_by("-changed_at", "-pk").annotate(
        further=ArraySubquery(further), out_at=Subquery(first)
    )
    read = rows.values_list("pk", "draft__text", "further", "out_at", "revision__submitted_at")
    for pk, text, more, out_at, sent_in_at in read[:MOST]:
        moment = out_at or sent_in_at
        yield Earlier(
            post=pk,
            text=PART_BREAK.join((text, *more)),
            on=moment.astimezone(account.agency.tzinfo).date(),
            out=out_at is not None,
        )
