"""Trying the rules on a text: every finding and the route, and nothing is saved."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.signin import at_of, authority_of, member_of
from directives.decision import class_words
from outlets.languages import LANGUAGES
from posts import languages
from posts.judgement import groups_of
from watch import trying


@require_http_methods(["GET", "HEAD", "POST"])
def try_directive(request: HttpRequest) -> HttpResponse:
    """The form, and below it what the chosen version says of what was typed; there for every member."""
    agency, at = member_of(request).agency, at_of(request)
    policies = trying.versions(agency=agency, at=at)
    policy, pack = trying.pack_of(policies=policies, chosen=request.POST.get("version", ""))
    handles = trying.handles_of(authority=authority_of(request))
    tried = trying.read(
        sent=request.POST.dict(),
        permissions=request.POST.getlist("permitted"),
        shown=request.POST.getlist("shown"),
        handles=handles,
        pack=pack,
        agency=agency,
    )
    context = {
        "policies": policies,
        "policy": policy,
        "pack": pack,
        "tried": tried,
        "handles": handles,
        "writers": trying.WRITERS.items(),
        "permissions": trying.PERMISSIONS.items(),
        "owners": trying.OWNERS.items(),
        "shown": trying.SHOWN.items(),
        "consents": trying.CONSENTS.items(),
        "music": trying.MUSIC.items(),
        "under_cover": trying.UNDER_COVER.items(),
        "languages": LANGUAGES.items(),
        "own_language": agency.language,
        "longest": trying.LONGEST,
        "decision": None,
    }
    if request.method == "POST":
        today = at.astimezone(agency.tzinfo).date()
        decision = trying.judged(tried=tried, pack=pack, today=today)
        category = pack.category(key=tried.category)
        context |= {
            "decision": decision,
            "resting": trying.resting(tried=tried, pack=pack, today=today, said=decision),
            "groups": groups_of(decision=decision),
            "unread": languages.names_of(codes=decision.unread),
            "answered": trying.answered(tried=tried, decision=decision),
            "category": category,
            "record_class": class_words(decision.record_class),
        }
    return render(request, "watch/directive/try.html", context)
