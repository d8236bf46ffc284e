"""The transition table: every act on a post, and the statuses it may start from. Screens draw buttons from it."""

from dataclasses import dataclass
from enum import StrEnum

from posts.models import Status


class Action(StrEnum):
    """What a person may do with a post."""

    SAVE = "save"
    SUBMIT = "submit"
    TAKE_OVER = "take_over"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"
    APPROVE = "approve"
    STAND_IN = "stand_in"
    RETURN = "return"
    REJECT = "reject"
    COMMENT = "comment"
    PROPOSE = "propose"
    ASK = "ask"
    OVERRULE = "overrule"
    JUDGE = "judge"
    ANSWER = "answer"
    STOP = "stop"
    RELEASE = "release"
    TAKE_DOWN = "take_down"
    CORRECT = "correct"
    HIDE = "hide"
    SHOW = "show"
    SEND_REST = "send_rest"
    FOUND = "found"
    NOT_FOUND = "not_found"
    MOVE = "move"
    KEEP = "keep"
    SEND_LATE = "send_late"
    PLAN_AGAIN = "plan_again"
    TRY_NOW = "try_now"
    GIVE_UP = "give_up"


@dataclass(frozen=True, kw_only=True)
class Step:
    """Where an act may start, and what its button says."""

    sources: frozenset[Status]
    label: str
    done: str
    """What the page says afterwards."""


def _from(*sources: Status) -> frozenset[Status]:
    return frozenset(sources)


_TALKED_ABOUT = _from(
    Status.IN_REVIEW,
    Status.APPROVED,
    Status.STOPPED,
    Status.PARTLY_OUT,
    Status.PUBLISHED,
    Status.REFUSED,
    Status.UNKNOWN,
    Status.MISSED,
)


STEPS: dict[Action, Step] = {
    Action.SAVE: Step(
        sources=_from(Status.DRAFT, Status.RETURNED), label="Keep as draft", done="Kept as a draft."
    ),
    Action.SUBMIT: Step(sources=_from(Status.DRAFT, Status.RETURNED), label="Submit post", done="Submitted."),
    Action.TAKE_OVER: Step(
        sources=_from(Status.DRAFT, Status.RETURNED),
        label="Take over draft",
        done="It is your draft now. Go on with it.",
    ),
    Action.REOPEN: Step(
        sources=_from(
            Status.IN_REVIEW,
            Status.APPROVED,
            Status.WITHDRAWN,
            Status.MISSED,
            Status.REFUSED,
        ),
        label="Edit post",
        done="Open for editing. What was approved before counts no longer.",
    ),
    Action.WITHDRAW: Step(
        sources=_from(
            Status.DRAFT, Status.RETURNED, Status.IN_REVIEW, Status.APPROVED, Status.STOPPED, Status.MISSED
        ),
        label="Withdraw post",
        done="Withdrawn. It will not go out.",
    ),
    Action.APPROVE: Step(sources=_from(Status.IN_REVIEW), label="Approve post", done="Approved."),
    Action.STAND_IN: Step(
        sources=_from(Status.IN_REVIEW), label="Stand in for the office", done="Approved in its place."
    ),
    Action.RETURN: Step(sources=_from(Status.IN_REVIEW), label="Return with a reason", done="Returned."),
    Action.REJECT: Step(sources=_from(Status.IN_REVIEW), label="Reject post", done="Rejected."),
    Action.COMMENT: Step(sources=_TALKED_ABOUT, label="Comment", done="Comment sent."),
    Action.ASK: Step(sources=_TALKED_ABOUT, label="Ask the unit", done="Your question went to the unit."),
    Action.OVERRULE: Step(
        sources=_from(Status.APPROVED, Status.STOPPED),
        label="Overrule the approval",
        done="Overruled. It does not go out.",
    ),
    Action.JUDGE: Step(
        sources=_from(Status.PUBLISHED), label="Judge post", done="Judged. Its page and its record say how."
    ),
    Action.ANSWER: Step(
        sources=_from(Status.IN_REVIEW),
        label="Let it go on",
        done="Answered. The post does not wait for your office any more.",
    ),
    Action.PROPOSE: Step(sources=_from(Status.IN_REVIEW), label="Propose wording", done="Wording proposed."),
    Action.STOP: Step(
        # From 'sending' on the stop came after the claim: it is answered by a delete.
        sources=_from(
            Status.IN_REVIEW,
            Status.APPROVED,
            Status.SENDING,
            Status.PARTLY_OUT,
            Status.PUBLISHED,
            Status.UNKNOWN,
        ),
        label="Stop post",
        done="Stopped. It will not go out until it is released.",
    ),
    Action.RELEASE: Step(sources=_from(Status.STOPPED), label="Release post", done="Released."),
    Action.TAKE_DOWN: Step(
        sources=_from(Status.SENDING, Status.PARTLY_OUT, Status.PUBLISHED, Status.UNKNOWN),
        label="Take down post",
        done="Being taken down. The record is kept.",
    ),
    Action.CORRECT: Step(
        sources=_from(Status.PUBLISHED),
        label="Correct this post",
        done="This is the correction. Change what is wrong, then submit it.",
    ),
    Action.HIDE: Step(
        sources=_from(Status.PUBLISHED), label="Hide a reply", done="The reply is being hidden."
    ),
    Action.SHOW: Step(
        sources=_from(Status.PUBLISHED), label="Show it again", done="The reply is being shown again."
    ),
    Action.SEND_REST: Step(
        sources=_from(Status.PARTLY_OUT), label="Send the rest", done="The rest goes out now, part by part."
    ),
    Action.FOUND: Step(
        sources=_from(Status.UNKNOWN), label="It is on the network", done="Published, as you found it."
    ),
    Action.NOT_FOUND: Step(
        sources=_from(Status.UNKNOWN),
        label="It is not on the network",
        done="Returned. Its author can send it for approval again.",
    ),
    Action.MOVE: Step(
        sources=_from(Status.APPROVED), label="Move post", done="Moved. It stays approved as it is."
    ),
    Action.SEND_LATE: Step(sources=_from(Status.MISSED), label="Send now", done="It goes out now."),
    Action.PLAN_AGAIN: Step(
        sources=_from(Status.MISSED), label="Choose a new time", done="It goes out at its new time."
    ),
    Action.TRY_NOW: Step(
        sources=_from(Status.APPROVED, Status.UNKNOWN, Status.TAKING_DOWN),
        label="Try again now",
        done="It is tried again now.",
    ),
    Action.GIVE_UP: Step(
        sources=_from(Status.APPROVED, Status.MISSED, Status.REFUSED),
        label="Give up",
        done="Given up. It does not go out.",
    ),
    Action.KEEP: Step(
        sources=_from(Status.APPROVED), label="Keep post", done="Kept. It goes out at its time."
    ),
}
