"""Going through the portal for its forms: every page that somebody of the cast can open, by the table of doors."""

import re
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.template.loaders.filesystem import Loader
from django.urls import resolve

from accounts.models import Member
from tests.governance.doors import table
from tests.governance.doors.asking import Visitor, undone
from tests.governance.doors.house import House
from tests.governance.fuzz.reading import Form, forms_of
from tests.governance.fuzz.situations import SITUATIONS, Situation, shown_by_a_network

_TAG = re.compile(r"<form\b[^>]*>")
_BEGINS = re.compile(r"<form\b(?![^>]*method=\"dialog\")")
WHO = ("", "reyes", "whitfield", "okafor", "natarajan", "admin")
"""One of each kind of person: their pages hold every form."""
TEMPLATES = Path(__file__).resolve().parents[3] / "templates"


def marked(text: str, *, path: str) -> tuple[str, list[str]]:
    """A template whose forms say where they stand, and what they say."""
    origins: list[str] = []

    def mark(match: re.Match[str]) -> str:
        origins.append(f"{path} {len(origins) + 1}")
        return f'{match.group(0)} data-origin="{origins[-1]}"'

    return _BEGINS.sub(mark, text), origins


class Marking(Loader):
    """The portal's templates, with the origin of each form in it."""

    def get_contents(self, origin: Any) -> str:
        """As it stands in its file, marked."""
        return marked(super().get_contents(origin), path=origin.template_name)[0]


def templates() -> list[dict[str, Any]]:
    """The setting of the same name, for pages whose forms say where they stand."""
    (ours,) = settings.TEMPLATES
    loaders = [
        (
            "django.template.loaders.cached.Loader",
            [f"{__name__}.Marking", "django.template.loaders.app_directories.Loader"],
        )
    ]
    return [{**ours, "APP_DIRS": False, "OPTIONS": {**ours["OPTIONS"], "loaders": loaders}}]


def origins() -> list[str]:
    """Every form that stands in a template."""
    return [
        origin
        for path in sorted(TEMPLATES.rglob("*.html"))
        for origin in marked(path.read_text(), path=str(path.relative_to(TEMPLATES)))[1]
    ]


@dataclass(frozen=True, kw_only=True)
class Found:
    """A form, and who came across it in what situation."""

    form: Form
    here: Situation


def _situations(house: House) -> Iterator[Situation]:
    """Every page that is open to one of each kind of person, then those of a certain situation."""
    met = set()
    for door in table.DOORS:
        for case in table.cases_of(door, house.scene):
            key, there = case.person.key, (case.person.key, case.address)
            looks = case.ask.method == "GET" and not case.ask.htmx and case.expected.status == 200
            if looks and key in WHO and (case.at_home or not key) and there not in met:
                met.add(there)
                yield Situation(by=key, address=lambda scene, address=case.address: address)
    yield from SITUATIONS


def _opened(house: House, here: Situation) -> tuple[str, str]:
    """A page as it stands now, with its address."""
    address = here.address(house.scene)
    method, form = ("POST", here.sent(house.scene)) if here.sent else ("GET", {})
    heard = house.visitors[here.by].ask(method, address, form)
    assert heard.status == 200, (here.by, address, heard.status, heard.raised)
    return heard.body, address


def all_found(house: House) -> dict[str, list[Found]]:
    """By the place in its template, each form once for every address that it leads to and every set of its names."""
    forms: dict[tuple[Any, ...], Found] = {}
    met: set[tuple[str, str]] = set()
    for here in _situations(house):
        with undone():
            here.given(house.scene)
            page, address = _opened(house, here)
        # Reading a page costs as much as making it, and most hold what this person met before.
        tags = {(here.by, _of_any_row(tag)) for tag in _TAG.findall(page)}
        for form in forms_of(page, address) if tags - met else ():
            forms.setdefault(_kind(form), Found(form=form, here=here))
        met |= tags
    for here, form in shown_by_a_network(house.scene):
        forms[_kind(form)] = Found(form=form, here=here)
    by_origin = defaultdict(list)
    for found in forms.values():
        by_origin[found.form.origin].append(found)
    return by_origin


def with_the_password(member: Member) -> Visitor:
    """Somebody who has just given it, and a second step."""
    visitor = Visitor(member)
    session = visitor.client.session
    given = {"method": "password", "at": time.time()}
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [*session[AUTHENTICATION_METHODS_SESSION_KEY], given]
    session.save()
    return visitor


@contextmanager
def present(house: House, found: Found) -> Iterator[Form]:
    """The form in its situation: rows that come with it have other ids each time."""
    with undone():
        found.here.given(house.scene)
        again = forms_of(*_opened(house, found.here)) if found.here.brings_rows else ()
        yield next((form for form in again if _kind(form) == _kind(found.form)), found.form)


def _kind(form: Form) -> tuple[Any, ...]:
    return form.origin, name_of(form.address), frozenset(map(_of_any_row, form.names))


def _of_any_row(name: str) -> str:
    return re.sub(r"\d+", "1", name)


def name_of(address: str) -> str:
    """The name of an address of the portal."""
    return str(resolve(address.split("?")[0].split("#")[0]).url_name)
