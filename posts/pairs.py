"""A post and its translation, two posts of one account: submitted, approved, returned and taken back in one act.

Each stays a post of its own: its own words, approvals, bindings and records, and its own way through the gate. What
has gone out, was withdrawn or ended leaves the other alone; the database refuses half an approval until then.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from accounts import order
from accounts.models import Member
from outlets.languages import LANGUAGES
from posts import drafting, firings, languages, overruling, reviewing, submission, workflow
from posts.actions import STEPS, Action
from posts.drafting import Written
from posts.models import NEVER_OUT, Draft, Post, Status, Verdict
from posts.reviewing import Attested
from posts.submission import NotReady, SlotHasPassed

BOUND = frozenset({Status.DRAFT, Status.IN_REVIEW, Status.RETURNED, Status.APPROVED, Status.STOPPED})
"""Where a post is bound to the other of its pair; the trigger 'approved_together' has the same."""


TRANSLATED = Exists(Post.objects.filter(translates=OuterRef("pk")))
"""Whether a post has a translation: as `translated` on a post that is loaded for a page, it spares a question."""


class NotAPair(Exception):
    """A translation cannot be begun; the sentence says why."""


class OtherHalf(Exception):
    """The other post of the pair stands in the way; the sentence says how."""


def other_of(*, post: Post) -> Post | None:
    """The other post of a pair, wherever it is by now, with what a page shows of it; None for a post alone."""
    found = Post.objects.select_related(
        "revision", "draft__saved_by", "account__agency", "account__unit", "unit", "author"
    )
    if post.translates_id is not None:
        return found.get(pk=post.translates_id)
    if not getattr(post, "translated", True):
        return None
    return max(
        found.filter(translates=post), key=lambda one: (one.status not in NEVER_OUT, one.pk), default=None
    )


def bound_to(*, post: Post) -> Post | None:
    """The other post of a pair while the two are decided about together."""
    other = other_of(post=post)
    return other if other is not None and other.status in BOUND and post.status in BOUND else None


def waits_with(*, post: Post) -> bool:
    """Whether a translation is reviewed on the desk of what it translates: while both wait for a verdict."""
    other = bound_to(post=post)
    return post.status == Status.IN_REVIEW and other is not None and other.status == Status.IN_REVIEW


_OVER = frozenset({Status.WITHDRAWN, Status.REJECTED, Status.STOPPED, Status.TAKING_DOWN, Status.TAKEN_DOWN})


def told_of_other(*, post: Post) -> str:
    """After an act on one post of a pair alone: where the other is; empty where that ended or stopped, too."""
    other = other_of(post=post)
    if other is None or other.status in _OVER:
        return ""
    return (
        f"Its pair, the post in {name_of(post=other)}, is not changed: {other.get_status_display().lower()}. "
        "Open it below to do the same."
    )


@transaction.atomic
def begin(*, post_id: int, language: str, actor: Member, at: datetime) -> Post:
    """Begin the translation of a draft beside it, with its kind, answers, times and pictures.

    Raises NotAPair, and what workflow.begin and drafting.begin_post raise.
    """
    taken = workflow.begin(post_id=post_id, action=Action.SAVE, actor=actor, at=at)
    post, agency = taken.post, taken.post.account.agency
    draft = Draft.objects.get(post=post)
    if post.translates_id is not None or post.repost_of or post.corrects_id is not None:
        raise NotAPair("A translation, a correction or a repost is not translated here.")
    if (other := other_of(post=post)) is not None and other.status not in NEVER_OUT:
        raise NotAPair(f"It is paired already, with a post in {name_of(post=other)}.")
    if language not in LANGUAGES or language == (draft.language or agency.language):
        raise NotAPair("Choose another language than that of this post.")
    kept = drafting.written_in(draft=draft, category=post.category)
    own = not languages.other(code=draft.language, agency=agency)
    written: Written = replace(
        kept,
        text="",
        further=(),
        pictures=tuple(one for one in kept.pictures if one.part == 0),
        language=languages.other(code=language, agency=agency),
        meaning="\n\n".join((kept.text, *kept.further)) if own else "",
        note="",
    )
    return drafting.begin_post(
        account_id=post.account_id, actor=actor, at=at, written=written, copied_from=post, translates=True
    )


def name_of(*, post: Post) -> str:
    """The language of a post of a pair: 'Spanish'."""
    code = post.revision.language if post.revision is not None else post.draft.language
    return languages.name_of(code=code or post.account.agency.language)


@transaction.atomic
def submit(*, post_id: int, actor: Member, seen_version: int, at: datetime) -> Post:
    """Submit a post, with the other of its pair: both or none, and each takes every step that either asks for.

    One that waits or had been approved is taken back first. Raises OtherHalf, and what submission.submit raises.
    """
    order.claiming(agency_id=actor.agency_id)
    halves = _locked(post_id, actor)
    if len(halves) == 1:
        return submission.submit(post_id=post_id, actor=actor, seen_version=seen_version, at=at)
    begins = STEPS[Action.SUBMIT].sources
    if all(half.status in begins for half in halves if half.pk == post_id):
        for half in halves:
            if half.status not in begins:
                _of(half, post_id, partial(drafting.reopen, post_id=half.pk, actor=actor, at=at))
    _refuse_the_same_language(halves)
    steps = {half.pk: submission.judged_of(post=half, at=at).decision.route for half in halves}
    done: dict[int, Post] = {}
    spoke: list[firings.Judged] = []
    for half in halves:
        version = seen_version if half.pk == post_id else half.draft.version
        beside = tuple(step for pk, route in steps.items() if pk != half.pk for step in route)
        submitted = _of(
            half,
            post_id,
            partial(
                submission.submit,
                post_id=half.pk,
                actor=actor,
                seen_version=version,
                beside=beside,
                counted_with=spoke,
                at=at,
            ),
        )
        done[half.pk] = submitted
    firings.submitted(judged=spoke, at=at)
    return done[post_id]


def _refuse_the_same_language(halves: list[Post]) -> None:
    one, other = (half.draft.language or half.account.agency.language for half in halves)
    if one == other:
        raise OtherHalf(f"Both posts of the pair are in {languages.name_of(code=one)}. Change one.")


def _of(half: Post, post_id: int, act: Callable[[], Post]) -> Post:
    """The act on one post of a pair; what stands in the way of the other one is told as such."""
    if half.pk == post_id:
        return act()
    try:
        return act()
    except (NotReady, SlotHasPassed, workflow.WrongStatus, reviewing.ReadSomethingElse) as fault:
        raise OtherHalf(f"The post in {name_of(post=half)}, its pair: {fault} Nothing was done.") from fault


@transaction.atomic
def approve(
    *,
    post_id: int,
    bindings: Mapping[int, str],
    actor: Member,
    attested: Mapping[int, Attested],
    guidance: str = "",
    at: datetime,
) -> Post:
    """Give the step of a post, and the same of the other of its pair: two approvals of two versions, or none.

    `bindings` and `attested` are those of each post, by its id. Raises as reviewing.approve, and OtherHalf.
    """
    return _both_in_review(
        post_id,
        actor,
        lambda half: reviewing.approve(
            post_id=half.pk,
            binding=bindings.get(half.pk, ""),
            actor=actor,
            attested=attested.get(half.pk) or Attested(form="", said=()),
            guidance=guidance,
            at=at,
        ),
    )


@transaction.atomic
def stand_in(
    *,
    post_id: int,
    bindings: Mapping[int, str],
    actor: Member,
    attested: Mapping[int, Attested],
    reason: str,
    guidance: str = "",
    at: datetime,
) -> Post:
    """Give the step of an absent office, of both posts of a pair or of none. Raises as `approve`."""
    return _both_in_review(
        post_id,
        actor,
        lambda half: reviewing.stand_in(
            post_id=half.pk,
            binding=bindings.get(half.pk, ""),
            actor=actor,
            attested=attested.get(half.pk) or Attested(form="", said=()),
            reason=reason,
            guidance=guidance,
            at=at,
        ),
    )


def _both_in_review(post_id: int, actor: Member, give: Callable[[Post], Post]) -> Post:
    order.claiming(agency_id=actor.agency_id)
    halves = _locked(post_id, actor)
    for half in halves:
        if half.pk != post_id and half.status != Status.IN_REVIEW:
            raise OtherHalf(waits_for(other=half))
    given = {half.pk: _of(half, post_id, partial(give, half)) for half in halves}
    return given[post_id]


def waits_for(*, other: Post) -> str:
    """Why a post of a pair cannot be approved while the other does not wait for the same."""
    status = other.get_status_display().lower()
    return (
        f"The post in {name_of(post=other)}, its pair, is {status}. A pair is approved together, so this one waits. "
        "It can be returned."
    )


@transaction.atomic
def send_back(
    *,
    post_id: int,
    verdict: Verdict,
    bindings: Mapping[int, str],
    actor: Member,
    reason: str,
    ground: str,
    at: datetime,
) -> Post:
    """Return or reject a post, and the other of its pair where that waits for the same verdict."""
    order.claiming(agency_id=actor.agency_id)
    decide = reviewing.return_ if verdict == Verdict.RETURNED else reviewing.reject
    done: dict[int, Post] = {}
    for half in _locked(post_id, actor):
        if half.pk == post_id or half.status == Status.IN_REVIEW:
            done[half.pk] = _of(
                half,
                post_id,
                partial(
                    decide,
                    post_id=half.pk,
                    binding=bindings.get(half.pk, ""),
                    actor=actor,
                    reason=reason,
                    ground=ground,
                    at=at,
                ),
            )
    return done[post_id]


@transaction.atomic
def overrule(*, post_id: int, verdict: Verdict, actor: Member, reason: str, at: datetime) -> Post:
    """The final judgement of Communications over a post, and over the other of its pair that has not gone out."""
    order.taking_away(agency_id=actor.agency_id)
    return _each(
        post_id,
        Action.OVERRULE,
        actor,
        lambda pk: overruling.overrule(post_id=pk, verdict=verdict, actor=actor, reason=reason, at=at),
    )


@transaction.atomic
def reopen(*, post_id: int, actor: Member, at: datetime) -> Post:
    """Take a post back to edit it, with the other of its pair that has not gone out: both are approved anew.

    Raises OtherHalf for a translation in whose place another one was begun, and what drafting.reopen raises.
    """
    one = next((half for half in _locked(post_id, actor) if half.pk == post_id and half.translates_id), None)
    others = (
        Post.objects.filter(translates=one.translates_id).exclude(pk=post_id) if one else Post.objects.none()
    )
    if others.exclude(status__in=NEVER_OUT).exists():
        raise OtherHalf("Another translation was begun in its place. Go on with that one.")
    return _each(post_id, Action.REOPEN, actor, lambda pk: drafting.reopen(post_id=pk, actor=actor, at=at))


def _each(post_id: int, action: Action, actor: Member, act: Callable[[int], Post]) -> Post:
    """The act on a post, and on the other of its pair where that stands at its beginning, too."""
    halves = _locked(post_id, actor)
    ids = [half.pk for half in halves if half.pk == post_id or half.status in STEPS[action].sources]
    done = {pk: act(pk) for pk in ids or [post_id]}
    return done[post_id]


def _locked(post_id: int, actor: Member) -> list[Post]:
    """A post and the other of its pair while they are bound, locked in the order in which they were begun."""
    own = Post.objects.filter(pk=post_id, agency_id=actor.agency_id).values_list("translates_id", flat=True)
    first = next(iter(own), None) or post_id
    pair = Post.objects.select_for_update(of=("self",)).filter(Q(pk=first) | Q(translates=first))
    found = list(
        pair.filter(agency_id=actor.agency_id)
        .select_related("account__agency", "account__unit", "unit", "revision", "draft")
        .order_by("pk")
    )
    bound = [half for half in found if half.pk == post_id or half.status in BOUND]
    alone = next((half for half in found if half.pk == post_id), None)
    if alone is None:
        raise Post.DoesNotExist
    return bound if alone.status in BOUND else [alone]
