"""The table: what missed its time. Who may not decide about a post is told so beside it."""

from tests.governance.doors.answers import Ask, Door, everyone, page, to

_NOTHING_TICKED = everyone(to("missed", "Tick the posts first"))

DOORS = (
    Door(name="missed", asks=(Ask(answers=everyone(page())),)),
    Door(name="choose_missed", asks=(Ask(method="POST", answers=_NOTHING_TICKED),)),
)
