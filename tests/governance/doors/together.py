"""The table: stories and the press, for Communications, and ideas, which everybody suggests and few pass on."""

from typing import Any

from governance.cast import CORPORATE
from tests.governance.doors.answers import NOTHING, Ask, Door, everyone, forbidden, page, shown, split, to
from tests.governance.doors.people import INSIDERS
from tests.governance.doors.scene import UNITS, Scene, Thing
from tests.governance.doors.trying import Field

ALL = " ".join(INSIDERS)
_FORWARDERS = "author usmr sergeant"
_NO_FORWARDER = "Sergeants and social media representatives of the unit forward its stories."
SENDERS = "author usmr sergeant commander communications"
NO_SENDER = "Those who write for the unit or lead it send questions of the press on."
_NOT_THE_OFFICE = shown("not_authorised", "Communications decides which stories it adopts.")
_OFF_DUTY = shown("off_duty", "You are off duty.")
_NO_WRITER = shown("not_authorised", "representatives write its posts.")


def forwarded(scene: Scene, thing: Thing) -> dict[str, Any]:
    """A story that names nobody."""
    return {"words": "A good day.", "consent": "nobody"}


def _adopted(scene: Scene, thing: Thing) -> dict[str, Any]:
    engaged = scene.casts[UNITS.get(thing.unit, "chicago")]
    return {"account": engaged.accounts[CORPORATE].pk, "note": "Thank you."}


def _noted(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"note": "Thank you."}


def _answered(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"feedback": "We had one like it."}


def _asked(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"came": "call", "asked_by": "Rita Moss, Daily News", "words": "How many burglaries?"}


def _corrected(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"handle": "@evening_news"}


def _closing(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"how": "answered", "note": "Eleven."}


def _reasoned(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"reason": "They asked us to."}


def _suggested(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"words": "Tell of the swans.", "reach": "unit"}


def _reach(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"reach": "department"}


def _account(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"account": scene.things["account"][thing.unit or "014"].id}


def _nothing_more(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {}


def _page_from(scene: Scene, thing: Thing) -> str:
    return f"2026-11-21T20:00:00+00:00_{thing.id}"


def _act(name: str, about: str, allowed: str, yes: Any, no: Any, form: Any, **more: Any) -> Door:
    member = more.pop("member", no)
    ask = Ask(method="POST", about=about, form=form, answers=split(allowed, yes, no, member=member), **more)
    return Door(name=name, asks=(ask,))


DOORS = (
    Door(name="stories", asks=(Ask(answers=everyone(page("Stories"))),)),
    Door(
        name="forward_story",
        asks=tuple(
            Ask(
                method=method,
                about="unit",
                form=forwarded,
                answers=split(_FORWARDERS, yes, forbidden("not_authorised", _NO_FORWARDER)),
            )
            for method, yes in (("GET", page("Forward a story")), ("POST", to("story", "Forwarded.")))
        ),
    ),
    Door(name="story", asks=(Ask(about="story", answers=split(ALL, page(), page())),)),
    _act(
        "adopt_story",
        "story",
        "communications",
        to("composer", "Adopted."),
        _NOT_THE_OFFICE,
        _adopted,
        off_duty=_OFF_DUTY,
    ),
    _act("decline_story", "story", "communications", to("story", "Not adopted."), _NOT_THE_OFFICE, _answered),
    _act(
        "withdraw_story",
        "story",
        _FORWARDERS,
        to("story", "Withdrawn."),
        shown("not_authorised", _NO_FORWARDER),
        _reasoned,
    ),
    Door(name="inquiries", asks=(Ask(answers=everyone(page("Questions of the press"))),)),
    Door(
        name="send_on_inquiry",
        asks=tuple(
            Ask(
                method=method,
                about="unit",
                form=_asked,
                answers=split(SENDERS, yes, forbidden("not_authorised", NO_SENDER)),
            )
            for method, yes in (("GET", page("Send on")), ("POST", to("inquiry", "Sent on.")))
        ),
    ),
    Door(name="inquiry", asks=(Ask(about="inquiry", answers=split(ALL, page(), page())),)),
    _act(
        "correct_inquiry",
        "inquiry",
        "communications",
        to("inquiry", "Noted whose account asks."),
        shown("not_authorised", "Communications answers the press."),
        _corrected,
    ),
    _act(
        "close_inquiry",
        "inquiry",
        "communications",
        to("inquiry", "Noted."),
        shown("not_authorised", "Communications answers the press."),
        _closing,
    ),
    Door(name="contributions", asks=(Ask(answers=everyone(page("Ideas"))),)),
    Door(
        name="suggest_idea",
        asks=(
            Ask(answers=everyone(page("Suggest an idea"))),
            Ask(method="POST", form=_suggested, answers=everyone(to("idea", "Suggested."))),
        ),
    ),
    Door(
        name="idea",
        asks=(
            Ask(about="idea", answers=split(ALL, page(), page())),
            Ask(about="idea_waiting", answers=split(ALL, page(), NOTHING)),
        ),
    ),
    _act(
        "hand_up_idea",
        "idea_waiting",
        "sergeant",
        to("idea", "Handed up."),
        shown("not_authorised", "A sergeant of the unit hands its ideas up."),
        _nothing_more,
        member=NOTHING,
    ),
    _act(
        "pass_on_idea",
        "idea_waiting",
        "sergeant commander communications",
        to("idea", "Passed on."),
        shown("not_authorised", "The sergeants and the commander of the unit pass its ideas on."),
        _reach,
        member=NOTHING,
    ),
    _act(
        "draft_idea",
        "idea",
        "author usmr",
        to("composer", "This is the draft."),
        _NO_WRITER,
        _account,
        off_duty=_OFF_DUTY,
    ),
    _act(
        "decline_idea",
        "idea",
        "author usmr sergeant commander communications",
        to("idea", "Not taken up."),
        shown("not_authorised", "Those who lead the unit or write for it answer its ideas."),
        _reasoned,
    ),
    _act(
        "take_back_idea",
        "idea",
        "author",
        to("idea", "Taken back."),
        shown("not_authorised", "Only its author takes an idea back."),
        _nothing_more,
    ),
)
FIELDS = (
    Field(door="stories", name="after", by="whitfield", carries="story", value=_page_from, status=200),
    Field(
        door="inquiries",
        name="after",
        by="whitfield",
        carries="inquiry",
        value=_page_from,
        status=200,
    ),
    Field(door="contributions", name="after", by="whitfield", carries="idea", value=_page_from, status=200),
    Field(
        door="forward_story",
        name="post",
        by="reyes",
        carries="published",
        about="unit",
        form=forwarded,
        status=200,
    ),
    Field(
        door="forward_story",
        name="pictures",
        by="reyes",
        carries="picture",
        about="unit",
        form=forwarded,
        status=200,
    ),
    Field(
        door="adopt_story",
        name="account",
        by="natarajan",
        carries="account",
        about="story",
        form=_noted,
        status=200,
    ),
    Field(
        door="draft_idea",
        name="account",
        by="reyes",
        carries="account",
        about="idea",
        form=_nothing_more,
        status=200,
    ),
)
