"""What is stopped, by whom and why; the kill switch; and the list of what waits for its release."""

from collections.abc import Mapping

from django.contrib import messages
from django.db.models import Count, Min, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import stepup
from accounts.models import Agency, OutletAccount, Role
from accounts.paths import whole
from accounts.signin import at_of, authority_of, member_of
from accounts.views.refusing import refused
from audit.verbs import is_id
from posts import held, holding, judging, stopping, stops
from posts.forms.stops import Reasoned, StopForm
from posts.models import Post, Scope, Status, Stop
from posts.permissions import LEADS
from posts.stopping import LiftedAlready, Placed, StoppedAlready
from posts.views import refusals
from posts.workflow import Refused

PAST = 20
"""How many lifted stops the page tells of at a time."""
_MAY_STOP_ALL = (Role.COMMUNICATIONS, Role.ADMINISTRATOR)


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """What is in force where the member works, a form for a narrower stop, and what was lifted."""
    return _list(request, form=_form(request) if authority_of(request).holds(*LEADS) else None)


@require_POST
def place(request: HttpRequest) -> HttpResponse:
    """A stop on one unit, account, kind of post or member."""
    if not authority_of(request).holds(*LEADS):
        raise refused(
            request,
            act="place_stop",
            subject="agency",
            subject_id=member_of(request).agency_id,
            sentence="Sergeants, commanders and Communications stop publishing.",
        )
    form = _form(request, typed=True)
    placed = _place(request, form) if form.is_valid() else None
    return redirect("stops") if placed else _list(request, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def publishing(request: HttpRequest) -> HttpResponse:
    """The kill switch: what is stopped, in words and numbers; a reason; and the password for the whole department."""
    if not authority_of(request).holds(*_MAY_STOP_ALL):
        raise refused(
            request,
            act="stop_publishing",
            subject="agency",
            subject_id=member_of(request).agency_id,
            sentence="Communications and administrators stop the whole department. Sergeants and commanders stop "
            "their unit from the page of stops.",
        )
    typed = request.method == "POST"
    form = _form(request, typed=typed, everything=True)
    asked = stepup.form(request)
    if typed and _agreed(request, form, asked) and _place(request, form):
        return redirect("stops")
    context = {"form": form, "asked": asked, "reach": _reach(request)}
    return render(request, "posts/stops/publishing.html", context)


def _agreed(request: HttpRequest, form: StopForm, asked: stepup.Again | None) -> bool:
    """Both are looked at, so that everything to mend is said at once; only the department asks for the password."""
    valid = form.is_valid()
    if form["scope"].value() != Scope.DEPARTMENT:
        return valid
    return valid and stepup.passed(request, asked)


@require_http_methods(["GET", "HEAD", "POST"])
def lift(request: HttpRequest, stop_id: int) -> HttpResponse:
    """Ask for a reason, and for the whole department the password; then lift it. Nothing goes out by itself."""
    stop = _stop(request, stop_id)
    ruling = stops.may_lift(authority=authority_of(request), stop=stop)
    typed = request.method == "POST"
    form = Reasoned(request.POST if typed else None, use_required_attribute=False)
    asked = stepup.form(request) if stop.scope == Scope.DEPARTMENT else None
    if typed and (not ruling.allowed or (form.is_valid() and stepup.passed(request, asked))):
        return _lift(request, stop, reason=form.cleaned_data["reason"] if form.is_valid() else "")
    context = {
        "stop": stop,
        "words": stops.in_words(stop),
        "by": stops.by(stop),
        "form": form,
        "asked": asked,
        "ruling": ruling,
        "holds": len(holding.left_by(stop=stop)),
    }
    return render(request, "posts/stops/lift.html", context)


@require_GET
def strip(request: HttpRequest) -> HttpResponse:
    """The red strip for a page that stays open: 204 while it is as it was, so that a change is announced once."""
    stands = stopping.whole_department(agency_id=member_of(request).agency_id)
    if request.GET.get("shown", "") == (str(stands.pk) if stands else ""):
        return HttpResponse(status=204)
    return render(request, "parts/stop_strip.html", {"fresh": True})


@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """What is held, by unit; each post is released by a press of its own."""
    wanted = whole(request.GET.get("stop", ""))
    stop = _stop(request, wanted) if wanted is not None and is_id(wanted) else None
    page = held.page(
        authority=authority_of(request),
        stop_id=stop.pk if stop else None,
        after=request.GET.get("after"),
    )
    more = {"stop": str(stop.pk)} if stop else {}
    context = {
        "units": held.units_of(page.rows),
        "stop": stop,
        "words": stops.in_words(stop) if stop else "",
        "older": f"?{urlencode({**more, 'after': page.next_after})}" if page.next_after else "",
    }
    return render(request, "posts/stops/held.html", context)


def _form(request: HttpRequest, *, typed: bool = False, everything: bool = False) -> StopForm:
    agency = Agency.objects.get(pk=member_of(request).agency_id)
    pack = judging.pack_in_force(agency=agency, at=at_of(request))
    return StopForm(
        request.POST if typed else None, authority=authority_of(request), pack=pack, everything=everything
    )


def _place(request: HttpRequest, form: StopForm) -> Placed | None:
    member = member_of(request)
    try:
        placed = stopping.place(
            target=form.target, reason=form.cleaned_data["reason"], actor=member, at=at_of(request)
        )
    except StoppedAlready as fault:
        messages.warning(request, str(fault))
        form.add_error("scope", str(fault))
        return None
    except Refused as refusal:
        refusals.ruled(
            request, subject="agency", subject_id=member.agency_id, act="place_stop", ruling=refusal.ruling
        )
        form.add_error("scope", refusal.ruling.reason)
        return None
    _tell(request, placed)
    return placed


def _tell(request: HttpRequest, placed: Placed) -> None:
    count = len(placed.swept.held)
    held_now = (
        "Nothing was waiting to go out" if not count else f"{count} post{'' if count == 1 else 's'} held"
    )
    messages.success(request, f"Publishing is stopped for {stops.in_words(placed.stop)}. {held_now}.")
    going = len(placed.swept.going_out)
    if going:
        was = "1 post was" if going == 1 else f"{going} posts were"
        messages.warning(
            request, f"{was} already going out. Take down what must not stay; the list is below."
        )


def _lift(request: HttpRequest, stop: Stop, *, reason: str) -> HttpResponse:
    try:
        stopping.lift(stop_id=stop.pk, reason=reason, actor=member_of(request), at=at_of(request))
    except LiftedAlready as fault:
        messages.warning(request, str(fault))
        return redirect("stops")
    except Refused as refusal:
        refusals.ruled(request, subject="stop", subject_id=stop.pk, act="lift_stop", ruling=refusal.ruling)
        messages.error(request, refusal.ruling.reason)
        return redirect("stops")
    messages.success(
        request, f"The stop for {stops.in_words(stop)} is lifted. What it held is released one by one."
    )
    return redirect(f"{reverse('held_posts')}?{urlencode({'stop': stop.pk})}")


def _stop(request: HttpRequest, stop_id: int) -> Stop:
    """A wide stop that concerns the member; Http404 for anybody else."""
    found = next(iter(stops.concerning(authority=authority_of(request)).filter(pk=stop_id)), None)
    if found is None:
        raise Http404
    return found


def _list(request: HttpRequest, *, form: StopForm | None) -> HttpResponse:
    authority = authority_of(request)
    concerning = stops.concerning(authority=authority).annotate(
        holds_now=Count("holds__post", filter=Q(holds__post__status=Status.STOPPED), distinct=True)
    )
    in_force = concerning.filter(released_at__isnull=True).prefetch_related("restorations")
    past, older = stops.history(concerning, after=request.GET.get("after"), size=PAST)
    context = {
        "in_force": [_line(stop, request) for stop in in_force.order_by("placed_at", "pk")],
        "past": [_line(stop, request) for stop in past],
        "older": f"?{urlencode({'after': older})}" if older else "",
        "form": form,
        "may_stop_all": authority.holds(*_MAY_STOP_ALL),
        "going_out": held.going_out(authority=authority),
    }
    return render(request, "posts/stops/list.html", context)


def _line(stop: Stop, request: HttpRequest) -> Mapping[str, object]:
    return {
        "stop": stop,
        "words": stops.in_words(stop),
        "by": stops.by(stop),
        "ruling": stops.may_lift(authority=authority_of(request), stop=stop),
    }


def _reach(request: HttpRequest) -> Mapping[str, object]:
    """What the whole department is, in numbers: two queries."""
    agency_id = member_of(request).agency_id
    accounts = OutletAccount.objects.filter(agency_id=agency_id)
    waiting_now = Post.objects.filter(agency_id=agency_id, status=Status.APPROVED)
    return {
        **accounts.aggregate(accounts=Count("pk"), units=Count("unit", distinct=True)),
        **waiting_now.aggregate(posts=Count("pk"), next_due=Min("due_at")),
    }
