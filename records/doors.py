"""Who comes to the pages about series, holds and what is due."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from accounts.signin import authority_of
from accounts.views.refusing import refused
from records import officers


def overseen(request: HttpRequest) -> bool:
    """Whether the member looks after series and holds, or reads along. Http404 for who does not see all records."""
    authority = authority_of(request)
    if not authority.department_wide:
        raise Http404
    return officers.is_one(authority=authority)


def kept_out(request: HttpRequest, *, act: str) -> PermissionDenied:
    """The refusal of an act to whoever reads along; raise it."""
    return refused(
        request,
        act=act,
        subject="agency",
        subject_id=authority_of(request).agency_id,
        sentence=officers.NOT_YOURS,
    )
