"""The table: writing, and a post's own page."""

from typing import Any

from governance.cast import PASSWORD
from posts.reviewing import read_decision
from tests.governance.doors.answers import (
    NOTHING,
    OFF_DUTY,
    Answer,
    Answers,
    Ask,
    Door,
    everyone,
    forbidden,
    page,
    shown,
    split,
    to,
    told,
    unseen,
)
from tests.governance.doors.people import INSIDERS, MEMBER, STRANGER
from tests.governance.doors.scene import Scene, Thing, written

ALL = " ".join((*INSIDERS, MEMBER))
WRITERS = "author usmr"
LEADS = "sergeant commander communications"
NOT_A_WRITER = "Only this unit's social media representatives write its posts."
NOT_A_LEAD = "Sergeants and commanders of the unit and Communications do this."
NOT_YOUR_STEP = "This step belongs to somebody else."
NOT_A_REVIEWER = "Comments are for those who write or review this post."
NOT_THE_OFFICE = "Communications does this for the department."
NOBODY_ABSENT = "The duty officer of Communications stands in for Community Policing"
OWN_POST = "You wrote this post, so somebody else decides about it."
OPENING = frozenset({"posts_opening"})
"""That somebody has a post open is told to the others for a minute."""


def about_post(allowed: str, yes: Answer, no: Answer, **others: Answer) -> Answers:
    """For a post; that strangers tried is in the trail."""
    return unseen(split(allowed, yes, no, **others), "not_your_unit")


def typed(scene: Scene, thing: Thing) -> dict[str, Any]:
    """The composer's form over the version that is saved."""
    account = scene.things["account"][thing.unit or "014"].row
    said = written(thing.unit or "014")
    answers = {f"answer-{key}": answer for key, answer in said.answers.items()}
    return {"version": 1, "account": account.pk, "category": said.category, "text": said.text, **answers}


def binding(scene: Scene, thing: Thing) -> str:
    """What a reviewer's form says was read."""
    return str(thing.row.revision.binding) if thing.row else "0" * 64


def attested(scene: Scene, thing: Thing) -> dict[str, Any]:
    """The desk's form with every box ticked."""
    if thing.row is None:
        return {"binding": binding(scene, thing)}
    boxes = read_decision(revision=thing.row.revision, agency_id=thing.row.agency_id)["attestation"]["boxes"]
    return {"binding": binding(scene, thing), "attested": [box["key"] for box in boxes]}


def reasoned(scene: Scene, thing: Thing) -> dict[str, Any]:
    """A reason over what was read."""
    known = thing.row is not None and thing.row.revision is not None
    return {
        "binding": binding(scene, thing) if known else "",
        "ground": "facts",
        "reason": "Name the street.",
    }


def overruled(scene: Scene, thing: Thing) -> dict[str, Any]:
    """The last word, why, and the password once more."""
    return {"verdict": "rejected", "reason": "The fair is off.", "password": PASSWORD}


def judged(scene: Scene, thing: Thing) -> dict[str, Any]:
    """The last word on what is out."""
    return {"verdict": "to_correct", "reason": "The date is wrong."}


def corrected(scene: Scene, thing: Thing) -> dict[str, Any]:
    """How it is put right, and why."""
    return {"how": "replace", "reason": "Another street."}


def reworded(scene: Scene, thing: Thing) -> dict[str, Any]:
    """Other words."""
    return {"wording": "Lock your garage tonight."}


def seen(scene: Scene, thing: Thing) -> dict[str, Any]:
    """The number of a post on the network."""
    return {"address": "1858123456789"}


def _act(
    name: str,
    about: str,
    allowed: str,
    yes: Answer,
    says: str,
    *,
    gated: bool,
    form: Any = reasoned,
    more: tuple[Ask, ...] = (),
) -> Door:
    """An act from a post's own page; `gated` acts publish or write and need a tour, the others stop."""
    ask = Ask(
        method="POST",
        about=about,
        form=form,
        answers=about_post(allowed, yes, told("post", "not_authorised", says)),
        off_duty=told("post", "off_duty", OFF_DUTY) if gated else None,
    )
    return Door(name=name, asks=(ask, *more), by_link="post")


def _beginning(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"account": thing.id}


_NO_WRITER = forbidden("not_authorised", NOT_A_WRITER)
_WRITING = (
    Door(name="own_posts", asks=(Ask(answers=everyone(page("posts"))),)),
    Door(name="offered_drafts", asks=(Ask(answers=everyone(page("offered"))),)),
    Door(
        name="take_over_draft",
        asks=(
            Ask(
                method="POST",
                about="offered",
                answers=about_post(
                    WRITERS,
                    to("composer", "It is your draft now."),
                    told("offered_drafts", "not_authorised", NOT_A_WRITER),
                ),
                off_duty=told("offered_drafts", "off_duty", OFF_DUTY),
            ),
            Ask(
                method="POST",
                about="draft",
                answers=about_post(
                    "",
                    page(),
                    told("offered_drafts", "nothing_offered", "Its author still works on this draft"),
                ),
            ),
        ),
    ),
    Door(
        name="begin_post",
        asks=(
            Ask(
                method="POST",
                about="account",
                form=_beginning,
                # Communications speaks from a unit's account itself.
                answers=unseen(
                    split(f"{WRITERS} communications", to("composer"), _NO_WRITER), "not_your_account"
                ),
                off_duty=told("own_posts", "off_duty", OFF_DUTY),
            ),
        ),
    ),
    Door(
        name="composer",
        asks=(
            Ask(about="draft", answers=about_post(WRITERS, page("</textarea>"), _NO_WRITER), writes=OPENING),
            Ask(about="in_review", answers=about_post(ALL, to("post"), to("post"))),
            Ask(about="published", answers=about_post(ALL, to("post"), to("post"))),
        ),
    ),
    Door(
        name="check_draft",
        asks=tuple(
            Ask(
                method="POST",
                about="draft",
                form=typed,
                htmx=htmx,
                answers=about_post(WRITERS, yes, shown("not_authorised", NOT_A_WRITER)),
                off_duty=shown("off_duty", OFF_DUTY),
                writes=OPENING,
            )
            for htmx, yes in ((False, to("composer")), (True, page()))
        ),
    ),
    Door(
        name="submit_post",
        asks=(
            Ask(
                method="POST",
                about="draft",
                form=typed,
                answers=about_post(WRITERS, to("post"), shown("not_authorised", NOT_A_WRITER)),
                off_duty=shown("off_duty", OFF_DUTY),
                writes=OPENING,
            ),
        ),
    ),
    Door(
        name="rule",
        asks=tuple(
            Ask(about="clause", answers=split(ALL, page(), page(), member=page()), htmx=htmx)
            for htmx in (False, True)
        ),
    ),
)
_STOPPED_ABOVE = Ask(
    method="POST",
    about="stopped_above",
    answers=about_post(
        "communications",
        to("post", "Released."),
        told("post", "not_authorised", NOT_A_LEAD),
        sergeant=told("post", "stopped_above", "so Communications releases it"),
        commander=told("post", "stopped_above", "so Communications releases it"),
    ),
    off_duty=told("post", "off_duty", OFF_DUTY),
)
_PAGE = (
    Door(
        name="post",
        asks=tuple(
            Ask(about=state, answers=about_post(ALL, page(), page()))
            for state in ("draft", "in_review", "stopped", "stopped_above", "published", "unknown")
        ),
    ),
    _act("copy_post", "published", WRITERS, to("composer", "This is a copy."), NOT_A_WRITER, gated=True),
    _act(
        "correct_post",
        "published",
        WRITERS,
        to("composer", "This is the correction."),
        NOT_A_WRITER,
        gated=True,
        form=corrected,
    ),
    _act(
        "withdraw_post",
        "in_review",
        f"{WRITERS} {LEADS}",
        to("post", "Withdrawn."),
        "Its authors and their sergeants withdraw a post.",
        gated=False,
    ),
    Door(
        name="keep_post",
        asks=(
            # Of the scene's posts none loses anybody's authority: tests/posts/test_lapsing.py keeps one.
            Ask(
                method="POST",
                about="approved",
                answers=unseen(
                    everyone(told("post", "nothing_to_keep", "it needs no keeping.")) | {STRANGER: NOTHING},
                    "not_your_unit",
                ),
            ),
        ),
        by_link="post",
    ),
    Door(
        name="answer_post",
        asks=(
            # Of the scene's posts none waits for an office: tests/posts/test_waiting_for_offices.py answers one.
            Ask(
                method="POST",
                about="in_review",
                answers=unseen(
                    everyone(told("post", "not_awaited", "does not wait for an answer of yours."))
                    | {STRANGER: NOTHING},
                    "not_your_unit",
                ),
            ),
        ),
        by_link="post",
    ),
    _act("reopen_post", "in_review", WRITERS, to("composer", "Open for editing."), NOT_A_WRITER, gated=True),
    _act("stop_post", "in_review", LEADS, to("post", "Stopped."), NOT_A_LEAD, gated=False),
    _act(
        "release_post",
        "stopped",
        LEADS,
        to("post", "Released."),
        NOT_A_LEAD,
        gated=True,
        more=(_STOPPED_ABOVE,),
    ),
    _act("send_rest", "partly_out", LEADS, to("post", "The rest goes out now"), NOT_A_LEAD, gated=True),
    _act(
        "ask_post",
        "published",
        "communications community_policing",
        to("post", "Your question went to the unit."),
        NOT_THE_OFFICE,
        gated=False,
    ),
    _act(
        "overrule_post",
        "approved",
        "communications",
        to("post", "Overruled."),
        NOT_THE_OFFICE,
        gated=False,
        form=overruled,
    ),
    _act(
        "judge_post",
        "published",
        "communications",
        to("post", "Judged."),
        NOT_THE_OFFICE,
        gated=False,
        form=judged,
    ),
    Door(name="to_correct", asks=(Ask(answers=everyone(page("To be corrected"))),)),
    _act("take_down_post", "published", LEADS, to("post", "Being taken down."), NOT_A_LEAD, gated=False),
)
_UNKNOWN = (
    # Nobody answers at the training network's address here, and only what it shows is believed.
    _act("found_post", "unknown", LEADS, page("does not answer now"), NOT_A_LEAD, gated=True, form=seen),
    _act("not_found_post", "unknown", LEADS, to("post", "Returned."), NOT_A_LEAD, gated=True),
)
DOORS = (*_WRITING, *_PAGE, *_UNKNOWN)
