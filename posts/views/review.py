"""The queue and the desk."""

from collections.abc import Mapping, Sequence

from django import forms
from django.contrib import messages
from django.db.models import Count, F, Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts import offices
from accounts.models import Role, Unit
from accounts.models.authority import COMMANDERS
from accounts.paths import moment
from accounts.signin import at_of, authority_of, member_of
from posts import beside, cards, halves, openings, telling, undecided, waiting
from posts import desk as desks
from posts.actions import Action
from posts.models import Approval, Post, Revision, Status
from posts.standing import Standing
from posts.views import asked, doors
from posts.waiting import LABELS, Filter, Queue

DECIDING = (
    Action.STAND_IN,
    Action.RETURN,
    Action.PROPOSE,
    Action.COMMENT,
    Action.ASK,
    Action.REJECT,
    Action.STOP,
)


@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for the member, soonest due first."""
    authority = authority_of(request)
    waits = _queue_of(request)
    counts = waits.counts()
    chosen = _chosen(request, waits)
    page = waits.page(chosen=chosen, after=request.GET.get("after"))
    shown = cards.of(page.rows, authority=authority)
    begin = reverse("queue")
    return render(
        request,
        "posts/review/queue.html",
        {
            "at": at_of(request),
            "counts": counts,
            "chosen": chosen,
            "filters": [(one, LABELS[one], counts[one]) for one in waits.filters()],
            "cards": shown,
            "newer": f"{begin}?filter={chosen}" if request.GET.get("after") else "",
            "older": f"{begin}?filter={chosen}&after={page.next_after}" if page.next_after else "",
            "may_write": authority.holds(Role.USMR, Role.COMMUNICATIONS),
            "reviews": authority.holds(Role.SERGEANT, Role.ACTING_SERGEANT, *offices.NAMES),
            "leads": authority.holds(*COMMANDERS),
            "office": _office(request),
            "decided": {} if shown else _decided_today(waits),
        },
    )


@require_GET
def arrivals(request: HttpRequest) -> HttpResponse:
    """How many posts came since the page was made, as a link; 204 when none did."""
    since = moment(request.GET.get("since", ""))
    if since is None:
        return HttpResponse(status=204)
    waits = _queue_of(request)
    arrived = waits.arrived(since=since)
    if not arrived:
        return HttpResponse(status=204)
    return render(
        request, "posts/review/arrivals.html", {"arrived": arrived, "chosen": _chosen(request, waits)}
    )


@require_GET
def desk(request: HttpRequest, post_id: int) -> HttpResponse:
    """One post as its reviewer reads it; one that is decided opens on its own page, which says by whom."""
    post, standing = doors.load(request, post_id)
    if post.translates_id is not None and halves.waits_with(post=post):
        return redirect(f"{reverse('desk', args=[post.translates_id])}#other-half")
    if post.status != Status.IN_REVIEW or post.revision is None:
        verdict = telling.last_verdict(post)
        if verdict is not None:
            messages.info(request, _in_words(request, post, verdict))
        return redirect("post", post_id)
    return show(request, post=post, standing=standing, revision=post.revision)


@require_POST
def keep_open(request: HttpRequest, post_id: int) -> HttpResponse:
    """The desk is still open: who else has it open, or that somebody has decided meanwhile."""
    post, standing = doors.load(request, post_id)
    others = openings.seen(post_id=post.pk, member=member_of(request), at=at_of(request))
    revision = post.revision
    seen = request.POST.get("binding", "")
    changed = post.status != Status.IN_REVIEW or revision is None or revision.binding != seen
    verdict = telling.last_verdict(post) if changed else None
    found = {
        "post": post,
        "changed": changed,
        "verdict": _in_words(request, post, verdict) if verdict else "",
        "others": others,
        "late": None
        if changed or revision is None
        else undecided.late(revision=revision, standing=standing, now=at_of(request)),
        "too_late": changed
        and post.status == Status.RETURNED
        and revision is not None
        and undecided.over(revision=revision, now=at_of(request)),
        "following": _following(request, post) if changed else None,
        "approves": request.POST.get("approves"),
    }
    return render(request, "posts/review/company.html", found)


def show(
    request: HttpRequest,
    *,
    post: Post,
    standing: Standing,
    revision: Revision,
    wrong: Mapping[Action, forms.Form] | None = None,
    ticked: Sequence[str] = (),
    missing: bool = False,
    news: Sequence[str] = (),
    guidance: forms.Form | None = None,
) -> HttpResponse:
    """The desk, with what was typed and `ticked` where something is to be mended: `wrong`, or `missing` a box.

    Or links answered something else since it was opened: `news`, in words.
    """
    authority = authority_of(request)
    pair = beside.waiting(post=post)
    read = desks.read(
        post=post,
        standing=standing,
        revision=revision,
        authority=authority,
        also=pair.also if pair else None,
    )
    read, other = beside.desk_of(desk=read, other=pair, authority=authority)
    sheets = asked.sheets(
        post=post,
        acts=read.acts,
        wanted=DECIDING,
        texts=read.texts,
        guidance=read.stand_in_guidance,
        wrong=wrong or {},
    )
    context = {
        "desk": read,
        "beside": other,
        "post": post,
        "late": undecided.late(revision=revision, standing=standing, now=at_of(request)),
        "place": waiting.place(authority=authority, post_id=post.pk),
        "others": openings.seen(post_id=post.pk, member=member_of(request), at=at_of(request)),
        "sheets": sheets,
        "guidance": guidance or asked.guidance(questions=read.guidance),
        "ticked": ticked,
        "not_ticked": missing,
        "news": news,
    }
    return render(request, "posts/review/desk.html", context)


def _queue_of(request: HttpRequest) -> Queue:
    return Queue(authority=authority_of(request), zone=member_of(request).agency.tzinfo)


def _office(request: HttpRequest) -> Unit | None:
    """The member's office, whose duty list the queue leads to."""
    authority = authority_of(request)
    if not authority.holds(*offices.NAMES):
        return None
    unit = member_of(request).unit
    role = offices.ROLE_OF.get(unit.kind)
    return unit if role is not None and authority.holds(role) else None


def _chosen(request: HttpRequest, waits: Queue) -> Filter:
    wish = request.GET.get("filter", "")
    return Filter(wish) if wish in waits.filters() else Filter.ALL


def _following(request: HttpRequest, post: Post) -> int | None:
    return waiting.place(authority=authority_of(request), post_id=post.pk).next_to_open


def _in_words(request: HttpRequest, post: Post, verdict: Approval) -> str:
    zone = post.account.agency.tzinfo
    return telling.verdict_in_words(verdict, reader_id=member_of(request).pk, zone=zone)


def _decided_today(waits: Queue) -> dict[str, object]:
    """How many posts the member decided today, and the longest that one had waited."""
    given = Approval.objects.filter(decided_by=waits.authority.member_id, decided_at__gte=waits.today())
    waited = F("decided_at") - F("revision__submitted_at")
    return given.aggregate(number=Count("pk"), longest=Max(waited))
