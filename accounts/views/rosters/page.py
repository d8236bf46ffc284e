"""The page of one roster: started from the last one, written like a spreadsheet, read by the whole unit."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET, require_POST

from accounts import periods
from accounts.models import Member, Period, Roster, RosterEntry, RosterState, Unit
from accounts.models.authority import COMMANDERS
from accounts.paths import whole
from accounts.rosters import board, editing, fields, permission, sheet, starting, submitting
from accounts.rosters.editing import OFFICE, Change, Conflict, Locked
from accounts.rosters.sheet import REASON, Mark, Sheet
from accounts.signin import at_of, authority_of, member_of
from accounts.views.rosters import asking

MOST_PERIODS = 6
CELLS = (*fields.NAMES, OFFICE, REASON)
LOCKED = "This roster was submitted meanwhile. Nothing was changed: a correction makes a new version."


@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """The roster that waits for the member: of the unit they lead, else of their own."""
    authority, agency = authority_of(request), member_of(request).agency
    led = authority.units(*COMMANDERS)
    if not led and authority.holds(*asking.OVERSEERS):
        return redirect("roster_board")
    units = Unit.objects.filter(pk__in=led or {authority.unit_id}).order_by("number")
    found = periods.around(agency=agency, at=at_of(request))
    if not found:
        context = {"unit": units[0], "upcoming": periods.upcoming(agency=agency, at=at_of(request))}
        return render(request, "accounts/rosters/none.html", context)
    unit = units[0]
    unit.agency = agency
    sent = set(
        Roster.objects.filter(unit=unit, period__in=found, versions_sent__gt=0).values_list(
            "period_id", flat=True
        )
    )
    period = next((one for one in found if one.pk not in sent), found[-1])
    period.agency = agency
    return _page(request, unit=unit, period=period)


@require_GET
def of_unit(request: HttpRequest, unit_id: int, period_id: int) -> HttpResponse:
    """The roster of a unit for a period."""
    unit, period = asking.readable(request, unit_id=unit_id, period_id=period_id)
    return _page(request, unit=unit, period=period)


@require_POST
def start(request: HttpRequest, unit_id: int, period_id: int) -> HttpResponse:
    """Carry the last roster over."""
    unit, period = asking.writable(request, act="start_roster", unit_id=unit_id, period_id=period_id)
    starting.start(unit=unit, period=period, actor=member_of(request), at=at_of(request))
    return redirect("roster_of", unit.pk, period.pk)


@require_POST
def keep(request: HttpRequest, roster_id: int) -> HttpResponse:
    """Keep everything that was typed, then what the button says: add a line, mark one as left, put one back."""
    roster = asking.own_roster(request, act="change_roster", roster_id=roster_id)
    actor, at = member_of(request), at_of(request)
    anchor = ""
    try:
        conflicts = editing.keep(roster_id=roster.pk, changes=_typed(request), actor=actor, at=at)
        if "add" in request.POST:
            entry = editing.add(roster_id=roster.pk, facts={}, actor=actor, at=at)
            anchor = f"c-{entry.pk}-name"
        elif left := whole(request.POST.get("leave", "")):
            editing.leave(roster_id=roster.pk, entry_id=left, actor=actor, at=at)
        elif back := whole(request.POST.get("put_back", "")):
            editing.put_back(roster_id=roster.pk, entry_id=back, actor=actor, at=at)
    except Locked:
        messages.error(request, LOCKED)
        return asking.back_to(roster)
    except editing.Full:
        messages.error(request, f"A roster has at most {editing.MOST_MEMBERS} lines.")
        return asking.back_to(roster)
    if conflicts:
        return _page(request, unit=roster.unit, period=roster.period, conflicts=conflicts)
    if "keep" in request.POST:
        messages.success(request, "Your changes are kept.")
    return asking.back_to(roster, anchor=anchor)


@require_POST
def keep_cell(request: HttpRequest, roster_id: int) -> JsonResponse:
    """Keep one cell as soon as it is left; the answer is what changes on the page."""
    roster = asking.own_roster(request, act="change_roster", roster_id=roster_id)
    changes = _typed(request)[:1]
    try:
        conflicts = editing.keep(
            roster_id=roster.pk, changes=changes, actor=member_of(request), at=at_of(request)
        )
    except Locked:
        return JsonResponse({"said": LOCKED}, status=409)
    fresh = asking.roster(request, roster_id=roster.pk)
    return JsonResponse(_parts(request, fresh, changes, conflicts))


def _typed(request: HttpRequest) -> list[Change]:
    """Every cell that came with what was seen in it: c-<line>-<field> and s-<line>-<field>."""
    found: list[Change] = []
    for key in request.POST:
        kind, _, rest = key.partition("-")
        number, _, name = rest.partition("-")
        entry_id = whole(number)
        if kind == "s" and entry_id and name in CELLS:
            seen = request.POST[key]
            value = request.POST.get(f"c-{rest}", "" if name == OFFICE else seen)
            found.append(Change(entry_id=entry_id, name=name, seen=seen, value=value))
    return found


def _parts(
    request: HttpRequest, roster: Roster, changes: Sequence[Change], conflicts: Sequence[Conflict]
) -> dict[str, Any]:
    read = sheet.read(roster=roster)
    context = _sending(request, roster, read) | {"sheet": read, "roster": roster, "edits": True}

    def part(name: str, **more: object) -> str:
        return render_to_string(f"accounts/rosters/{name}.html", context | more, request)

    return {
        "rows": [
            {
                "id": row.entry_id,
                "mark": row.mark.value,
                "tag": part("mark", row=row),
                "cells": {
                    cell.field.name: {
                        "value": cell.value,
                        "note": part("note", cell=cell, row=row),
                        "wrong": bool(cell.fault),
                        "changed": bool(cell.was),
                    }
                    for cell in row.cells
                },
                "reason": {"value": row.outside_reason, "note": part("reason_note", row=row)},
                "outside": row.outside_office,
            }
            for row in read.rows
            if row.mark != Mark.SAME or any(row.entry_id == change.entry_id for change in changes)
        ],
        "numbers": part("numbers"),
        "faults": part("faults"),
        "bar": part("bar"),
        "saved": part("saved"),
        "conflicts": part("conflicts", conflicts=_told(conflicts, roster)) if conflicts else "",
    }


def _page(
    request: HttpRequest, *, unit: Unit, period: Period, conflicts: Sequence[Conflict] = ()
) -> HttpResponse:
    at, agency = at_of(request), member_of(request).agency
    roster = Roster.objects.filter(unit=unit, period=period).select_related("changed_by").first()
    over = permission.is_over(period=period, actor=member_of(request), at=at)
    edits = asking.writes(request, unit_id=unit.pk) and not over
    late = at > period.due_at(agency=agency) and not (roster and roster.versions_sent)
    context: dict[str, Any] = {
        "unit": unit,
        "period": period,
        "due_at": period.due_at(agency=agency),
        "late": late,
        "leads": edits,
        "over": over,
        "oversees": authority_of(request).holds(*asking.OVERSEERS),
        "periods": _periods(request, period),
        "roster": roster,
        "unconfirmed": _unconfirmed(unit, period, request) if late else [],
    }
    if roster is None:
        return render(request, "accounts/rosters/unstarted.html", context)
    roster.unit, roster.period = unit, period
    read = sheet.read(roster=roster)
    context |= _sending(request, roster, read)
    context |= {
        "sheet": read,
        "edits": edits and roster.state != RosterState.SUBMITTED,
        "conflicts": _told(conflicts, roster),
        "versions": _versions(roster),
    }
    return render(request, "accounts/rosters/roster.html", context)


def _sending(request: HttpRequest, roster: Roster, read: Sheet) -> dict[str, Any]:
    proposal = submitting.propose(roster=roster, read=read, actor=member_of(request), at=at_of(request))
    return {"recipients": proposal.recipients, "fingerprint": proposal.fingerprint}


def _told(conflicts: Sequence[Conflict], roster: Roster) -> list[dict[str, Any]]:
    """Both values of each conflict, with whose line and which column it is."""
    if not conflicts:
        return []
    entries = {one.pk: one for one in RosterEntry.objects.filter(pk__in=[c.entry_id for c in conflicts])}
    labels = {field.name: field.label for field in fields.FIELDS} | {OFFICE: "Office", REASON: "Reason"}
    who: Member = Roster.objects.select_related("changed_by").get(pk=roster.pk).changed_by
    return [
        {
            "conflict": one,
            "line": fields.last_name(fields.facts_of(entries[one.entry_id])),
            "label": labels[one.name],
            "who": who,
        }
        for one in conflicts
    ]


def _periods(request: HttpRequest, shown: Period) -> list[Period]:
    """The last periods, and the next one once its roster can be written."""
    agency, at = member_of(request).agency, at_of(request)
    opened = (at + periods.OPENS_BEFORE).astimezone(agency.tzinfo).date()
    found = Period.objects.filter(agency=agency, starts_on__lte=max(opened, shown.starts_on))
    return list(found.order_by("-starts_on")[:MOST_PERIODS])[::-1]


def _unconfirmed(unit: Unit, period: Period, request: HttpRequest) -> list[Member]:
    held = board.not_reconfirmed(agency_id=unit.agency_id, period=period, at=at_of(request))
    return [
        one.member for one in held.filter(unit=unit).select_related("member").order_by("member__last_name")
    ]


def _versions(roster: Roster) -> list[Any]:
    found = roster.versions.select_related("submitted_by").order_by("-number")
    return list(found.prefetch_related("copies__message__deliveries", "copies__message__enclosures"))
