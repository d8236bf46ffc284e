"""Who may open the addresses of the versions of the rules, and of what is proposed."""

from typing import Any

from directives.pack import load_pack
from posts.forms.rule_settings import MINUTES
from posts.views.proposed import NOT_YOURS
from tests.governance.doors.answers import (
    Answer,
    Ask,
    Door,
    everyone,
    forbidden,
    page,
    shown,
    split,
    to,
    told,
)
from tests.governance.doors.posts import ALL, about_post
from tests.governance.doors.proposal_scene import CHOICE
from tests.governance.doors.scene import Scene, Thing
from tests.governance.doors.trying import Field

_ALL = "author usmr sergeant commander communications community_policing records administrator member"
_NO = forbidden("not_authorised", NOT_YOURS)
_WRITES = "writes this one"
_OWN = "somebody else decides about it"


def _choice(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"rule": CHOICE}


def _words(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {
        "title": "Plain words",
        "sentence": "Say “{words}” plainly.",
        "level": "think",
        "terms": "perp",
        "from_on": "2026-12-01",
    }


def _settings(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {
        "approval_mode": "always",
        "public_posting": "on",
        "device_policy": "supervisor",
        "use_of_force": "stop",
        "classification_mode": "schedule",
    }


def _minutes(scene: Scene, thing: Thing) -> dict[str, Any]:
    kinds = load_pack("chicago").categories
    return {f"{kind.key}-{key}": 45 for kind in kinds for key in MINUTES}


def _why(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"why": "Residents know these words."}


def _present(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"begin_with": "present"}


def _answer(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"answer": "Agreed.", "read_against": str(thing.row.base_id) if thing.row else "1"}


def _answered(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"answer": "Agreed."}


def _by(communications: Answer, administrator: Answer) -> Any:
    """Communications wrote it; an administrator is the second person."""
    return split(
        "communications administrator",
        page(),
        _NO,
        member=_NO,
        communications=communications,
        administrator=administrator,
    )


def _looked(name: str, answer: Answer, about: str = "proposal") -> Door:
    return Door(name=name, asks=(Ask(about=about, answers=_by(answer, answer)),))


def _changed(name: str, button: str, form: Any) -> Door:
    """A page with a form, for whoever writes the proposal."""
    answers = _by(to("proposal"), shown("not_own_proposal", _WRITES))
    looked = Ask(about="proposal", answers=_by(page(button), page(button)))
    return Door(name=name, asks=(looked, Ask(method="POST", about="proposal", form=form, answers=answers)))


def _acted(
    name: str, writer: Answer, other: Answer, *, about: str = "proposal", form: Any = _answered
) -> Door:
    return Door(name=name, asks=(Ask(method="POST", about=about, form=form, answers=_by(writer, other)),))


_BEGUN = to("proposal")
DOORS: tuple[Door, ...] = (
    Door(name="policy_versions", asks=(Ask(answers=everyone(page("Versions of the rules"))),)),
    Door(name="policy_version", asks=(Ask(about="policy", answers=split(_ALL, page("The first"), _NO)),)),
    Door(name="version_file", asks=(Ask(about="policy", answers=split(_ALL, page(), _NO)),)),
    Door(
        name="begin_proposal",
        asks=(
            Ask(
                method="POST",
                form=_present,
                answers=everyone(_NO, communications=_BEGUN, administrator=_BEGUN),
            ),
        ),
    ),
    Door(
        name="proposal",
        asks=tuple(
            Ask(about=about, answers=_by(page("Proposed version"), page("Proposed version")))
            for about in ("proposal", "handed_in")
        ),
    ),
    _looked("proposal_file", page()),
    _looked("proposal_posts", page("No waiting post would go back")),
    _acted(
        "switch_choice",
        to("proposal", "is switched on"),
        told("proposal", "not_own_proposal", _WRITES),
        form=_choice,
    ),
    Door(
        name="change_rule",
        asks=(
            Ask(about="proposed_rule", answers=_by(page("Save words"), page("Save words"))),
            Ask(
                method="POST",
                about="proposed_rule",
                form=_words,
                answers=_by(to("proposal"), shown("not_own_proposal", _WRITES)),
            ),
        ),
    ),
    _changed("change_settings", "Save settings", _settings),
    _changed("change_minutes", "Save minutes", _minutes),
    _looked("back_test", page("Past posts under version")),
    _acted("begin_back_test", to("back_test"), to("back_test")),
    _acted("stop_back_test", to("back_test"), to("back_test")),
    _acted("go_on_back_test", to("back_test"), to("back_test")),
    _acted("replace_proposal", page("No file was chosen"), page("No file was chosen")),
    _acted("begin_again", _BEGUN, _BEGUN),
    _acted("hand_in_proposal", to("proposal", "Handed in"), shown("not_own_proposal", _WRITES), form=_why),
    _acted("withdraw_proposal", to("proposal", "Withdrawn"), told("proposal", "not_own_proposal", _WRITES)),
    _acted(
        "adopt_proposal",
        shown("own_proposal", _OWN),
        to("policy_version", "is adopted"),
        about="handed_in",
        form=_answer,
    ),
    _acted("decline_proposal", shown("own_proposal", _OWN), to("proposal", "Declined"), about="handed_in"),
    Door(
        name="compare_versions",
        asks=(
            Ask(about="draft", answers=about_post(ALL, page("It was never sent in"), page())),
            Ask(about="in_review", answers=about_post(ALL, page("under two versions"), page())),
        ),
    ),
)


def _version(scene: Scene, thing: Thing) -> str:
    return f"v{thing.id}"


FIELDS: tuple[Field, ...] = (
    *(
        Field(
            door="compare_versions",
            name=side,
            by="reyes",
            carries="policy",
            about="in_review",
            value=_version,
        )
        for side in ("left", "right")
    ),
    Field(
        door="adopt_proposal",
        name="read_against",
        by="admin",
        carries="policy",
        about="handed_in",
        form=_answered,
        status=200,
    ),
)
