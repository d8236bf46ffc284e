"""The row of pages about people: who they are, what is asked of them, what they have."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.template import Context
from django.urls import reverse

from accounts.days import last_day_before
from accounts.models import ConditionNote, Role
from accounts.models.authority import COMMANDERS
from accounts.signin import authority_of
from outlets.languages import name_of

register = template.Library()

PAGES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("People", "people", (*COMMANDERS, Role.ADMINISTRATOR)),
    ("Conditions", "conditions", (*COMMANDERS, Role.ADMINISTRATOR)),
    ("Duty", "tours", (Role.SERGEANT, Role.ACTING_SERGEANT, *COMMANDERS)),
    ("Attempts", "attempts", (Role.SERGEANT, Role.ACTING_SERGEANT, *COMMANDERS, Role.ADMINISTRATOR)),
    ("Devices", "devices", (*COMMANDERS, Role.ADMINISTRATOR)),
    ("Access", "access", (*COMMANDERS, Role.ADMINISTRATOR)),
    ("Training", "training", (*COMMANDERS, Role.COMMUNITY_POLICING, Role.ADMINISTRATOR)),
    ("Administration", "administration", (Role.ADMINISTRATOR,)),
    ("Directive", "directive", (*COMMANDERS, Role.ADMINISTRATOR)),
    ("Versions of the rules", "policy_versions", (*COMMANDERS, Role.ADMINISTRATOR)),
)
"""Word, name of the address, and the roles whom it serves."""


@register.inclusion_tag("accounts/nav.html", takes_context=True)
def people_nav(context: Context) -> dict[str, Any]:
    """The pages that serve the reader; nothing where there is only one."""
    request = context["request"]
    held = authority_of(request)
    pages = [(word, reverse(name)) for word, name, roles in PAGES if held.holds(*roles)]
    return {
        "pages": [(word, address, request.path == address) for word, address in pages]
        if len(pages) > 1
        else []
    }


@register.filter
def last_day(moment: datetime, zone: str) -> str:
    """The last day before a moment, as a field for days takes it: '2026-11-21'."""
    return last_day_before(moment, zone=ZoneInfo(str(zone))).isoformat()


@register.filter
def act_words(note: ConditionNote) -> str:
    """The act of a note as its word says it: 'Place stop'."""
    return note.act.replace("_", " ").capitalize()


@register.filter
def language_name(code: str) -> str:
    """A language by its code: 'Spanish (Español)'."""
    return name_of(code)
