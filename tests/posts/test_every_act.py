"""Every status x act x person: who may take which step from where. The table is written out, not computed."""

from datetime import datetime

import pytest
from django.db import transaction

from governance.cast import Cast
from posts import workflow
from posts.actions import STEPS, Action
from posts.models import Post, Status
from posts.workflow import Refused, WrongStatus
from tests.posts.statuses import in_status

A = Action
FROM: dict[Action, str] = {
    A.SAVE: "draft returned",
    A.SUBMIT: "draft returned",
    A.TAKE_OVER: "draft returned",  # refused while its author may go on: tests/posts/test_offering.py
    A.REOPEN: "in_review approved withdrawn missed refused",
    A.WITHDRAW: "draft returned in_review approved stopped missed",
    A.APPROVE: "in_review",
    A.RETURN: "in_review",
    A.REJECT: "in_review",
    A.STAND_IN: "in_review",
    A.COMMENT: "in_review approved stopped partly_out published refused unknown missed",
    A.ASK: "in_review approved stopped partly_out published refused unknown missed",
    A.OVERRULE: "approved stopped",
    A.JUDGE: "published",
    A.ANSWER: "in_review",  # refused while no office is waited for: tests/posts/test_waiting_for_offices.py
    A.PROPOSE: "in_review",
    A.STOP: "in_review approved sending partly_out published unknown",
    A.RELEASE: "stopped",
    A.SEND_REST: "partly_out",
    A.TAKE_DOWN: "sending partly_out published unknown",
    A.CORRECT: "published",
    A.HIDE: "published",
    A.SHOW: "published",
    A.FOUND: "unknown",
    A.NOT_FOUND: "unknown",
    A.MOVE: "approved",
    A.SEND_LATE: "missed",
    A.PLAN_AGAIN: "missed",
    A.TRY_NOW: "approved unknown taking_down",
    A.GIVE_UP: "approved missed refused",
    A.KEEP: "approved",  # refused while nobody's authority ends: tests/posts/test_lapsing.py
}
WRITING = {A.SAVE, A.SUBMIT, A.REOPEN, A.WITHDRAW, A.MOVE, A.CORRECT, A.SEND_LATE, A.PLAN_AGAIN, A.GIVE_UP}
DECIDING = {A.APPROVE, A.RETURN, A.REJECT}
REMARKING = {A.COMMENT, A.PROPOSE}
JUDGING = {A.ASK, A.OVERRULE, A.JUDGE}
LEADING = {
    A.WITHDRAW,
    A.MOVE,
    A.STOP,
    A.RELEASE,
    A.SEND_REST,
    A.TAKE_DOWN,
    A.FOUND,
    A.NOT_FOUND,
    A.SEND_LATE,
    A.PLAN_AGAIN,
    A.HIDE,
    A.SHOW,
    A.GIVE_UP,
    A.TRY_NOW,
}
MAY: dict[str, set[Action]] = {
    "reyes": WRITING | {A.COMMENT},  # its author
    "ortega": WRITING | {A.COMMENT},  # another representative of the unit
    "whitfield": DECIDING | REMARKING | LEADING,  # designated sergeant
    "okafor": REMARKING | LEADING,  # commander
    "natarajan": REMARKING | LEADING | JUDGING,  # Communications
    "washington": {A.ASK},  # Community Policing sees all units
    "marsh": set(),  # Records sees all units
    "admin": set(),
    "lindqvist": set(),  # a sergeant of the unit whom nobody designated: reads, and is told why not
}
STRANGERS = ("hale", "tran", "novak")
"""Of another unit: to them there is no such post."""


def _outcome(post: Post, action: Action, cast: Cast, key: str, at: datetime) -> str:
    try:
        with transaction.atomic():
            workflow.begin(post_id=post.pk, action=action, actor=cast.people[key], at=at)
    except WrongStatus:
        return "status"
    except Refused:
        return "refused"
    except Post.DoesNotExist:
        return "404"
    return "yes"


def _expected(status: Status, action: Action, key: str) -> str:
    if key in STRANGERS:
        return "404"
    if status.value not in FROM[action].split():
        return "status"
    if key == "whitfield" and action in DECIDING and status != Status.IN_REVIEW:
        return "status"
    return "yes" if action in MAY[key] else "refused"


def test_the_table_names_every_act() -> None:
    assert set(FROM) == set(STEPS) == set(Action)


@pytest.mark.parametrize("status", list(Status), ids=str)
def test_who_may_take_which_step_from(status: Status, chicago: Cast, at: datetime) -> None:
    post = in_status(status, engaged=chicago, at=at)

    found = {
        (action.value, key): _outcome(post, action, chicago, key, at)
        for action in Action
        for key in [*MAY, *STRANGERS]
    }

    assert found == {
        (action.value, key): _expected(status, action, key) for action in Action for key in [*MAY, *STRANGERS]
    }


@pytest.mark.parametrize("status", list(Status), ids=str)
def test_the_other_agency_finds_no_post_in(status: Status, chicago: Cast, alsip: Cast, at: datetime) -> None:
    post = in_status(status, engaged=chicago, at=at)

    found = {_outcome(post, action, alsip, key, at) for action in Action for key in alsip.people}

    assert found == {"404"}
