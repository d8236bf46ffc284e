"""Every form of the portal with what nobody should type into it: nothing breaks, leaks, is lost or is half done.

The forms are those of the pages themselves: one in a template that no page here shows fails by its name.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.core.cache import cache
from django.test import override_settings
from django.urls import resolve
from hypothesis import HealthCheck, Phase, given, settings

from tests.counted import tell
from tests.governance.doors import table
from tests.governance.doors.asking import Heard, undone
from tests.governance.doors.house import House
from tests.governance.doors.scene import Scene
from tests.governance.fuzz import crawling, judging, values
from tests.governance.fuzz.crawling import Found
from tests.governance.fuzz.reading import Form
from tests.governance.fuzz.situations import PASSWORD_GIVEN
from tests.governance.fuzz.values import Sent, Values

pytestmark = pytest.mark.xdist_group("fuzz")
EXAMPLES = 5
SENT: Counter[str] = Counter()
ORIGINS = crawling.origins()


@pytest.fixture(scope="module")
def forms(house: House) -> Iterator[Mapping[str, list[Found]]]:
    """By the place in its template, every form that the pages hold."""
    with override_settings(TEMPLATES=crawling.templates()):
        house.visitors[PASSWORD_GIVEN] = crawling.with_the_password(house.member("reyes"))
        found = crawling.all_found(house)
        yield found
    counted = ", ".join(f"{number} {what}" for what, number in SENT.most_common())
    tell(
        f"Forms: {sum(map(len, found.values()))}, from {len(found)} places in templates, were sent ({counted})."
    )


def honest(scene: Scene, form: Form) -> dict[str, Values]:
    """What the table of doors fills in, for the names that the form has."""
    there = resolve(form.address.split("?")[0])
    for ask in table.BY_NAME[str(there.url_name)].asks:
        for thing in scene.things[ask.about].values() if ask.about else (values.NO_THING,):
            if ask.method == "POST" and thing.kwargs == there.kwargs:
                filled = ask.form(scene, thing)
                return {name: _several(value) for name, value in filled.items() if name in form.names}
    return {}


def _several(value: Any) -> Values:
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),)


def send(house: House, by: str, sent: Sent) -> Heard:
    """Submit it, and come back as if nothing had happened."""
    cache.clear()
    visitor = house.visitors[by]
    with undone():
        if sent.form.method == "GET":
            return visitor.ask("GET", f"{sent.address.split('?')[0]}?{sent.query()}", {})
        return visitor.ask("POST", sent.address, {}, raw=sent.body())
    raise AssertionError


def faults(house: House, form: Form, by: str) -> Mapping[str, Sent]:
    """What is wrong with the answers to one form, each with what was sent."""
    wrong: dict[str, Sent] = {}
    foreign = values.foreign_ids(house.scene)

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(sent=values.submissions(form=form, honest=honest(house.scene, form), foreign=foreign))
    def submit(sent: Sent) -> None:
        heard = send(house, by, sent)
        SENT["refused" if judging.refused(sent, heard) else "taken"] += 1
        for fault in judging.faults_of(house, by, sent, heard):
            wrong.setdefault(f"{judging.door_of(sent).name} by {by or 'nobody'}: {fault}", sent)

    submit()
    return wrong


@pytest.mark.parametrize("origin", ORIGINS)
def test_nothing_that_is_typed_breaks_a_form_or_is_lost_or_half_done(
    house: House, forms: Mapping[str, list[Found]], origin: str
) -> None:
    assert forms[origin], f"no page shows the form {origin}: add a situation"
    wrong: dict[str, Sent] = {}
    for found in forms[origin]:
        with crawling.present(house, found) as form:
            wrong |= faults(house, form, found.here.by)
    assert not wrong, "\n".join(f"{fault} after {str(sent.values)[:500]}" for fault, sent in wrong.items())
