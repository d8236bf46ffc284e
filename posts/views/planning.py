"""The calendar: what will go out when, by account and unit; and moving a post inside its window."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts import paths
from accounts.authority import visible_units
from accounts.models import AccountStatus, OutletAccount
from accounts.signin import at_of, authority_of, member_of
from posts import planning, scheduling, slots
from posts.actions import STEPS, Action
from posts.forms.planning import LOOKS, Moving, chosen
from posts.scheduling import OutsideWindow
from posts.views import doors


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Seven days of what goes out, for the units a member may see; as columns or as a list."""
    authority, member, at = authority_of(request), member_of(request), at_of(request)
    units = visible_units(authority=authority, member=member)
    registered = OutletAccount.objects.filter(unit__in=units).exclude(status=AccountStatus.PROPOSED)
    accounts = list(registered.select_related("unit").order_by("handle"))
    zone = member.agency.tzinfo
    today = at.astimezone(zone).date()
    choice = chosen(sent=request.GET, today=today, units=units, accounts=accounts)
    everything = choice.unit is None and authority.department_wide
    wanted = [choice.unit] if choice.unit else units
    week = planning.week(
        authority=authority,
        unit_ids=None if everything else [unit.pk for unit in wanted],
        account_id=choice.account.pk if choice.account else None,
        begins_on=choice.begins_on,
        zone=zone,
        at=at,
    )
    span = timedelta(days=planning.DAYS)
    context = {
        "week": week,
        "chosen": choice,
        "units": units,
        "accounts": accounts,
        "today": today,
        "ends_on": choice.begins_on + span - timedelta(days=1),
        "from_today": choice.query(**{"from": today}),
        "earlier": choice.query(**{"from": choice.begins_on - span}),
        "later": choice.query(**{"from": choice.begins_on + span}),
        "looks": [(look, choice.query(look=look)) for look in LOOKS],
        "here": reverse("calendar") + choice.query(),
        "may_move": authority.closed() is None,
    }
    return render(request, "posts/planning/calendar.html", context)


@require_POST
def move_post(request: HttpRequest, post_id: int) -> HttpResponse:
    """Let an approved post go out at another moment of its window, and come back to where one was."""
    post, _ = doors.load(request, post_id)
    back = paths.local_path(request.POST.get("next", ""), otherwise=reverse("post", args=[post.pk]))
    form = Moving(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["to"][0]))
        return redirect(back)
    try:
        moved = doors.perform(
            request,
            post_id=post.pk,
            act=Action.MOVE,
            do=lambda: scheduling.move(
                post_id=post.pk, to=form.moment, actor=member_of(request), at=at_of(request)
            ),
        )
    except OutsideWindow as outside:
        messages.warning(request, str(outside))
        return redirect(back)
    if moved is not None:
        told = slots.in_words(form.moment, zone=post.account.agency.tzinfo)
        messages.success(request, f"{STEPS[Action.MOVE].done} It goes out {told}.")
    return redirect(back)
