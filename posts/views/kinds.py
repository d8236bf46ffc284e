"""The kinds of post among which an office chooses."""

from collections.abc import Sequence

from django.http import HttpRequest

from accounts.models import AgencyPolicy
from accounts.policies import PackHasChanged
from accounts.signin import at_of, member_of
from directives.model import Category
from posts import judging


def kinds_of_post(request: HttpRequest) -> Sequence[Category]:
    """The kinds of post of the rules in force; none where there are none to be read."""
    try:
        return judging.pack_in_force(agency=member_of(request).agency, at=at_of(request)).categories
    except (AgencyPolicy.DoesNotExist, PackHasChanged):
        return ()
