"""A clause in plain words, with an example and what the portal makes of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Role
from accounts.models.authority import COMMANDERS
from accounts.signin import at_of, authority_of, member_of
from directives import acting, rule_accounts, rule_days
from posts import judging

ANSWERABLE = (*COMMANDERS, Role.COMMUNICATIONS, Role.COMMUNITY_POLICING, Role.ADMINISTRATOR)
"""Whom the directive at work serves: the offices and administrators for the department, commanders for their units."""


@require_safe
def rule(request: HttpRequest, clause: str) -> HttpResponse:
    """One clause of the pack that the member's agency works under now, or one that only the portal cites there.

    As a part of a page for a dialog.
    """
    agency, at = member_of(request).agency, at_of(request)
    pack, today = judging.pack_in_force(agency=agency, at=at), at.astimezone(agency.tzinfo).date()
    own = pack.clause(id=clause)
    told = (own, pack.directive_of(clause=clause).title) if own else acting.told(id=clause)
    if told is None:
        raise Http404
    part = request.htmx  # type: ignore[attr-defined]
    return render(
        request,
        "posts/write/clause.html" if part else "posts/write/rule.html",
        {
            "clause": told[0],
            "directive": told[1],
            "pack": pack if own else None,
            "rules": [
                (one, rule_days.told(rule=one, today=today), rule_accounts.told(rule=one))
                for one in pack.rules
                if one.clause == clause
            ],
            "answerable": authority_of(request).holds(*ANSWERABLE),
        },
    )
