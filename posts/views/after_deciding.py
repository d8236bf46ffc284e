"""The desk before and after an act: who comes too late is shown where the post is, and the next one is opened."""

from collections.abc import Callable, Mapping
from functools import wraps

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.signin import authority_of, member_of
from posts import answering, halves, telling, turns, waiting, workflow
from posts.actions import Action
from posts.models import Post, Revision, Status
from posts.standing import Standing
from posts.views import doors, review
from posts.waiting import Place

HEADING = "#post-heading"
"""Where the next desk takes the focus."""


def at_the_desk(
    act: Callable[[HttpRequest, Post, Standing, Revision], HttpResponse],
) -> Callable[[HttpRequest, int], HttpResponse]:
    """Load and authorise; whoever comes by a link, or too late, is shown where the post is."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(act)
    def view(request: HttpRequest, post_id: int) -> HttpResponse:
        post, standing = doors.load(request, post_id)
        if request.method != "POST" or post.revision is None:
            return redirect("desk", post_id)
        return act(request, post, standing, post.revision)

    return view


def past_the_pair(request: HttpRequest, post: Post, place: Place) -> Place:
    """The place from which the queue goes on: the other of a pair was decided with it."""
    other = halves.other_of(post=post)
    if other is None or other.pk not in (place.next_to_open, place.after):
        return place
    return waiting.place(authority=authority_of(request), post_id=post.pk)


def not_done(
    request: HttpRequest,
    post_id: int,
    place: Place,
    wrong: Mapping[Action, forms.Form],
    guidance: forms.Form | None = None,
) -> HttpResponse:
    """Say who was faster and move on; else show where it is by now, or the desk with what was typed."""
    post, standing = doors.load(request, post_id)
    verdict = telling.last_verdict(post)
    decided = (
        verdict is not None
        and verdict.revision_id == post.revision_id
        and not may(request, standing, Action.APPROVE)
    )
    if verdict is not None and decided:
        zone = post.account.agency.tzinfo
        messages.info(request, telling.verdict_in_words(verdict, reader_id=member_of(request).pk, zone=zone))
    if decided:
        return _open(place)
    if post.status != Status.IN_REVIEW or post.revision is None:
        return redirect("post", post_id)
    return review.show(
        request, post=post, standing=standing, revision=post.revision, wrong=wrong, guidance=guidance
    )


def may(request: HttpRequest, standing: Standing, action: Action) -> bool:
    """Whether an act is open to the reader; as long as approving is, the last verdict was that of a step before."""
    ruling = workflow.open_actions(authority=authority_of(request), standing=standing).get(action)
    return ruling is not None and ruling.allowed


def next_desk(request: HttpRequest, place: Place, done: str) -> HttpResponse:
    messages.success(request, f"{done} The next post is open." if place.next_to_open else done)
    return _open(place)


def _open(place: Place) -> HttpResponse:
    if place.next_to_open is None:
        return redirect("queue")
    return redirect(reverse("desk", args=[place.next_to_open]) + HEADING)


def approved_in_words(post: Post) -> str:
    if post.status == Status.IN_REVIEW:
        roles = [turn.role for turn in post.turns.all()]
        whom = turns.in_words(roles=roles, unit=post.unit)
        if not whom:
            if answering.wanted(revision_id=post.revision_id):
                return "Approved. It waits for the answer of an office, and goes on by itself without one."
            return "Approved. It goes out when the offices have been told."
        return f"Approved. It waits for {whom}."
    if post.due_at is None or post.revision is None or post.revision.not_before is None:
        return "Approved. It goes out now."
    here = post.due_at.astimezone(post.account.agency.tzinfo)
    return f"Approved. It goes out {here:%a} {here.day} {here:%b} at {here:%H:%M %Z}."
