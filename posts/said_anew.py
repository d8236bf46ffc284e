"""What is said anew of a picture, and the versions that show it.

A version keeps the statement it was judged by. Where a later one asks for more, consent that was taken back for one,
what waits goes back to its author in the same instant, and of what is out those are told who can take it down. The
claim asks again (posts.gate), for what changed on another way.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from accounts import outbox
from accounts.models import AgencyPolicy, Member
from accounts.outbox import Letter
from audit import trail
from directives.decision import Finding
from directives.pack import Pack
from posts import ended_rights, going_back, judging, notices, said
from posts.models import Picture, Post, Revision, RevisionPicture
from posts.permitting import OUT, WAITING


def asks_for(*, post: Post, revision: Revision, pack: Pack, at: datetime) -> tuple[Finding, ...]:
    """What a pack finds in a version by what is said of its pictures now, and did not find by what was said then.

    Whoever approved it knew nothing of it. Both by the rules that count from `at` on.
    """
    then = judging.judge_frozen(revision=revision, post=post, pack=pack, judged_at=at)
    described = said.as_it_stands(revision=revision)
    now = judging.judge_frozen(revision=revision, post=post, pack=pack, described=described, judged_at=at)
    known = frozenset(then.findings)
    return tuple(one for one in now.findings if one.level != "think" and one not in known)


def follow(*, picture: Picture, actor: Member, at: datetime) -> None:
    """Send back what waits with a picture and lacks something by what stands there now, and tell of what is out.

    The caller holds the exclusive side of the order with claims, and has written what is said.
    """
    try:
        pack = judging.pack_in_force(agency=picture.agency, at=at)
    except (AgencyPolicy.DoesNotExist, judging.PackHasChanged):
        # The claim asks again, and sends nothing that cannot be judged.
        return
    waiting = _showing(picture).filter(status__in=WAITING).select_for_update(of=("self",))
    back = [post for post in waiting if _lacks(post, pack, at)]
    letters = [letter for post in back for letter in _letters(post, actor, at)]
    going_back.take(posts=back, at=at)
    trail.record_each(
        verb="post.picture_said_anew",
        agency_id=picture.agency_id,
        actor_id=actor.pk,
        subject_ids=[post.pk for post in back],
        at=at,
        picture_id=picture.pk,
    )
    outbox.write_all(letters=letters, at=at)
    if (last := said.of_pictures(pictures=[picture]).get(picture.pk)) is None:
        return
    for post in _showing(picture).filter(status__in=OUT):
        if _lacks(post, pack, at, must_fix=True):
            ended_rights.take_back(post=post, rights=last.row, agency=picture.agency, at=at)


def _showing(picture: Picture) -> QuerySet[Post]:
    """The posts whose present version shows it."""
    shown = RevisionPicture.objects.filter(picture=picture).values("revision")
    rows = Post.objects.filter(agency_id=picture.agency_id, revision__in=shown)
    return rows.select_related("account__agency", "account__unit", "unit", "revision").order_by("pk")


def _lacks(post: Post, pack: Pack, at: datetime, *, must_fix: bool = False) -> bool:
    found = asks_for(post=post, revision=post.revision, pack=pack, at=at) if post.revision else ()
    return any(one.level == "must_fix" for one in found) if must_fix else bool(found)


def _letters(post: Post, by: Member, at: datetime) -> Iterator[Letter]:
    """To who wrote it and who decides or decided about it; what was said stays on the picture's page."""
    people = dict.fromkeys([*notices.authors(post), *notices.reviewers(post=post, at=at)])
    yield Letter(
        to=[member for member in people if member.pk != by.pk],
        kind="picture_said_anew",
        subject=f"A post of the {post.unit.short_name} went back: more is asked of its picture",
        body=f"{by.titled_name} said something anew of a picture in it, and by that it may not go out as it is. "
        "Open it to see what is missing.",
        link=reverse("post", args=[post.pk]),
        about_post_id=post.pk,
    )
