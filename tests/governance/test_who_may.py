"""The table of roles, acts and conditions is what the code decides, on the page and in the documentation."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Condition, Role
from governance.cast import Cast
from governance.management.commands.who_may import PAGE
from posts import whomay
from posts.actions import STEPS, Action
from posts.whomay import VERDICTS, Row
from tests.posts.test_every_act import MAY

STOPPING = {
    Action.WITHDRAW,
    Action.ASK,
    Action.OVERRULE,
    Action.JUDGE,
    Action.STOP,
    Action.TAKE_DOWN,
    Action.SHOW,
    Action.TRY_NOW,
    Action.GIVE_UP,
}
"""What stops, takes back or asks: never refused for a condition."""
HOLD = {
    "ortega": Role.USMR,
    "whitfield": Role.SERGEANT,
    "okafor": Role.COMMANDER,
    "natarajan": Role.COMMUNICATIONS,
    "washington": Role.COMMUNITY_POLICING,
    "marsh": Role.RECORDS,
    "admin": Role.ADMINISTRATOR,
    "lindqvist": whomay.NOBODY,
}


def row(action: Action, when: str = "") -> Row:
    return next(one for one in whomay.rows() if STEPS[action].label in one.words and one.when == when)


def test_the_page_of_the_documentation_is_what_the_code_decides_now() -> None:
    assert PAGE.read_text(encoding="utf-8") == whomay.in_words(), "run manage.py who_may --write"


def test_every_act_has_its_row_and_somebody_who_may_take_it() -> None:
    words = ", ".join(one.words for one in whomay.rows())
    assert all(step.label in words for step in STEPS.values())
    assert all(any(one.may.values()) for one in whomay.rows())


@pytest.mark.parametrize("who", sorted(HOLD))
def test_the_table_says_what_the_people_of_the_cast_may_do(who: str) -> None:
    special = {*VERDICTS, Action.STAND_IN, Action.TAKE_OVER, Action.KEEP, Action.ANSWER}
    told = {action for action in set(STEPS) - special if row(action).may[HOLD[who]]}
    assert told == MAY[who] - special


def test_acts_that_stop_are_refused_for_no_condition_and_all_others_for_each() -> None:
    for action in set(STEPS) - {*VERDICTS, Action.STAND_IN, Action.ANSWER}:
        assert set(row(action).asks.values()) == {action not in STOPPING}, action
    assert all(set(one.asks) == set(Condition.values) for one in whomay.rows())


def test_whoever_gives_one_verdict_on_a_step_gives_them_all() -> None:
    """The three verdicts stand in one row, so each role may give all of them or none."""
    for situation in whomay.SITUATIONS[VERDICTS[0]]:
        for role in whomay.ROLES:
            assert len({whomay.asked(act, situation, role).allowed for act in VERDICTS}) == 1


def test_the_page_is_there_for_everybody_and_asks_the_database_nothing_for_it(
    chicago: Cast, client: Client
) -> None:
    client.force_login(chicago.lindqvist)
    client.get(reverse("who_may"))
    with CaptureQueriesContext(connection) as asked:
        page = client.get(reverse("who_may")).content.decode()
    assert "handed on to its commander" in page and "Never refused for a condition" in page
    assert not [query for query in asked.captured_queries if "posts_routestep" in query["sql"]]


def test_the_command_prints_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("who_may")
    assert capsys.readouterr().out == whomay.in_words()
