"""What a reviewer decides at the desk: approve, stand in, return, reject."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

from accounts.signin import at_of, authority_of, member_of
from posts import attesting, halves, pairs, parts, permissions, reviewing, waiting
from posts import standing as standings
from posts.actions import Action
from posts.link_cards import Answer
from posts.models import Post, Revision, RouteStep, Status, Verdict
from posts.reviewing import Attested
from posts.standing import Standing
from posts.views import after_deciding as after
from posts.views import asked, doors, review
from posts.views.after_deciding import at_the_desk


@at_the_desk
def approve_post(request: HttpRequest, post: Post, standing: Standing, revision: Revision) -> HttpResponse:
    """Give the step, attested in the form that was shown."""
    step = _step(request, standing, Action.APPROVE)
    said = _said_of_each(request, post, revision, step, Action.APPROVE)
    guidance = asked.guidance(questions=said.guidance, typed=request.POST)
    if step is not None and (said.incomplete or not guidance.is_valid()):
        return review.show(
            request,
            post=post,
            standing=standing,
            revision=revision,
            ticked=said.ticked,
            missing=said.missing,
            news=said.news,
            guidance=guidance,
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
            attested=said.attested,
            guidance=guidance.cleaned_data.get("guidance", "") if guidance.is_valid() else "",
            at=at_of(request),
        ),
    )
    if approved is None:
        return after.not_done(request, post.pk, place, {}, guidance)
    place = after.past_the_pair(request, post, place)
    return after.next_desk(request, place, after.approved_in_words(approved))


@at_the_desk
def stand_in_post(request: HttpRequest, post: Post, standing: Standing, revision: Revision) -> HttpResponse:
    """Give the step of an office of which nobody is on call, in its place."""
    step = _step(request, standing, Action.STAND_IN)
    said = _said_of_each(request, post, revision, step, Action.STAND_IN)
    form = asked.form_of(Action.STAND_IN, guidance=said.guidance, typed=request.POST)
    wrong = {Action.STAND_IN: form}
    if step is not None and (said.incomplete or not form.is_valid()):
        return review.show(
            request,
            post=post,
            standing=standing,
            revision=revision,
            wrong=wrong,
            ticked=said.ticked,
            missing=said.missing,
            news=said.news,
        )
    place = waiting.place(authority=authority_of(request), post_id=post.pk)
    typed = form.cleaned_data if form.is_valid() else {}
    given = doors.perform(
        request,
        post_id=post.pk,
        act=Action.STAND_IN,
        do=lambda: pairs.stand_in(
            post_id=post.pk,
            bindings=_bindings(request, post),
            actor=member_of(request),
            attested=said.attested,
            reason=typed.get("reason", ""),
            guidance=typed.get("guidance", ""),
            at=at_of(request),
        ),
    )
    if given is None:
        return after.not_done(request, post.pk, place, wrong)
    place = after.past_the_pair(request, post, place)
    return after.next_desk(request, place, after.approved_in_words(given))


def _bindings(request: HttpRequest, post: Post) -> dict[int, str]:
    """What was read of a post, and of the other of its pair, by their ids."""
    other = halves.bound_to(post=post)
    read = {post.pk: request.POST.get("binding", "")}
    return read if other is None else {**read, other.pk: request.POST.get("binding_beside", "")}


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is said by giving the step of a post, and of the other of its pair."""

    ticked: Sequence[str]
    attested: Mapping[int, Attested]
    """By the id of each."""
    missing: bool
    """A box is not ticked."""
    guidance: Sequence[str]
    """What is to be answered in words, for both."""
    news: Sequence[str]
    """What links answered that did not stand on the page, in words."""

    @property
    def incomplete(self) -> bool:
        """Whether something is missing, or was not read."""
        return self.missing or bool(self.news)


def _said_of_each(
    request: HttpRequest, post: Post, revision: Revision, step: RouteStep | None, action: Action
) -> Said:
    read, bindings = request.POST.get("links_read", "").split(","), _bindings(request, post)
    ticked = request.POST.getlist("attested")
    halves_of = [(post, revision, step)]
    other = halves.bound_to(post=post)
    if other is not None and other.revision is not None:
        halves_of.append((other, other.revision, _step(request, standings.of(other), action)))
    missing, attested, guidance, news = False, dict[int, Attested](), list[str](), list[str]()
    for half, version, given in halves_of:
        decision = reviewing.read_decision(revision=version, agency_id=half.agency_id)
        lacks, attested[half.pk], links = _attested(half, version, decision, given, ticked, at_of(request))
        missing = missing or lacks
        guidance += attesting.guidance_asked(decision=decision, step_key=given.key) if given else []
        if bindings.get(half.pk) == version.binding:
            # Of another version than was read nothing is compared: that is refused as a whole.
            news += [one.words for one in links if one.mark not in read]
    return Said(
        ticked=ticked,
        attested=attested,
        missing=missing,
        guidance=list(dict.fromkeys(guidance)),
        news=news,
    )


def _step(request: HttpRequest, standing: Standing, action: Action) -> RouteStep | None:
    """The step that the act would give; None where it may not be given."""
    authority = authority_of(request)
    if not after.may(request, standing, action):
        return None
    if action == Action.STAND_IN:
        return permissions.step_stood_in_for(authority=authority, standing=standing)
    return permissions.step_of(authority=authority, standing=standing)


def _attested(
    post: Post,
    revision: Revision,
    decision: Mapping[str, Any],
    step: RouteStep | None,
    ticked: list[str],
    at: datetime,
) -> tuple[bool, Attested, Sequence[Answer]]:
    """Whether a box is missing, what is said by giving the step, and of that what links answered."""
    attestation = attesting.attestation_of(
        decision=decision,
        texts=parts.texts_of(revision=revision, agency_id=post.agency_id),
        agency=post.account.agency,
        at=at,
    )
    boxes = attesting.boxes_of(decision=decision, step_key=step.key) if step else []
    said = tuple(box["label"] for box in boxes if box["key"] in ticked)
    sentence = () if attestation["boxes"] else (attestation["sentence"],)
    attested = Attested(
        form="boxes" if boxes else "sentence", said=(*sentence, *said), facts=tuple(attestation["facts"])
    )
    return len(said) < len(boxes), attested, attestation["links"]


@at_the_desk
def return_post(request: HttpRequest, post: Post, standing: Standing, revision: Revision) -> HttpResponse:
    """Send it back with a reason."""
    return _send_back(request, post, standing, revision, Action.RETURN, Verdict.RETURNED)


@at_the_desk
def reject_post(request: HttpRequest, post: Post, standing: Standing, revision: Revision) -> HttpResponse:
    """End it with a reason."""
    return _send_back(request, post, standing, revision, Action.REJECT, Verdict.REJECTED)


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
            return after.not_done(request, post.pk, place, {})
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
        return after.not_done(request, post.pk, place, wrong)
    place = after.past_the_pair(request, post, place)
    word = "Returned to" if action == Action.RETURN else "Rejected. Your reason goes to"
    return after.next_desk(request, place, f"{word} {post.author.titled_name}.")
