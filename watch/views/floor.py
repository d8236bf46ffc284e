"""The floor and what follows along with it."""

from collections.abc import Mapping
from threading import Lock

from django.core.cache.backends.locmem import LocMemCache
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import Authorisation, Role
from accounts.signin import at_of, authority_of, member_of
from audit import proofs
from posts import judging, stopping, stops
from posts.models import Status
from watch import board, choosing, news, saved
from watch.choosing import Choice
from watch.forms import ViewName
from watch.views.readers import READERS, for_readers, scope_of

SHARED_SECONDS = 20
"""How long followers share one drawing of the lanes while nothing happens: its times are told in minutes."""
_drawings = LocMemCache("floor", {"MAX_ENTRIES": 100})
"""In this process alone: words that are not out yet are kept nowhere else."""
_drawing = Lock()


@never_cache
@require_safe
@for_readers
def floor(request: HttpRequest) -> HttpResponse:
    """Every unit's posts by where they are. At most twenty queries, however many posts there are.

    The bare address opens with the member's first view. Followers get the lanes alone, drawn once for all of them.
    """
    if not request.GET and (view := saved.first_of(member=member_of(request))):
        return redirect(choosing.read_text(view.choice).address)
    choice = choosing.read(request.GET.dict())
    # A cursor counts only where a lane is shown by itself.
    after = request.GET.get("after", "") if choice.lane else ""
    if request.htmx and not after:  # type: ignore[attr-defined]
        return HttpResponse(_shared(request, choice))
    return render(request, "watch/floor.html", _lanes(request, choice, after) | _around(request, choice))


def _lanes(request: HttpRequest, choice: Choice, after: str = "") -> dict[str, object]:
    # The cursor is read first: what happens while the page is drawn is told as new, never lost.
    leaf = proofs.latest_leaf(agency_id=member_of(request).agency_id)
    drawn = board.of(scope=scope_of(request, choice), choice=choice, after=after)
    return {"leaf": leaf, "after": after, "board": drawn}


def _shared(request: HttpRequest, choice: Choice) -> str:
    """The lanes as every reader of the same agency, office and choice sees them while nothing happens."""
    scope = scope_of(request, choice)
    leaf = proofs.latest_leaf(agency_id=scope.agency_id)
    key = f"{scope.agency_id}:{scope.office}:{scope.decides}:{choice.query}:{leaf}"
    # Whoever comes while it is drawn waits for that drawing, rather than making the same one beside it.
    with _drawing:
        drawn: str | None = _drawings.get(key)
        if drawn is None:
            zone = member_of(request).agency.zone
            drawn = render_to_string(
                "watch/lanes.html", _lanes(request, choice) | {"shared": True, "agency_zone": zone}
            )
            _drawings.set(key, drawn, SHARED_SECONDS)
    return drawn


def _around(request: HttpRequest, choice: Choice) -> dict[str, object]:
    """What is stopped, the filters that can be chosen and the views that are kept."""
    member = member_of(request)
    views = saved.of(member=member)
    return {
        "at": at_of(request),
        "stopped": [(stop, stops.in_words(stop)) for stop in stopping.in_force(agency_id=member.agency_id)],
        "may_stop_all": authority_of(request).holds(Role.COMMUNICATIONS, Role.ADMINISTRATOR),
        # Read when the page comes to it: by then its frame has the agency.
        "narrowing": SimpleLazyObject(lambda: _narrowing(request, choice)),
        "views": [(view, choosing.read_text(view.choice)) for view in views],
        "view": next((view for view in views if view.choice == choice.query), None),
        "form": ViewName(auto_id="view_%s"),
    }


def _narrowing(request: HttpRequest, choice: Choice) -> dict[str, object]:
    pack = judging.pack_in_force(agency=member_of(request).agency, at=at_of(request))
    kinds = {kind.key: kind.label for kind in pack.categories}
    return {"kinds": kinds.items(), "statuses": Status.choices, "chips": _chips(choice, kinds)}


def _chips(choice: Choice, kinds: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each filter in words, and the address without it."""
    filters = choice.filters
    words = {
        "unit": f"Unit {filters.unit}" if filters.unit else "",
        "kind": kinds.get(filters.kind, filters.kind),
        "account": f"@{filters.account}" if filters.account else "",
        "status": Status(filters.status).label if filters.status else "",
        "sensitive": "Only sensitive" if filters.sensitive else "",
    }
    return [(word, choice.without(part).address) for part, word in words.items() if word]


@never_cache
@require_safe
def floor_changes(request: HttpRequest) -> HttpResponse:
    """What moved behind the reader's leaf; 204 while nothing did. Asked every two seconds: it loads no authority."""
    member = member_of(request)
    held = Authorisation.objects.in_force(at=at_of(request)).filter(member=member, role__in=READERS)
    if not held.exists():
        raise Http404
    asked = request.GET.get("after", "")
    after = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else -1
    filters = choosing.read(request.GET.dict()).filters
    told = news.since(agency_id=member.agency_id, after=after, filters=filters)
    if told.leaf == after:
        return HttpResponse(status=204)
    return JsonResponse({"leaf": told.leaf, "posts": told.post_ids})
