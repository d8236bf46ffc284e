"""What is stuck and why, on one page: the posts' own trouble, the accounts', and the portal's."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.signin import authority_of, member_of
from accounts.views.refusing import refused
from governance import health
from posts import copies, retrying, stuck
from posts.permissions import LEADS

PARTS = ("worker", "beat", "sequencer")
"""What goes on beside the pages; a database that is gone answers no page at all."""


@require_GET
def trouble(request: HttpRequest) -> HttpResponse:
    """For who leads a unit, and for Communications: each group with what happened, what to do and the buttons."""
    authority = authority_of(request)
    if not authority.holds(*LEADS):
        raise refused(
            request,
            act="trouble",
            subject="agency",
            subject_id=member_of(request).agency_id,
            sentence="Sergeants, commanders and Communications look after what is stuck.",
        )
    groups = stuck.groups(authority)
    accounts, twice = stuck.accounts(authority), copies.standing(authority=authority)
    held, owed = stuck.held(authority), stuck.records_owed()
    silent = [check for check in map(health.part, PARTS) if not check.ok]
    context = {
        "groups": groups,
        "accounts": accounts,
        "twice": twice,
        "held": held,
        "owed": owed,
        "silent": silent,
        "reasons": retrying.REASONS,
        "nothing": not (
            any(group.things for group in groups.values()) or accounts or twice or held or owed or silent
        ),
    }
    return render(request, "posts/trouble/trouble.html", context)
