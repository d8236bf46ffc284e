"""The guide: for each kind of person, what their work is here and how it is done."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Condition, Role
from accounts.signin import authority_of
from posts import whomay


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """The guide of one kind of person; its template is guide/<slug>.html."""

    slug: str
    title: str
    about: str
    """One sentence: whom it is for, and what it helps with."""
    roles: tuple[str, ...]
    """Whose work it tells; it stands first for them. None named: everybody's."""


CHAPTERS = (
    Chapter(
        slug="begin",
        title="The first day",
        about="Signing in, going on duty, what is asked of you, messages, and where things are.",
        roles=(),
    ),
    Chapter(
        slug="write",
        title="Write for a unit",
        about="For representatives: from the first word to the post that is out.",
        roles=(Role.USMR,),
    ),
    Chapter(
        slug="review",
        title="Decide about posts",
        about="For sergeants: the queue, the desk, and stopping what must not go out.",
        roles=(Role.SERGEANT, Role.ACTING_SERGEANT),
    ),
    Chapter(
        slug="lead",
        title="Lead a unit",
        about="For commanders: the roster, who may do what, who acts for whom, what is asked.",
        roles=(Role.COMMANDER, Role.ACTING_COMMANDER),
    ),
    Chapter(
        slug="communications",
        title="Watch over all accounts",
        about="For the Communications Division: sensitive posts, the floor, stops, the final word.",
        roles=(Role.COMMUNICATIONS,),
    ),
    Chapter(
        slug="community-policing",
        title="Guide the districts",
        about="For the Office of Community Policing: guidance on evidence, notices, training, rosters.",
        roles=(Role.COMMUNITY_POLICING,),
    ),
    Chapter(
        slug="records",
        title="Keep and prove",
        about="For records officers: finding a record, checking its seal, handing it out.",
        roles=(Role.RECORDS,),
    ),
    Chapter(
        slug="administer",
        title="Set up and look after the portal",
        about="For administrators: members, roles, conditions, police periods, what was not delivered.",
        roles=(Role.ADMINISTRATOR,),
    ),
)


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """All chapters, the reader's own first."""
    authority = authority_of(request)
    own = [chapter for chapter in CHAPTERS if chapter.roles and authority.holds(*chapter.roles)]
    begin = [chapter for chapter in CHAPTERS if not chapter.roles]
    rest = [chapter for chapter in CHAPTERS if chapter not in own and chapter not in begin]
    return render(request, "guide/guide.html", {"own": [*begin, *own], "rest": rest})


@require_safe
def who_may(request: HttpRequest) -> HttpResponse:
    """Who may do what with a post, and what each act asks for: made from the code that decides."""
    table, roles = whomay.rows(), whomay.labels()
    context = {
        "roles": roles,
        "conditions": Condition.choices,
        "acts": [(row, [(row.may[role], label) for role, label in roles.items()]) for row in table],
        "asking": [
            (row, [(row.asks[one], label) for one, label in Condition.choices])
            for row in table
            if not row.stops
        ],
        "never": [row for row in table if row.stops],
    }
    return render(request, "guide/who_may.html", context)


@require_safe
def chapter(request: HttpRequest, slug: str) -> HttpResponse:
    """One chapter. Everybody may read every one: whoever works together should know each other's work."""
    found = next((chapter for chapter in CHAPTERS if chapter.slug == slug), None)
    if found is None:
        raise Http404
    return render(request, f"guide/{found.slug}.html", {"chapter": found, "chapters": CHAPTERS})
