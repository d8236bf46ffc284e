"""A post's own page: where it is, what was said, and what the reader may do with it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts import snapshots
from accounts.signin import authority_of
from posts import (
    course,
    differences,
    history,
    labels,
    languages,
    lapsing,
    last_word,
    noted,
    parts,
    permissions,
    pictures,
    planning,
    queues,
    scheduling,
    situation,
    telling,
    workflow,
)
from posts.actions import STEPS, Action
from posts.differences import Changed
from posts.entries import Entry
from posts.models import Post, Status
from posts.permissions import Ruling
from posts.pictured import ShownPicture
from posts.standing import Standing
from posts.views import asked, doors
from records import reading

ASKING = (
    Action.FOUND,
    Action.NOT_FOUND,
    Action.COMMENT,
    Action.ASK,
    Action.CORRECT,
    Action.STOP,
    Action.OVERRULE,
    Action.JUDGE,
    Action.TAKE_DOWN,
)
_NEVER_OUT = frozenset(
    {Status.DRAFT, Status.IN_REVIEW, Status.RETURNED, Status.REJECTED, Status.WITHDRAWN, Status.APPROVED}
)
_ON_ITS_WAY = frozenset({Status.IN_REVIEW, Status.APPROVED, Status.STOPPED})
_MAY_CHANGE = frozenset({Status.IN_REVIEW, Status.RETURNED})
_NOT_HERE = frozenset(
    {
        Action.TRY_NOW,
        Action.GIVE_UP,
        Action.SEND_LATE,
        Action.PLAN_AGAIN,
        Action.STAND_IN,
        Action.RETURN,
        Action.REJECT,
        Action.COMMENT,
        Action.PROPOSE,
        Action.SUBMIT,
        Action.HIDE,
        Action.SHOW,
    }
)
"""Done at the desk, in the composer or on the page of replies, which this page links to."""


@require_GET
def post(request: HttpRequest, post_id: int) -> HttpResponse:
    """The page of one post, for everybody who may see it; its state and its history are of one moment."""
    with snapshots.one_moment():
        seen = doors.seen(request, post_id)
        if seen is not None:
            return show(request, post=seen[0], standing=seen[1])
    doors.hidden(request, post_id)


def show(
    request: HttpRequest,
    *,
    post: Post,
    standing: Standing,
    wrong: Mapping[Action, forms.Form] | None = None,
) -> HttpResponse:
    """The page, with what was typed where something is to be mended."""
    authority = authority_of(request)
    entries = history.of(post)
    text = queues.texts_of([post])[post.pk]
    acts = workflow.open_actions(authority=authority, standing=standing)
    zone = post.account.agency.tzinfo
    writes = permissions.ruling(authority=authority, action=Action.SAVE, standing=standing)
    context = {
        "post": post,
        "kind": labels.of([post.revision]).category(post.revision) if post.revision else "",
        "text": text,
        "pieces": labels.pieces(text),
        "shots": _pictures(post),
        "spoken": languages.of_post(post=post),
        "where": situation.of(post=post, standing=standing, entries=entries),
        "course": course.of(revision=post.revision, standing=standing, entries=entries, at=authority.at)
        if post.revision and post.status in _ON_ITS_WAY
        else None,
        "reads": standing.reading.language if standing.reading and post.status == Status.IN_REVIEW else "",
        "lines": telling.lines(entries, reader_id=authority.member_id, at=authority.at, zone=zone),
        "allowed": {action.value for action, ruling in acts.items() if ruling.allowed},
        "network": labels.network(post.account),
        "may_copy": writes.allowed,
        "closed": [
            (STEPS[action].label, ruling)
            for action, ruling in acts.items()
            if not ruling.allowed and action not in _NOT_HERE
        ],
        "sheets": asked.sheets(post=post, acts=acts, wanted=_asking(post, wrong or {}), wrong=wrong or {}),
        "verdict": last_word.of(post=post, entries=entries) if post.status == Status.PUBLISHED else None,
        "proposals": _proposals(post, entries, reader_id=authority.member_id),
        "lapse": lapsing.in_words(lapsing.asked(post=post, at=authority.at), post=post, at=authority.at)
        if standing.lapsed
        else "",
        "noted": noted.lines(post=post, authority=authority),
        "moving": _moving(post, acts, at=authority.at),
        "records": reading.of_post(agency_id=post.agency_id, post_id=post.pk)
        if post.status not in _NEVER_OUT
        else [],
    }
    return render(request, "posts/post/post.html", context)


def _moving(post: Post, acts: Mapping[Action, Ruling], *, at: datetime) -> Mapping[str, object] | None:
    """The moments to which the reader may move it; None where they may not, or where there is no choice."""
    ruling = acts.get(Action.MOVE)
    if ruling is None or not ruling.allowed or post.due_at is None:
        return None
    zone = post.account.agency.tzinfo
    choices = planning.choices_of(post=post, planned_at=post.due_at, zone=zone, at=at)
    return {"choices": choices, "window": scheduling.window_of(post=post)} if choices else None


def _proposals(post: Post, entries: Sequence[Entry], *, reader_id: int) -> list[Changed]:
    """The wordings proposed for the version that was sent last, until it is decided on or changed."""
    revision = post.revision
    if revision is None or post.status not in _MAY_CHANGE or not any(map(telling.proposes, entries)):
        return []
    texts = parts.texts_of(revision=revision, agency_id=post.agency_id)
    return differences.proposed(entries, revision=revision, texts=texts, reader_id=reader_id)


def _pictures(post: Post) -> tuple[ShownPicture, ...]:
    """The frozen pictures, else those of the draft."""
    if post.revision_id is not None:
        return pictures.of_revision(revision_id=post.revision_id)
    return pictures.of_draft(post_id=post.pk)


def _asking(post: Post, wrong: Mapping[Action, forms.Form]) -> tuple[Action, ...]:
    """What is asked for here; while a post is in review, comments are written at the desk.

    What is to be mended is asked for wherever its button stood.
    """
    here = tuple(act for act in ASKING if act != Action.COMMENT or post.status != Status.IN_REVIEW)
    return here + tuple(act for act in wrong if act not in ASKING)
