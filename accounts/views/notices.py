"""Notices: read and acknowledged by who was told; those who guide the units send them and see who has not."""

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import keyset, spreadsheets
from accounts.forms.guidance import NoticeForm, WhyForm
from accounts.guidance import audience, guides, notices, tally
from accounts.guidance.notices import NobodyToTell, NotPossible, OwnNotice
from accounts.models import Broadcast, Receipt, Role, Unit
from accounts.signin import at_of, authority_of, member_of
from accounts.views.library import guide
from accounts.views.refusing import refused

SIZE = 20
PEOPLE = 50


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """The notices that the member was told of; for those who guide the units, every one."""
    authority, member = authority_of(request), member_of(request)
    sees_all = authority.holds(*guides.GUIDES)
    found = (
        Broadcast.objects.filter(agency_id=authority.agency_id) if sees_all else audience.told(member=member)
    )
    page = _page(found, after=request.GET.get("after"))
    return render(
        request,
        "accounts/guidance/notices.html",
        {
            "rows": tally.of(notices=page.rows, member=member),
            "older": f"?{urlencode({'after': page.next_after})}" if page.next_after else "",
            "newest": reverse("notices") if request.GET.get("after") else "",
            "guides": sees_all,
        },
    )


def _page(found: QuerySet[Broadcast], *, after: str | None) -> keyset.Page[Broadcast]:
    begun = keyset.begins(after)
    if begun is not None:
        written_at, pk = begun
        found = found.filter(Q(written_at__lt=written_at) | Q(written_at=written_at, pk__lt=pk))
    found = found.select_related("written_by").prefetch_related("units").order_by("-written_at", "-pk")
    return keyset.cut(found, size=SIZE, by=lambda one: one.written_at)


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Write a notice, look at whom it reaches, and send it."""
    guide(request, act="send_notice")
    member, at = member_of(request), at_of(request)
    typed = request.POST if request.method == "POST" else None
    units = Unit.objects.filter(agency_id=member.agency_id).order_by("number")
    form = NoticeForm(typed, units=units, zone=member.agency.tzinfo, at=at)
    if typed is None or not form.is_valid():
        return render(request, "accounts/guidance/send.html", {"form": form})
    said = form.said
    if "look" in typed:
        people = audience.members(agency_id=member.agency_id, unit_ids=said.unit_ids, roles=said.roles, at=at)
        reached = [(unit, sum(1 for one in people.values() if one == unit.pk)) for unit in units]
        context = {"form": form, "looked": True, "people": len(people), "reached": reached}
        return render(request, "accounts/guidance/send.html", context)
    try:
        made = notices.send(said=said, actor=member, at=at)
    except NobodyToTell as why:
        form.add_error("roles", str(why))
        return render(request, "accounts/guidance/send.html", {"form": form})
    if made.waits:
        messages.success(
            request, "The notice waits. It is sent when somebody else who guides the units approves it."
        )
    else:
        messages.success(request, "The notice is sent. This page shows who has acknowledged it.")
    return redirect("notice", made.pk)


@require_GET
def notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """One notice: to be acknowledged by who was told, and for those who guide the units, who has not."""
    return _notice_page(request, _notice(request, notice_id))


@require_POST
def acknowledge(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Say that one has read it."""
    found = _notice(request, notice_id)
    if found.withdrawn_at is not None:
        messages.warning(request, "The notice was withdrawn, so nobody needs to acknowledge it.")
        return redirect("notice", found.pk)
    if not request.POST.get("read"):
        messages.error(request, "Tick the box under the notice to say that you have read it.")
        return redirect("notice", found.pk)
    try:
        notices.acknowledge(broadcast_id=found.pk, member=member_of(request), at=at_of(request))
    except Receipt.DoesNotExist:
        messages.warning(request, "This notice went to others, so there is nothing to acknowledge.")
        return redirect("notice", found.pk)
    messages.success(request, "You have acknowledged the notice.")
    return redirect("home")


@require_POST
def approve(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Send somebody else's notice to the whole department."""
    found = _notice(request, notice_id)
    guide(request, act="approve_notice")
    try:
        done = notices.approve(broadcast_id=found.pk, actor=member_of(request), at=at_of(request))
    except OwnNotice as no:
        subject_id = found.agency_id
        raise refused(
            request, act="approve_notice", subject="agency", subject_id=subject_id, sentence=str(no)
        ) from no
    except (NotPossible, NobodyToTell) as no:
        messages.warning(request, str(no))
        return redirect("notice", found.pk)
    if done:
        messages.success(request, "The notice is sent. This page shows who has acknowledged it.")
    else:
        messages.warning(request, "The notice was sent already.")
    return redirect("notice", found.pk)


@require_POST
def withdraw(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Take a wrong notice back."""
    found = _notice(request, notice_id)
    guide(request, act="withdraw_notice")
    form = WhyForm(request.POST)
    if not form.is_valid():
        return _notice_page(request, found, form=form)
    why, member = form.cleaned_data["reason"], member_of(request)
    if notices.withdraw(broadcast_id=found.pk, why=why, actor=member, at=at_of(request)):
        end = "Nobody is reminded of it any more." if found.was_sent else "It is not sent."
        messages.success(request, f"The notice is withdrawn. {end}")
    else:
        messages.warning(request, "The notice was withdrawn already.")
    return redirect("notice", found.pk)


@require_GET
def missing_file(request: HttpRequest, notice_id: int) -> HttpResponseBase:
    """Who has not acknowledged, as a file for a spreadsheet."""
    found = _notice(request, notice_id)
    guide(request, act="see_acknowledgements")
    return spreadsheets.sent(name=f"not-acknowledged-{found.pk}", rows=_missing_lines(found))


def _missing_lines(found: Broadcast) -> Iterator[Sequence[object]]:
    yield "Unit", "Member", "Department e-mail", f"Told ({found.agency.zone})", "Reminders sent"
    for one in _missing(found):
        told = one.told_at.astimezone(found.agency.tzinfo)
        yield one.unit.full_name, one.member, one.member.email, f"{told:%Y-%m-%d %H:%M}", one.reminders


def _missing(found: Broadcast) -> QuerySet[Receipt]:
    people = audience.missing(broadcast_ids=[found.pk]).select_related("member", "unit")
    return people.order_by("pk")


def _notice(request: HttpRequest, notice_id: int) -> Broadcast:
    """A notice that the member was told of; those who guide the units read every one, and nobody of elsewhere."""
    authority = authority_of(request)
    found = Broadcast.objects.select_related("agency", "written_by", "approved_by", "withdrawn_by").filter(
        pk=notice_id, agency_id=authority.agency_id
    )
    if not authority.holds(*guides.GUIDES):
        found = found & audience.told(member=member_of(request))
    one = found.first()
    if one is None:
        raise Http404
    return one


def _notice_page(request: HttpRequest, found: Broadcast, *, form: WhyForm | None = None) -> HttpResponse:
    member, sees_all = member_of(request), authority_of(request).holds(*guides.GUIDES)
    (numbers,) = tally.of(notices=[found], member=member)
    context = {
        "notice": found,
        "numbers": numbers,
        "own": numbers.own,
        "words": notices.words(broadcast=found),
        "units": found.units.order_by("number"),
        "roles": [Role(role).label for role in found.roles],
        "late": found.due_at <= at_of(request),
        "guides": sees_all,
        **(_approving(request, found) if found.waits else {}),
        **(_lacking(request, found) if sees_all else {}),
        "form": form or WhyForm(),
    }
    return render(request, "accounts/guidance/notice.html", context)


def _approving(request: HttpRequest, found: Broadcast) -> dict[str, object]:
    """How many it would reach now, and who may approve it."""
    at = at_of(request)
    people = audience.addressed(broadcast=found, at=at)
    own = found.written_by_id == member_of(request).pk
    return {"reached": len(people), "approvers": notices.approvers(broadcast=found, at=at), "wrote_it": own}


def _lacking(request: HttpRequest, found: Broadcast) -> dict[str, object]:
    """Who has not acknowledged: one page of names, and the numbers of every unit."""
    people = _missing(found)
    begun = keyset.begins(request.GET.get("after"))
    if begun is not None:
        people = people.filter(pk__gt=begun[1])
    page = keyset.cut(people, size=PEOPLE, by=lambda one: one.told_at)
    by_unit = audience.missing(broadcast_ids=[found.pk]).order_by("unit__number")
    units: Iterable[tuple[str, int]] = by_unit.values_list("unit__name", "unit__number").annotate(
        left=Count("pk")
    )
    return {
        "people": page.rows,
        "older": f"?{urlencode({'after': page.next_after})}" if page.next_after else "",
        "first": reverse("notice", args=[found.pk]) if begun else "",
        "by_unit": units,
    }
