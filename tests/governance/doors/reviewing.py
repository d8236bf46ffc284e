"""The table: the queue and the desk."""

from typing import Any

from tests.governance.doors.answers import OFF_DUTY, Answer, Ask, Door, everyone, page, shown, to
from tests.governance.doors.posts import (
    ALL,
    LEADS,
    NOBODY_ABSENT,
    NOT_A_REVIEWER,
    NOT_YOUR_STEP,
    OPENING,
    OWN_POST,
    WRITERS,
    about_post,
    attested,
    reasoned,
    reworded,
)


def _desk(name: str, form: Any, yes: Answer, no: Answer, **others: Answer) -> Door:
    decides = {"comment_post": f"{WRITERS} {LEADS}", "propose_wording": LEADS}.get(name, "sergeant")
    off = shown("off_duty", OFF_DUTY)
    asks = (
        Ask(
            method="POST",
            about="in_review",
            form=form,
            answers=about_post(decides, yes, no, **others),
            off_duty=off,
            writes=OPENING,
        ),
    )
    return Door(name=name, asks=asks, by_link="desk")


DOORS = (
    Door(name="queue", asks=(Ask(answers=everyone(page())),)),
    Door(name="arrivals", asks=(Ask(answers=everyone(Answer(status=204))),)),
    Door(
        name="desk",
        asks=(
            Ask(about="in_review", answers=about_post(ALL, page("binding"), page()), writes=OPENING),
            Ask(about="draft", answers=about_post(ALL, to("post"), to("post"))),
            Ask(about="published", answers=about_post(ALL, to("post"), to("post"))),
        ),
    ),
    Door(
        name="keep_open",
        asks=(
            Ask(
                method="POST",
                about="in_review",
                form=reasoned,
                answers=about_post(ALL, page(), page()),
            ),
        ),
    ),
    _desk(
        "approve_post",
        attested,
        Answer(status=302, says="Approved."),
        shown("not_your_step", NOT_YOUR_STEP),
        author=shown("own_post", OWN_POST),
    ),
    Door(
        name="stand_in_post",
        by_link="desk",
        asks=(
            Ask(
                method="POST",
                about="in_review",
                form=reasoned,
                answers=about_post(
                    "",
                    page(),
                    shown("not_your_step", NOBODY_ABSENT),
                    author=shown("own_post", OWN_POST),
                ),
                writes=OPENING,
            ),
        ),
    ),
    _desk(
        "return_post",
        reasoned,
        Answer(status=302, says="Returned to"),
        shown("not_your_step", NOT_YOUR_STEP),
        author=shown("own_post", OWN_POST),
    ),
    _desk(
        "reject_post",
        reasoned,
        Answer(status=302, says="Rejected."),
        shown("not_your_step", NOT_YOUR_STEP),
        author=shown("own_post", OWN_POST),
    ),
    _desk(
        "comment_post",
        reasoned,
        to("desk", "Your comment went to"),
        shown("not_your_step", NOT_A_REVIEWER),
    ),
    _desk(
        "propose_wording",
        reworded,
        to("desk", "Your wording went to"),
        shown("not_your_step", NOT_A_REVIEWER),
    ),
)
