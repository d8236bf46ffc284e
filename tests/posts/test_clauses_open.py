"""Every clause that a page links to opens, in whichever department it is read."""

import re
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import Agency, Condition, TrainingResult
from directives import acting
from directives.pack import EARLIER, PACKS, load_pack
from governance.cast import Cast
from tests import people, rules

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = sorted([*PACKS.glob("*.toml"), *EARLIER.glob("*.toml")])
_CLAUSE = re.compile(r'"((?:CPD-(?:TW|SM)|APD|DPD|EPD)[-.][A-Za-z0-9.-]+)"')
_LINK = re.compile(r'href="(/rules/[^"]+)"')


@pytest.fixture
def signed_in(chicago: Cast, alsip: Cast, at: Any) -> Any:
    """Somebody of each department, at their screen."""
    with time_machine.travel(at, tick=False):
        screens = {}
        for engaged, who in ((chicago, "reyes"), (alsip, "vance")):
            screens[engaged.agency.slug] = Client()
            screens[engaged.agency.slug].force_login(engaged.people[who])
        yield screens


def _said_in_code() -> set[str]:
    """Each clause that a refusal or a condition names in the code."""
    files = (
        path for room in ("accounts", "posts", "watch", "records") for path in (ROOT / room).rglob("*.py")
    )
    return {found for path in files for found in _CLAUSE.findall(path.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_clause_of_every_pack_opens_in_its_department_cpd_sm_iii_c_3_and_iii_c_3_a(
    path: Path, signed_in: dict[str, Client], at: Any
) -> None:
    """CPD-SM.III.C.3, CPD-SM.III.C.3.a"""
    pack = load_pack(path)
    source = rules.called(path.read_text(encoding="utf-8"), rules.NEXT)
    rules.adopt(agency=Agency.objects.get(slug=pack.slug), source=source, effective_at=at, at=at)
    named = {
        *_CLAUSE.findall(path.read_text(encoding="utf-8")),
        *(clause.id for clause in pack.clauses),
        *(rule.clause for rule in pack.rules),
        *_said_in_code(),
    } - {directive.id for directive in pack.directives}
    assert named >= {*acting.CLAUSES, *acting.CITED}
    client = signed_in[pack.slug]
    closed = [one for one in named if client.get(reverse("rule", args=[one])).status_code != 200]
    assert closed == []


@pytest.mark.parametrize("slug", ["chicago", "alsip"])
def test_what_composer_desk_and_refusals_link_to_opens(
    slug: str, signed_in: dict[str, Client], chicago: Cast, alsip: Cast, at: Any
) -> None:
    engaged, unit, by, reviews = {
        "chicago": (chicago, "014", "reyes", "whitfield"),
        "alsip": (alsip, "PAT", "vance", "ibarra"),
    }[slug]
    draft = people.drafted(engaged=engaged, unit=unit, by=by, at=at)
    for condition in Condition:
        people.enforce(engaged=engaged, condition=condition, at=at)
    TrainingResult.objects.filter(member=engaged.people[by]).delete()
    sergeant = Client()
    sergeant.force_login(engaged.people[reviews])
    pages = [
        (signed_in[slug], reverse("composer", args=[draft.pk])),
        (signed_in[slug], reverse("post", args=[draft.pk])),
        (sergeant, reverse("post", args=[draft.pk])),
    ]
    links = {link for client, page in pages for link in _LINK.findall(client.get(page).content.decode())}
    assert links
    assert [link for link in links if signed_in[slug].get(link).status_code != 200] == []
