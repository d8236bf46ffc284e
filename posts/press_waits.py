"""Posts that were handed in before whoever they name asked for the press (CPD-TW.IV.A.2).

The rule that holds back a unit's draft holds for them as well: what waits goes back to its author as the question is
written down, in one order with submitting and claims, and the claim asks again (posts.gate). What is on its way goes
on, and the question's page names it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse

from accounts import outbox
from accounts.models import Authorisation, Member
from accounts.outbox import Letter
from audit import trail
from audit.models import Event
from directives.decision import Finding
from directives.engine import judge
from directives.facts import Facts
from directives.pack import Pack
from directives.texts import Reading
from posts import frozen, going_back, halves, inquirers, judging, reviewing, turns
from posts.frozen import Frozen
from posts.models import Approval, Inquiry, Post, Revision, RevisionAuthor, Status, Verdict

UNDER_WAY = (Status.SENDING, Status.PARTLY_OUT, Status.UNKNOWN)
"""Claimed, and not settled yet."""
_UNREAD = Reading(language="", checked=True, sightings=())
"""The words are not read for what they are about: that was done as they were handed in."""
_SENT_BACK, _NAMED = "inquiry.sent_back", "inquiry.named_under_way"
_CORRECTED = "inquiry.account_corrected"
_WAITS_FOR = "post.press_waits"


@dataclass(frozen=True, kw_only=True)
class Met:
    """A post that named whoever asked as the question was written down."""

    post: Post
    went_back: bool
    """Else it was on its way, and went on."""
    for_another: bool
    """Whether it named an account that was corrected since."""


def finding(*, post: Post, revision: Revision, at: datetime) -> Finding | None:
    """What stops a version for whom it names, of those who wait now. Raises judging.PackHasChanged.

    A reason that it was handed in with stands for the questions of then, and for none that came since.
    """
    pack = judging.pack_in_force(agency=post.account.agency, at=at)
    kept = frozen.of(revision=revision, agency_id=post.agency_id)
    named = inquirers.handles_in(text=judging.whole(texts=kept.texts))
    waiting = inquirers.waiting(agency_id=post.agency_id, handles=named)
    if waiting and inquirers.gave_way(
        decision=reviewing.read_decision(revision=revision, agency_id=post.agency_id), pack=pack
    ):
        waiting = inquirers.waiting(agency_id=post.agency_id, handles=waiting, since=revision.submitted_at)
    return _against(post, kept, pack, waiting, at) if waiting else None


def follow(*, inquiry: Inquiry, pack: Pack, at: datetime) -> None:
    """Send back what waits and names whoever asks, and write down what is on its way.

    The caller holds the exclusive side of the order with claims. As many statements for one post as for a thousand.
    """
    naming = _naming(inquiry, pack, at)
    if not naming:
        return
    halves.locked(post_ids=list(naming), agency_id=inquiry.agency_id)
    # Read again under the locks: what its author took back to edit meanwhile waits no more.
    waiting = Post.objects.select_for_update(of=("self",)).filter(pk__in=naming, status__in=going_back.WAITS)
    back = list(waiting.select_related("unit").order_by("pk"))
    under_way = [post.pk for post, _ in naming.values() if post.status in UNDER_WAY]
    letters = list(_letters(back, naming, at))
    going_back.take(posts=back, at=at)
    trail.record_each(
        verb=_WAITS_FOR,
        agency_id=inquiry.agency_id,
        actor_id=None,
        subject_ids=[post.pk for post in back],
        at=at,
        inquiry_id=inquiry.pk,
    )
    for verb, ids in ((_SENT_BACK, [post.pk for post in back]), (_NAMED, under_way)):
        each = [(inquiry.pk, {"post_id": post_id}) for post_id in ids]
        trail.record_all(verb=verb, agency_id=inquiry.agency_id, actor_id=None, each=each, at=at)
    outbox.write_all(letters=letters, at=at)


def met(*, inquiry: Inquiry) -> list[Met]:
    """What named whoever asked as the question was written down, the newest last: two queries, three where it was
    corrected since whose account asks."""
    events = Event.objects.filter(agency_id=inquiry.agency_id, subject="inquiry", subject_id=inquiry.pk)
    found = list(events.filter(verb__in=(_SENT_BACK, _NAMED, _CORRECTED)).order_by("pk"))
    last = {event.keys["post_id"]: event for event in found if event.verb != _CORRECTED}
    posts = Post.objects.filter(pk__in=last).select_related("unit", "account", "revision").order_by("pk")
    corrected = any(event.verb == _CORRECTED for event in found)
    named = _named(posts, inquiry.agency_id) if corrected else {}
    return [
        Met(
            post=post,
            went_back=last[post.pk].verb == _SENT_BACK,
            for_another=inquiry.handle not in named.get(post.pk, {inquiry.handle}),
        )
        for post in posts
    ]


def tell_closed(*, inquiry: Inquiry, at: datetime) -> None:
    """Tell who wrote what went back for the press, names whoever asked, and still lies with them, that it is free."""
    _tell_free(_lying_back(inquiry.agency_id, inquiry.handle), "Communications has closed that question.", at)


def tell_corrected(*, inquiry: Inquiry, before: str, at: datetime) -> None:
    """Tell the same of the account that stood there before."""
    _tell_free(_lying_back(inquiry.agency_id, before), "Communications has corrected who that was.", at)


def _lying_back(agency_id: int, handle: str) -> list[Post]:
    """What went back for the press, names this account and none whose question waits, and lies with its author.

    What was handed in since and came back for another reason is not told: that reason stands.
    """
    sent_back = Event.objects.filter(
        agency_id=agency_id,
        subject="post",
        subject_id=OuterRef("pk"),
        verb=_WAITS_FOR,
        at__gte=OuterRef("revision__submitted_at"),
    )
    returned = Post.objects.filter(Exists(sent_back), agency_id=agency_id, status=Status.RETURNED)
    posts = list(returned.select_related("unit", "revision").order_by("pk")) if handle else []
    named = {post_id: handles for post_id, handles in _named(posts, agency_id).items() if handle in handles}
    waiting = inquirers.waiting(agency_id=agency_id, handles=frozenset().union(*named.values()))
    return [post for post in posts if post.pk in named and not named[post.pk] & waiting]


def _named(posts: Iterable[Post], agency_id: int) -> dict[int, frozenset[str]]:
    """The accounts that the version of each names which was handed in last, by the post's number."""
    revisions = {post.revision: post for post in posts if post.revision is not None}
    words = frozen.texts_of_each(revisions=list(revisions), agency_id=agency_id) if revisions else {}
    return {
        post.pk: _handles(words[revision.pk]) for revision, post in revisions.items() if revision.pk in words
    }


def _handles(texts: Sequence[str]) -> frozenset[str]:
    return inquirers.handles_in(text=judging.whole(texts=texts))


def _tell_free(posts: Sequence[Post], why: str, at: datetime) -> None:
    """Its authors may be of any unit, and are told nothing else of the question: three queries, none for no post."""
    if not posts:
        return
    wrote = _wrote(posts)
    letters = [
        Letter(
            to=[member for revision_id, member in wrote if revision_id == post.revision_id],
            kind="press_answered",
            subject=f"A post of the {post.unit.short_name} may be handed in again",
            body=f"It went back because it names somebody who had asked for the press. {why} Look whether the post is "
            "still right, and submit it again.",
            link=reverse("post", args=[post.pk]),
            about_post_id=post.pk,
        )
        for post in posts
    ]
    outbox.write_all(letters=letters, at=at)


def _wrote(posts: Sequence[Post]) -> list[tuple[int, Member]]:
    """Who wrote the versions of posts, by version, of those who may still sign in: one query."""
    rows = RevisionAuthor.objects.filter(revision__in=[post.revision_id for post in posts])
    return [(row.revision_id, row.member) for row in rows.select_related("member") if row.member.is_active]


def _naming(inquiry: Inquiry, pack: Pack, at: datetime) -> dict[int, tuple[Post, Finding]]:
    """What waits or is on its way and names whoever asks, against the rules: seven queries at most."""
    found = Post.objects.filter(
        agency_id=inquiry.agency_id,
        status__in=(*going_back.WAITS, *UNDER_WAY),
        repost_of="",
        revision__isnull=False,
    )
    read = found.select_related("account__agency", "account__unit", "unit", "revision").order_by("pk")
    posts = {post.revision: post for post in read if post.revision is not None}
    words = frozen.texts_of_each(revisions=list(posts), agency_id=inquiry.agency_id)
    named = [
        revision
        for revision in posts
        if revision.pk in words and inquiry.handle in _handles(words[revision.pk])
    ]
    kept = frozen.of_each(revisions=named, agency_id=inquiry.agency_id)
    asks = frozenset({inquiry.handle})
    against = (
        (posts[one], _against(posts[one], kept[one.pk], pack, asks, at)) for one in named if one.pk in kept
    )
    return {post.pk: (post, finding) for post, finding in against if finding is not None}


def _against(post: Post, kept: Frozen, pack: Pack, asks: frozenset[str], at: datetime) -> Finding | None:
    """What the rules about the press find in a version, as they find it in a draft without a reason to go on."""
    account = post.account
    facts = Facts(
        category=post.category,
        text=judging.whole(texts=kept.texts),
        today=at.astimezone(account.agency.tzinfo).date(),
        answers=inquirers.unreasoned(answers=kept.answers, pack=pack),
        unit_kind=account.unit.kind,
        account=account.handle,
        author_role=judging.author_role(account=account, post=post),
        network=account.get_network_display(),
        pictures=len(kept.alt_texts),
        reposts=bool(post.repost_of),
        readings=(_UNREAD,),
        inquirers=asks,
    )
    return inquirers.finding(decision=judge(pack=pack, facts=facts), pack=pack)


def _letters(
    posts: Sequence[Post], naming: dict[int, tuple[Post, Finding]], at: datetime
) -> Iterator[Letter]:
    """To who wrote each and approved it, and the sergeants of its unit: three queries."""
    approved = Approval.objects.filter(
        revision__in=[post.revision_id for post in posts], verdict=Verdict.APPROVED
    )
    lead = Authorisation.objects.in_force(at=at).filter(
        unit__in={post.unit_id for post in posts}, role__in=turns.SERGEANTS
    )
    people: list[tuple[str, int, Member]] = [
        *(("revision", revision_id, member) for revision_id, member in _wrote(posts)),
        *(("revision", one.revision_id, one.decided_by) for one in approved.select_related("decided_by")),
        *(("unit", one.unit_id, one.member) for one in lead.select_related("member")),
    ]
    for post in posts:
        about = {("revision", post.revision_id), ("unit", post.unit_id)}
        found = naming[post.pk][1]
        yield Letter(
            to=[member for of, key, member in people if (of, key) in about and member.is_active],
            kind="press_waits",
            subject=f"A post of the {post.unit.short_name} went back: the press asked meanwhile",
            body=f"{found.sentence} ({found.clause}) The post was handed in before, and does not go out as it is.",
            link=reverse("post", args=[post.pk]),
            about_post_id=post.pk,
        )
