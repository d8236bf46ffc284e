"""What missed its time, on one page for a whole outage: send now, a new time, or withdraw; each or all."""

from collections import Counter
from collections.abc import Callable, Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from accounts.paths import whole
from accounts.signin import at_of, authority_of, member_of
from audit.verbs import is_id
from posts import drafting, labels, lateness, missed, queues
from posts.actions import Action
from posts.forms import timing
from posts.models import Post, Status
from posts.views import doors

_ACTS = (Action.SEND_LATE, Action.PLAN_AGAIN, Action.WITHDRAW)
_GOES = {
    Action.SEND_LATE: ("1 post goes out now.", "{count} posts go out now, one a minute on each account."),
    Action.PLAN_AGAIN: ("1 post goes out at the new time.", "{count} posts go out from the new time on."),
}
_OTHERWISE = {
    Status.STOPPED: (
        "1 post is held by a stop in force until somebody releases it.",
        "{count} posts are held by a stop in force until somebody releases each.",
    ),
    Status.RETURNED: (
        "1 post went back to its author: its approvals do not reach to that time, so it needs them again.",
        "{count} posts went back to their authors: their approvals do not reach to that time, so they need them again.",
    ),
    Status.WITHDRAWN: ("1 post is withdrawn.", "{count} posts are withdrawn."),
}


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Everything that missed its time where the member works; with `all=1` each is ticked."""
    ticked = request.GET.get("all") == "1"
    return _show(request, slot=timing.Slot(), ticked=None if ticked else frozenset())


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Do one thing with every post that is ticked, or with the one whose own button was pressed."""
    act = next((act for act in _ACTS if act in request.POST), None)
    posts = _ticked(request, request.POST.get(act, "") if act else "")
    ids = frozenset(post.pk for post in posts)
    if act is None or not posts:
        messages.warning(request, "Tick the posts first, then choose what becomes of them.")
        typed = timing.Slot(on=request.POST.get("send_on", ""), clock=request.POST.get("send_clock", ""))
        return _show(request, slot=typed, ticked=ids)
    slot = timing.Slot()
    if act == Action.PLAN_AGAIN:
        slot = timing.ahead(slot=_typed(request), at=at_of(request))
        if slot.moment is None:
            return _show(request, slot=slot, ticked=ids)
    _tell(request, act, _do(request, act, posts, slot))
    return redirect("missed")


def _typed(request: HttpRequest) -> timing.Slot:
    sent = request.POST
    return timing.typed(
        on=sent.get("send_on", ""),
        clock=sent.get("send_clock", ""),
        which=sent.get("which", ""),
        zone=member_of(request).agency.tzinfo,
        unreadable="Choose a day and a time.",
    )


def _ticked(request: HttpRequest, alone: str) -> Sequence[Post]:
    """The posts that are ticked; an id that the member may not see is refused before anything is done."""
    sent = [alone] if alone.isdigit() else request.POST.getlist("post")
    ids = [key for key in map(whole, sent) if key is not None and is_id(key)][: missed.MOST_AT_ONCE]
    authority = authority_of(request)
    found = Post.objects.filter(pk__in=ids, agency_id=authority.agency_id).select_related("revision", "unit")
    seen = [post for post in found if authority.sees(unit_id=post.unit_id)]
    for stranger in sorted(set(ids) - {post.pk for post in seen}):
        doors.refuse(request, post_id=stranger, act="send_late", reason="not_your_unit")
        raise Http404
    return seen


def _do(request: HttpRequest, act: Action, posts: Sequence[Post], slot: timing.Slot) -> Counter[str]:
    """One act for each, in a transaction of its own; how many ended in which status."""
    ended: Counter[str] = Counter()
    for turn in missed.in_order(posts=posts, at=at_of(request)):
        done = doors.perform(request, post_id=turn.post_id, act=act, do=_call(request, act, turn, slot))
        if done is not None:
            ended[done.status] += 1
    return ended


def _call(request: HttpRequest, act: Action, turn: missed.InOrder, slot: timing.Slot) -> Callable[[], Post]:
    actor, at, post_id = member_of(request), at_of(request), turn.post_id
    if act == Action.WITHDRAW:
        return lambda: drafting.withdraw(post_id=post_id, actor=actor, at=at)
    if slot.moment is None:
        return lambda: missed.send(post_id=post_id, moment=turn.moment, actor=actor, at=at)
    moment = slot.moment + (turn.moment - at)
    return lambda: missed.plan(post_id=post_id, moment=moment, actor=actor, at=at)


def _tell(request: HttpRequest, act: Action, ended: Counter[str]) -> None:
    for status, count in ended.items():
        one, many = _OTHERWISE.get(Status(status)) or _GOES[act]
        messages.success(request, one if count == 1 else many.format(count=count))


def _show(request: HttpRequest, *, slot: timing.Slot, ticked: frozenset[int] | None) -> HttpResponse:
    authority = authority_of(request)
    page = missed.page(authority=authority, after=request.GET.get("after"))
    texts = queues.texts_of(page.rows) if page.rows else {}
    rows = [
        {
            "post": post,
            "line": labels.first_line(texts[post.pk]),
            "urgent": post.revision is not None and post.revision.urgent,
            "over": post.revision is not None and lateness.closed(revision=post.revision, now=authority.at),
            "ticked": ticked is None or post.pk in ticked,
        }
        for post in page.rows
    ]
    context = {
        "rows": rows,
        "all_over": all(row["over"] for row in rows),
        "slot": slot,
        "zone": member_of(request).agency.zone,
        "closed": closed.to("send") if (closed := authority.closed()) else "",
        "older": f"?{urlencode({'after': page.next_after})}" if page.next_after else "",
    }
    return render(request, "posts/trouble/missed.html", context)
