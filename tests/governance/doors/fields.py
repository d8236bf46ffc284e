"""Every field of a form and every parameter of an address that carries an id: what is sent in it that is not theirs.

Each stands for a row of another unit, of another agency, and of nowhere; and for what is no id at all.
"""

from typing import Any

from tests.governance.doors import (
    accounts,
    administration,
    authority,
    chosen,
    conditions,
    devices,
    directive,
    disposal,
    duty,
    guidance,
    imports,
    media,
    permissions,
    ready,
    retention,
    security,
    together,
    training,
    versions,
)
from tests.governance.doors.posts import attested, binding, reasoned, typed
from tests.governance.doors.scene import Scene, Thing
from tests.governance.doors.trying import Field

NONSENSE = (
    "",
    "x",
    "\x00",
    "9" * 5000,
    "0",
    "-1",
    "1.0",
    "1e3",
    " 1",
    "١٢",  # Arabic-Indic digits
    "²",
    "9223372036854775807",
    "9223372036854775808",
    "9" * 30,
    "1;DROP TABLE posts_post",
    "None",
    "../../etc/passwd",
)
"""What no row has as its id. None of it may break a page."""


def _nothing_more(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {}


def _role(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"role": "usmr", "reason": "Order 26-114"}


def _page_from(scene: Scene, thing: Thing) -> str:
    """A cursor made of a foreign id."""
    return f"2026-11-21T20:00:00+00:00_{thing.id}"


def _record_from(scene: Scene, thing: Thing) -> str:
    return f"2026-11-21T20:00:00+00:00~{thing.id}"


def _numbered(scene: Scene, thing: Thing) -> str:
    return thing.unit or "099"


ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "javascript:alert(1)",
    "http:evil.example",
    "/\t/evil.example",
    "\x00//evil.example",
    "evil.example",
    "/ok\r\nSet-Cookie: stolen=1",
)
"""Where nobody is sent on to, whatever a form or an address says."""
BUTTONS = (
    {"use_wording": "0"},
    {"look": "1"},
    {"remove_picture": "1"},
    {"put_back": "1"},
    {"give_up": "0"},
    {"keep": "1"},
    {"resolve": "theirs"},
    {"resolve": "mine", "their_version": "1"},
)
"""What else the composer's form can say besides saving."""
OPENING = frozenset({"posts_opening"})
FIELDS: tuple[Field, ...] = (
    Field(door="begin_post", name="account", by="reyes", carries="account", form=_nothing_more),
    Field(door="begin_repost", name="account", by="reyes", carries="account", form=_nothing_more),
    Field(door="check_draft", name="account", by="reyes", carries="account", about="draft", form=typed),
    Field(door="submit_post", name="account", by="reyes", carries="account", about="draft", form=typed),
    Field(door="media_rights", name="post", by="reyes", carries="draft", about="picture"),
    Field(
        door="attach_picture",
        name="picture",
        by="reyes",
        carries="picture",
        about="draft",
        form=_nothing_more,
    ),
    Field(door="check_draft", name="pictures", by="reyes", carries="picture", about="draft", form=typed),
    Field(door="submit_post", name="pictures", by="reyes", carries="picture", about="draft", form=typed),
    Field(door="reuse_pictures", name="after", by="reyes", carries="picture", about="draft", status=200),
    Field(
        door="approve_post",
        name="binding",
        by="whitfield",
        carries="in_review",
        about="in_review",
        form=attested,
        value=binding,
        status=200,
        writes=OPENING,
    ),
    Field(
        door="return_post",
        name="binding",
        by="whitfield",
        carries="in_review",
        about="in_review",
        form=reasoned,
        value=binding,
        status=200,
        writes=OPENING,
    ),
    Field(
        door="reject_post",
        name="binding",
        by="whitfield",
        carries="in_review",
        about="in_review",
        form=reasoned,
        value=binding,
        status=200,
        writes=OPENING,
    ),
    Field(
        door="keep_open",
        name="binding",
        by="whitfield",
        carries="in_review",
        about="in_review",
        form=reasoned,
        value=binding,
        status=200,
        writes=OPENING,
    ),
    Field(
        door="authorise", name="member", by="okafor", carries="member", about="unit", form=_role, status=200
    ),
    Field(
        door="authorise", name="member", by="admin", carries="member", about="unit", form=_role, status=200
    ),
    Field(door="people", name="unit", by="okafor", carries="unit"),
    Field(door="people", name="unit", by="reyes", carries="unit"),
    Field(door="people", name="unit", by="petrov", carries="unit"),
    Field(door="records", name="unit", by="reyes", carries="unit"),
    Field(door="records", name="unit", by="marsh", carries="unit"),
    Field(door="records", name="after", by="reyes", carries="record", value=_record_from, status=200),
    Field(door="queue", name="after", by="whitfield", carries="in_review", value=_page_from, status=200),
    Field(door="queue", name="filter", by="whitfield", carries="in_review", status=200),
    Field(door="arrivals", name="since", by="whitfield", carries="in_review", status=204),
    Field(door="own_posts", name="after", by="reyes", carries="draft", value=_page_from, status=200),
    Field(door="messages", name="before", by="reyes", carries="message", status=200),
    Field(
        door="floor", name="unit", by="natarajan", carries="unit", value=_numbered, status=200, echoed=True
    ),
    Field(door="floor", name="after", by="natarajan", carries="draft", value=_page_from, status=200),
    Field(door="floor", name="lane", by="natarajan", carries="draft", status=200),
    Field(
        door="floor_changes",
        name="unit",
        by="natarajan",
        carries="unit",
        value=_numbered,
        status=200,
        echoed=True,
    ),
    # A place in the trail, not the id of a row.
    Field(door="floor_changes", name="after", by="natarajan", carries=""),
    Field(door="held_posts", name="stop", by="natarajan", carries=""),
    Field(door="held_posts", name="after", by="natarajan", carries=""),
    Field(door="stops", name="after", by="natarajan", carries=""),
    Field(door="calendar", name="from", by="reyes", carries=""),
    Field(door="calendar", name="unit", by="reyes", carries=""),
    Field(door="calendar", name="account", by="reyes", carries=""),
    Field(door="search", name="q", by="reyes", carries=""),
    Field(door="search", name="after", by="reyes", carries=""),
    Field(door="roster", name="period", by="okafor", carries=""),
    Field(door="roster_board", name="period", by="washington", carries=""),
    Field(door="accounts_register", name="after", by="okafor", carries=""),
    Field(door="missed", name="after", by="natarajan", carries=""),
    Field(door="spend", name="month", by="okafor", carries=""),
    *accounts.FIELDS,
    *conditions.FIELDS,
    *security.FIELDS,
    *training.FIELDS,
    *versions.FIELDS,
    *guidance.FIELDS,
    *ready.FIELDS,
    *duty.FIELDS,
    *devices.FIELDS,
    *directive.FIELDS,
    *disposal.FIELDS,
    *authority.FIELDS,
    *administration.FIELDS,
    *imports.FIELDS,
    *media.FIELDS,
    *permissions.FIELDS,
    *retention.FIELDS,
    *together.FIELDS,
    *chosen.FIELDS,
)
