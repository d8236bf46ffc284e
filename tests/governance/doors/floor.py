"""The table: the floor, which is there only for the offices that watch it."""

from tests.governance.doors.answers import NOTHING, Answer, Ask, Door, everyone, page, split, to
from tests.governance.doors.people import ANONYMOUS, INSIDERS, MEMBER, STRANGER
from tests.governance.doors.scene import Scene, Thing

_OFFICES = "communications community_policing administrator"
_READERS = {name: page() for name in _OFFICES.split()}
_SIGN_IN = everyone(NOTHING)[ANONYMOUS]


def _named(scene: Scene, thing: Thing) -> dict[str, str]:
    return {"name": "Trouble in the west", "choice": "lane=trouble"}


def _owners(answer: Answer) -> dict[str, Answer]:
    """A view is its owner's alone: to everybody else there is none."""
    return dict.fromkeys((*INSIDERS, MEMBER, STRANGER), NOTHING) | {ANONYMOUS: _SIGN_IN, "owner": answer}


def _on_a_view(name: str, says: str) -> Door:
    ask = Ask(method="POST", about="view", form=_named, answers=_owners(to("views_of_the_floor", says)))
    return Door(name=name, asks=(ask,))


def _about_a_post() -> dict[str, Answer]:
    """That a stranger asked is noted; to who sees the post but has no floor, there is no such page."""
    return dict(split(_OFFICES, page(), NOTHING, stranger=Answer(status=404, refused="not_your_unit")))


DOORS = (
    Door(name="floor", asks=(Ask(answers=everyone(NOTHING, **_READERS)),)),
    Door(name="floor_changes", asks=(Ask(answers=everyone(NOTHING, **_READERS)),)),
    # A wall that is looked at stays signed in.
    Door(
        name="wall",
        asks=(Ask(answers=everyone(NOTHING, **_READERS), writes=frozenset({"django_session"})),),
    ),
    Door(
        name="floor_acts",
        asks=tuple(
            Ask(about=kind, answers=_about_a_post()) for kind in ("in_review", "published", "stopped")
        ),
    ),
    Door(name="views_of_the_floor", asks=(Ask(answers=everyone(NOTHING, **_READERS)),)),
    Door(
        name="keep_view",
        asks=(
            Ask(
                method="POST",
                form=_named,
                answers=everyone(NOTHING, **dict.fromkeys(_READERS, to("floor", "Kept as Trouble"))),
            ),
        ),
    ),
    _on_a_view("rename_view", "It is named"),
    _on_a_view("delete_view", "Deleted the view"),
    _on_a_view("open_with_view", "The floor opens with"),
)
