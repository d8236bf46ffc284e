"""The forms that stand behind the buttons of the desk and of a post's page, one sheet each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse

from outlets.weighted import LIMIT
from posts import labels, plans
from posts.actions import STEPS, Action
from posts.forms import network, review
from posts.models import Post, Status
from posts.permissions import Ruling


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One act that asks for words before it is done."""

    key: str
    label: str
    """The words of the button that opens it and of the one that does it."""
    icon: str
    address: str
    form: forms.Form
    what_happens: str
    opens: bool
    """Something is wrong in it, so it opens with the page."""
    button: str
    """The class of the button that does it."""
    ends: bool
    key_press: str


@dataclass(frozen=True, kw_only=True)
class _Asks:
    name: str
    icon: str
    what_happens: str
    form: type[forms.Form]
    button: str = "usa-button"
    key_press: str = ""


_ASKS: Mapping[Action, _Asks] = {
    Action.RETURN: _Asks(
        name="return_post",
        icon="undo",
        form=review.SendingBack,
        what_happens="The post goes back to its author, who can change it and submit it again.",
        key_press="r",
    ),
    Action.STAND_IN: _Asks(
        name="stand_in_post",
        icon="support_agent",
        form=review.StandIn,
        what_happens="You give the step in its place, and it is told. One person fills one step: "
        "another member of Communications gives the step of Communications.",
    ),
    Action.ASK: _Asks(
        name="ask_post",
        icon="forum",
        form=review.Question,
        what_happens="The post stays where it is. Its author and the sergeants of the unit are told.",
    ),
    Action.OVERRULE: _Asks(
        name="overrule_post",
        icon="flag",
        form=review.Overruling,
        what_happens="Communications judges last. The approvals stay as history, and the post does not go out.",
        button="usa-button button--end-now",
    ),
    Action.JUDGE: _Asks(
        name="judge_post",
        icon="flag",
        form=review.Judging,
        what_happens="Communications judges last. What you find in order is noted. What the unit corrects stands in a "
        "list until the correction is out. What is taken down is deleted on {network}.",
    ),
    Action.PROPOSE: _Asks(
        name="propose_wording",
        icon="edit",
        form=review.Wording,
        what_happens="The post stays in review. Its author sees what you would change.",
    ),
    Action.COMMENT: _Asks(
        name="comment_post",
        icon="comment",
        form=review.Comment,
        what_happens="The post stays where it is.",
    ),
    Action.REJECT: _Asks(
        name="reject_post",
        icon="close",
        form=review.SendingBack,
        what_happens="The post does not go out. Its author is told why.",
        button="usa-button button--end-now",
        key_press="x",
    ),
    Action.CORRECT: _Asks(
        name="correct_post",
        icon="edit",
        form=review.Correcting,
        what_happens="You get a draft with its words and pictures, to be approved like any post. "
        "Until then nothing happens to the one that is out.",
    ),
    Action.FOUND: _Asks(
        name="found_post",
        icon="check",
        form=network.Found,
        what_happens="The post counts as published, and its record is kept.",
    ),
    Action.NOT_FOUND: _Asks(
        name="not_found_post",
        icon="undo",
        form=network.Looked,
        what_happens="The post goes back to its author, who can send it for approval again. Nothing is sent by itself.",
    ),
    Action.GIVE_UP: _Asks(
        name="give_up",
        icon="close",
        form=review.GivingUp,
        what_happens="It does not go out. Its author can edit it and send it again.",
        button="usa-button button--end-now",
    ),
    Action.STOP: _Asks(
        name="stop_post",
        icon="do_not_disturb",
        form=review.EndingReason,
        what_happens="The post does not go out until it is released. Nothing is lost.",
        button="usa-button button--end-now",
    ),
    Action.TAKE_DOWN: _Asks(
        name="take_down_post",
        icon="do_not_disturb",
        form=review.EndingReason,
        what_happens="Deletes it on {network}. The record stays.",
        button="usa-button button--end-now",
    ),
}
_STILL_ASKED = {
    Status.SENDING: "It is being sent at this moment: it is deleted on {network} as soon as it is there.",
    Status.PARTLY_OUT: "The parts that are out are deleted on {network}, the last first. The record stays.",
    Status.UNKNOWN: "If it is out, it is deleted on {network} as soon as that is known. The record stays.",
}
OF_A_THREAD = {
    Action.FOUND: "The part counts as published, and its record is kept. The parts after it go out.",
    Action.NOT_FOUND: "The part counts as not sent, and nothing is sent by itself. Where other parts are out, a "
    "sergeant of the unit or Communications sends the rest or takes all down. Else the post goes back to its author.",
}
"""What happens where it is one part of a thread of which nobody knows."""


def sheets(
    *,
    post: Post,
    acts: Mapping[Action, Ruling],
    wanted: tuple[Action, ...],
    wrong: Mapping[Action, forms.Form],
    texts: Sequence[str] = (),
    guidance: Sequence[str] = (),
) -> dict[str, Sheet]:
    """The sheets of the acts that are open, by key; `wrong` holds the forms that came back with something to mend.

    Where other words may be proposed, `texts` are those of the parts; `guidance` is what who stands in is asked.
    """
    return {
        action.value: _sheet(post, action, texts, guidance, wrong)
        for action in wanted
        if action in acts and acts[action].allowed
    }


def form_of(
    action: Action,
    *,
    texts: Sequence[str] = (),
    guidance: Sequence[str] = (),
    typed: Any = None,
    longest: int = LIMIT,
) -> forms.Form:
    """The form of an act, with what was typed; to propose other words, over those of the parts, so long at most.

    To stand in, with the questions that are answered in words.
    """
    form = _ASKS[action].form(typed, auto_id=f"{action.value}_%s", use_required_attribute=False)
    if isinstance(form, review.Wording):
        form.begin_with(texts, longest)
    if isinstance(form, review.Guidance):
        form.ask(guidance)
    return form


def guidance(*, questions: Sequence[str], typed: Any = None) -> review.Guidance:
    """The words that may come with the approval of an office, or that answer what the rules ask."""
    form = review.Guidance(typed, auto_id="approve_%s", use_required_attribute=False)
    form.ask(questions)
    return form


def _sheet(
    post: Post,
    action: Action,
    texts: Sequence[str],
    guidance: Sequence[str],
    wrong: Mapping[Action, forms.Form],
) -> Sheet:
    asks = _ASKS[action]
    said = asks.what_happens
    if action == Action.TAKE_DOWN:
        said = _STILL_ASKED.get(Status(post.status), said)
    elif post.revision is not None and post.revision.parts > 1:
        said = OF_A_THREAD.get(action, said)
    return Sheet(
        key=action.value.replace("_", "-"),
        label=STEPS[action].label,
        icon=asks.icon,
        address=reverse(asks.name, args=[post.pk]),
        form=wrong.get(action)
        or form_of(action, texts=texts, guidance=guidance, longest=plans.longest(account=post.account)),
        what_happens=said.format(network=labels.network(post.account)),
        opens=action in wrong,
        button=asks.button,
        ends=asks.button != "usa-button",
        key_press=asks.key_press,
    )
