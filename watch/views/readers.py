"""Who the floor is there for, and which office they look for."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse

from accounts.models import Role
from accounts.signin import at_of, authority_of
from watch.choosing import Choice
from watch.lanes import OFFICES
from watch.scope import Scope

READERS = (*OFFICES, Role.ADMINISTRATOR)
"""To everybody else there is no floor."""
View = Callable[..., HttpResponse]


def for_readers(view: View) -> View:
    """The page for those the floor serves, nothing for anybody else."""

    @wraps(view)
    def opened(request: HttpRequest, **kwargs: int) -> HttpResponse:
        if not authority_of(request).holds(*READERS):
            raise Http404
        return view(request, **kwargs)

    return opened


def scope_of(request: HttpRequest, choice: Choice) -> Scope:
    """The posts that this reader's choice is about, now."""
    authority = authority_of(request)
    held = next((office for office in OFFICES if authority.holds(office)), None)
    return Scope(
        agency_id=authority.agency_id,
        office=held or Role.COMMUNICATIONS,
        decides=held is not None,
        filters=choice.filters,
        at=at_of(request),
    )
