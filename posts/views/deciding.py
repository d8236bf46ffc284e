"""What a reviewer does at the desk: approve, return, reject, comment, propose."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import wraps

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.models import Member
from accounts.signin import at_of, authority_of, member_of
from posts import halves, pairs, parts, permissions, plans, reviewing, telling, turns, waiting, workflow
from posts import standing as standings
from posts.actions import Action
from posts.forms.review import Wording
from posts.models import Post, Remark, RemarkKind, Revision, RouteStep, Status, Verdict
from posts.reviewing import Attested
from posts.standing import Standing
from posts.views import asked, doors, review
from posts.views import post as pages
from posts.waiting import Place

HEADING = "#post-heading"
"""Where the next desk takes the focus."""


def _at_the_desk(
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


@_at_the_desk
def approve_post(request: HttpRequest, post: Post, standing: Standing, revision: Revision) -> HttpResponse:
    """Give the step, attested in the form that was shown."""
    ticked, guidance = request.POST.getlist("attested"), asked.guidance(typed=request.POST)
    step = _step(request, standing, Action.APPROVE)
    missing, attested = _attested_for_each(request, post, revision, step, Action.APPROVE, ticked)
    if step is not None and (missing or not guidance.is_valid()):
        return review.show(
            request, post=post, standing=standing, revision=revision, ticked=ticked, guidance=guidance
        )
    place = waiting.place(authority=authority_of(request), post_id=post.pk)
    approved = doors.perform(
        request,
        post_id=post.pk,
        act=Action.APPROVE,
        do=lambda: pairs.approve(
            post_id=post.pk,
            bindings=_bindings(request, post),
            actor=member_of(request),
            attested=attested,
            guidance=guidance.cleaned_data.get("guidance", "") if guidance.is_valid() else "",
            at=at_of(request),
        ),
    )
    if approved is None:
        return _not_done(request, post.pk, place, {})
    place = _past_the_pair(request, post, place)
    return _next(request, place, _approved_in_words(approved))


@_at_the_desk
def stand_in_post(request: HttpRequest, post: Post, standing: Standing, revision: Revision) -> HttpResponse:
    """Give the step of an office of which nobody is on call, in its place."""
    form = asked.form_of(Action.STAND_IN, typed=request.POST)
    ticked = request.POST.getlist("attested")
    step = _step(request, standing, Action.STAND_IN)
    missing, attested = _attested_for_each(request, post, revision, step, Action.STAND_IN, ticked)
    wrong = {Action.STAND_IN: form}
    if step is not None and (missing or not form.is_valid()):
        return review.show(
            request, post=post, standing=standing, revision=revision, wrong=wrong, ticked=ticked
        )
    place = waiting.place(authority=authority_of(request), post_id=post.pk)
    said = form.cleaned_data if form.is_valid() else {}
    given = doors.perform(
        request,
        post_id=post.pk,
        act=Action.STAND_IN,
        do=lambda: pairs.stand_in(
            post_id=post.pk,
            bindings=_bindings(request, post),
            actor=member_of(request),
            attested=attested,
            reason=said.get("reason", ""),
            guidance=said.get("guidance", ""),
            at=at_of(request),
        ),
    )
    if given is None:
        return _not_done(request, post.pk, place, wrong)
    place = _past_the_pair(request, post, place)
    return _next(request, place, _approved_in_words(given))


def _bindings(request: HttpRequest, post: Post) -> dict[int, str]:
    """What was read of a post, and of the other of its pair, by their ids."""
    other = halves.bound_to(post=post)
    read = {post.pk: request.POST.get("binding", "")}
    return read if other is None else {**read, other.pk: request.POST.get("binding_beside", "")}


def _past_the_pair(request: HttpRequest, post: Post, place: Place) -> Place:
    """The place from which the queue goes on: the other of a pair was decided with it."""
    other = halves.other_of(post=post)
    if other is None or other.pk not in (place.next_to_open, place.after):
        return place
    return waiting.place(authority=authority_of(request), post_id=post.pk)


def _attested_for_each(
    request: HttpRequest,
    post: Post,
    revision: Revision,
    step: RouteStep | None,
    action: Action,
    ticked: list[str],
) -> tuple[bool, dict[int, Attested]]:
    """Whether a box is missing, and what is said by giving the step of a post, and of the other of its pair."""
    missing, attested = _attested(post, revision, step, ticked)
    said = {post.pk: attested}
    other = halves.bound_to(post=post)
    if other is not None and other.revision is not None:
        theirs = _step(request, standings.of(other), action)
        lacks, said[other.pk] = _attested(other, other.revision, theirs, ticked)
        missing = missing or lacks
    return missing, said


def _step(request: HttpRequest, standing: Standing, action: Action) -> RouteStep | None:
    """The step that the act would give; None where it may not be given."""
    authority = authority_of(request)
    if not _may(request, standing, action):
        return None
    if action == Action.STAND_IN:
        return permissions.step_stood_in_for(authority=authority, standing=standing)
    return permissions.step_of(authority=authority, standing=standing)


def _attested(
    post: Post, revision: Revision, step: RouteStep | None, ticked: list[str]
) -> tuple[bool, Attested]:
    """Whether a box is missing, and what is said by giving the step."""
    decision = reviewing.read_decision(revision=revision, agency_id=post.agency_id)
    attestation = decision["attestation"]
    boxes = reviewing.boxes_of(decision=decision, step_key=step.key) if step else []
    said = tuple(box["label"] for box in boxes if box["key"] in ticked)
    sentence = () if attestation["boxes"] else (attestation["sentence"],)
    attested = Attested(
        form="boxes" if boxes else "sentence", said=(*sentence, *said), facts=tuple(attestation["facts"])
    )
    return len(said) < len(boxes), attested


@_at_the_desk
def return_post(request: HttpRequest, post: Post, standing: Standing, revision: Revision) -> HttpResponse:
    """Send it back with a reason."""
    return _send_back(request, post, standing, revision, Action.RETURN, Verdict.RETURNED)


@_at_the_desk
def reject_post(request: HttpRequest, post: Post, standing: Standing, revision: Revision) -> HttpResponse:
    """End it with a reason."""
    return _send_back(request, post, standing, revision, Action.REJECT, Verdict.REJECTED)


@_at_the_desk
def comment_post(request: HttpRequest, post: Post, standing: Standing, revision: Revision) -> HttpResponse:
    """Say something without deciding."""
    return _remark(request, post, standing, revision, Action.COMMENT)


@_at_the_desk
def propose_wording(request: HttpRequest, post: Post, standing: Standing, revision: Revision) -> HttpResponse:
    """Offer other words; its author takes them or leaves them."""
    return _remark(request, post, standing, revision, Action.PROPOSE)


def _send_back(
    request: HttpRequest,
    post: Post,
    standing: Standing,
    revision: Revision,
    action: Action,
    verdict: Verdict,
) -> HttpResponse:
    form = asked.form_of(action, typed=request.POST)
    wrong = {action: form}
    place = waiting.place(authority=authority_of(request), post_id=post.pk)
    if not form.is_valid():
        if post.status != Status.IN_REVIEW:
            return _not_done(request, post.pk, place, {})
        return review.show(request, post=post, standing=standing, revision=revision, wrong=wrong)
    done = doors.perform(
        request,
        post_id=post.pk,
        act=action,
        do=lambda: pairs.send_back(
            post_id=post.pk,
            verdict=verdict,
            bindings=_bindings(request, post),
            actor=member_of(request),
            ground=form.cleaned_data["ground"],
            reason=form.cleaned_data["reason"],
            at=at_of(request),
        ),
    )
    if done is None:
        return _not_done(request, post.pk, place, wrong)
    place = _past_the_pair(request, post, place)
    word = "Returned to" if action == Action.RETURN else "Rejected. Your reason goes to"
    return _next(request, place, f"{word} {post.author.titled_name}.")


def _remark(
    request: HttpRequest, post: Post, standing: Standing, revision: Revision, action: Action
) -> HttpResponse:
    texts = parts.texts_of(revision=revision, agency_id=post.agency_id)
    form = asked.form_of(action, texts=texts, typed=request.POST, longest=plans.longest(account=post.account))
    if not form.is_valid():
        return _again(request, post, standing, revision, {action: form})
    made = doors.perform(
        request, post_id=post.pk, act=action, do=lambda: _said(form, post, member_of(request), at_of(request))
    )
    if made is None:
        place = waiting.place(authority=authority_of(request), post_id=post.pk)
        return _not_done(request, post.pk, place, {action: form})
    what = "Your wording" if action == Action.PROPOSE else "Your comment"
    messages.success(request, f"{what} went to {post.author.titled_name}.")
    return redirect("desk" if post.status == Status.IN_REVIEW else "post", post.pk)


def _said(form: forms.Form, post: Post, actor: Member, at: datetime) -> Sequence[Remark]:
    """Keep what a valid form says: other words, of a thread for each part that would read otherwise, or a comment."""
    if isinstance(form, Wording):
        return reviewing.propose(post_id=post.pk, wordings=form.proposed, actor=actor, at=at)
    said = form.cleaned_data["reason"]
    return [reviewing.remark(post_id=post.pk, kind=RemarkKind.COMMENT, text=said, actor=actor, at=at)]


def _again(
    request: HttpRequest,
    post: Post,
    standing: Standing,
    revision: Revision,
    wrong: Mapping[Action, forms.Form],
) -> HttpResponse:
    """The page it was written on: the desk, or the post's own once it is decided."""
    if post.status == Status.IN_REVIEW:
        return review.show(request, post=post, standing=standing, revision=revision, wrong=wrong)
    return pages.show(request, post=post, standing=standing, wrong=wrong)


def _may(request: HttpRequest, standing: Standing, action: Action) -> bool:
    ruling = workflow.open_actions(authority=authority_of(request), standing=standing).get(action)
    return ruling is not None and ruling.allowed


def _not_done(
    request: HttpRequest, post_id: int, place: Place, wrong: Mapping[Action, forms.Form]
) -> HttpResponse:
    """Say who was faster and move on; else show where it is by now, or the desk with what was typed."""
    post, standing = doors.load(request, post_id)
    verdict = telling.last_verdict(post)
    decided = verdict is not None and verdict.revision_id == post.revision_id
    if verdict is not None and decided:
        zone = post.account.agency.tzinfo
        messages.info(request, telling.verdict_in_words(verdict, reader_id=member_of(request).pk, zone=zone))
    if decided:
        return _open(place)
    if post.status != Status.IN_REVIEW or post.revision is None:
        return redirect("post", post_id)
    return review.show(request, post=post, standing=standing, revision=post.revision, wrong=wrong)


def _next(request: HttpRequest, place: Place, done: str) -> HttpResponse:
    messages.success(request, f"{done} The next post is open." if place.next_to_open else done)
    return _open(place)


def _open(place: Place) -> HttpResponse:
    if place.next_to_open is None:
        return redirect("queue")
    return redirect(reverse("desk", args=[place.next_to_open]) + HEADING)


def _approved_in_words(post: Post) -> str:
    if post.status == Status.IN_REVIEW:
        roles = [turn.role for turn in post.turns.all()]
        whom = turns.in_words(roles=roles, unit=post.unit)
        if not whom:
            return "Approved. It goes out when the offices have been told."
        return f"Approved. It waits for {whom}."
    if post.due_at is None or post.revision is None or post.revision.not_before is None:
        return "Approved. It goes out now."
    here = post.due_at.astimezone(post.account.agency.tzinfo)
    return f"Approved. It goes out {here:%a} {here.day} {here:%b} at {here:%H:%M %Z}."
