"""The table: what is found after a database was restored. There is none behind these doors: see test_restored_page."""

from tests.governance.doors.answers import NOTHING, Ask, Door, everyone

DOORS = (
    Door(name="restored", kwargs={"restoration_id": 1}, asks=(Ask(answers=everyone(NOTHING)),)),
    Door(
        name="go_on_without", kwargs={"reading_id": 1}, asks=(Ask(method="POST", answers=everyone(NOTHING)),)
    ),
)
