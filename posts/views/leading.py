"""What authors and leads do with a post from its own page: copy, take back, stop, release, take down."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Protocol

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts import stepup
from accounts.models import Member
from accounts.paths import local_path
from accounts.signin import at_of, authority_of, member_of
from posts import (
    answering,
    correcting,
    drafting,
    halves,
    history,
    lapsing,
    last_word,
    pairs,
    permissions,
    remarks,
    resolving,
    resuming,
    situation,
    stopping,
    telling,
)
from posts.actions import STEPS, Action
from posts.models import Correction, Post, RemarkKind, Status, Verdict
from posts.standing import Standing
from posts.views import asked, doors, refusals
from posts.views import post as pages


def _at_its_page(
    act: Callable[[HttpRequest, Post, Standing], HttpResponse],
) -> Callable[[HttpRequest, int], HttpResponse]:
    """Load and authorise; whoever comes by a link is shown where the post is."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(act)
    def view(request: HttpRequest, post_id: int) -> HttpResponse:
        post, standing = doors.load(request, post_id)
        if request.method != "POST":
            return redirect("post", post_id)
        return act(request, post, standing)

    return view


@_at_its_page
def copy_post(request: HttpRequest, post: Post, standing: Standing) -> HttpResponse:
    """Begin a new draft with these words, for whoever writes for the unit."""
    ruling = permissions.ruling(authority=authority_of(request), action=Action.SAVE, standing=standing)
    if not ruling.allowed:
        refusals.ruled(request, subject="post", subject_id=post.pk, act="copy", ruling=ruling)
        messages.error(request, ruling.reason)
        return redirect("post", post.pk)
    copied = doors.perform(
        request,
        post_id=post.pk,
        act="copy",
        do=lambda: drafting.copy(post_id=post.pk, actor=member_of(request), at=at_of(request)),
    )
    if copied is None:
        return redirect("post", post.pk)
    messages.success(request, "This is a copy. The post it was made from stays as it is.")
    return redirect("composer", copied.pk)


@_at_its_page
def correct_post(request: HttpRequest, post: Post, standing: Standing) -> HttpResponse:
    """Begin a correction of a post that is out; the composer opens."""
    form = asked.form_of(Action.CORRECT, typed=request.POST)
    if not form.is_valid():
        return pages.show(request, post=post, standing=standing, wrong={Action.CORRECT: form})
    how, reason = Correction(form.cleaned_data["how"]), form.cleaned_data["reason"]
    made = doors.perform(
        request,
        post_id=post.pk,
        act=Action.CORRECT,
        do=lambda: correcting.begin(
            post_id=post.pk, how=how, reason=reason, actor=member_of(request), at=at_of(request)
        ),
    )
    if made is None:
        return redirect("post", post.pk)
    messages.success(request, STEPS[Action.CORRECT].done)
    return redirect("composer", made.pk)


@_at_its_page
def send_rest(request: HttpRequest, post: Post, standing: Standing) -> HttpResponse:
    """Let the parts of a thread go out that are not."""
    return _do(
        request,
        post,
        Action.SEND_REST,
        lambda: resuming.send_the_rest(post_id=post.pk, actor=member_of(request), at=at_of(request)),
    )


@_at_its_page
def withdraw_post(request: HttpRequest, post: Post, standing: Standing) -> HttpResponse:
    """End a post that has not gone out."""
    return _do(
        request,
        post,
        Action.WITHDRAW,
        lambda: drafting.withdraw(post_id=post.pk, actor=member_of(request), at=at_of(request)),
    )


@_at_its_page
def keep_post(request: HttpRequest, post: Post, standing: Standing) -> HttpResponse:
    """Let it go out although somebody's authority for it ends."""
    return _do(
        request,
        post,
        Action.KEEP,
        lambda: lapsing.keep(post_id=post.pk, actor=member_of(request), at=at_of(request)),
    )


@_at_its_page
def answer_post(request: HttpRequest, post: Post, standing: Standing) -> HttpResponse:
    """An office lets a post go on that waits for its answer."""
    return _do(
        request,
        post,
        Action.ANSWER,
        lambda: answering.answer(post_id=post.pk, actor=member_of(request), at=at_of(request)),
    )


@_at_its_page
def reopen_post(request: HttpRequest, post: Post, standing: Standing) -> HttpResponse:
    """Take it back to edit it; the composer opens."""
    reopened = doors.perform(
        request,
        post_id=post.pk,
        act=Action.REOPEN,
        do=lambda: pairs.reopen(post_id=post.pk, actor=member_of(request), at=at_of(request)),
    )
    if reopened is None:
        return redirect("post", post.pk)
    messages.success(request, STEPS[Action.REOPEN].done)
    return redirect("composer", post.pk)


@_at_its_page
def release_post(request: HttpRequest, post: Post, standing: Standing) -> HttpResponse:
    """End the stop."""
    return _do(
        request,
        post,
        Action.RELEASE,
        lambda: pairs.release(post_id=post.pk, actor=member_of(request), at=at_of(request)),
    )


@_at_its_page
def stop_post(request: HttpRequest, post: Post, standing: Standing) -> HttpResponse:
    """Stop it before it goes out, on duty or not; one that was claimed first is taken down."""
    return _ask(request, post, standing, Action.STOP, pairs.stop)


@_at_its_page
def take_down_post(request: HttpRequest, post: Post, standing: Standing) -> HttpResponse:
    """Delete it on the network, on duty or not; its record stays."""
    return _ask(request, post, standing, Action.TAKE_DOWN, stopping.take_down)


@_at_its_page
def found_post(request: HttpRequest, post: Post, standing: Standing) -> HttpResponse:
    """Somebody looked, and the post is on the network."""
    form = asked.form_of(Action.FOUND, typed=request.POST)
    if form.is_valid():
        typed = form.cleaned_data["address"]
        url = situation.post_url(post, resolving.number_in(typed))
        try:
            return _do(
                request,
                post,
                Action.FOUND,
                lambda: resolving.found(
                    post_id=post.pk, actor=member_of(request), typed=typed, url=url, at=at_of(request)
                ),
            )
        except (resolving.BoundAlready, resolving.NotThisPost, resolving.NetworkIsSilent) as fault:
            form.add_error("address", str(fault))
    return pages.show(request, post=post, standing=standing, wrong={Action.FOUND: form})


@_at_its_page
def not_found_post(request: HttpRequest, post: Post, standing: Standing) -> HttpResponse:
    """Somebody looked, and it is not there: it goes back to its author."""
    return _ask(request, post, standing, Action.NOT_FOUND, resolving.not_found)


@_at_its_page
def ask_post(request: HttpRequest, post: Post, standing: Standing) -> HttpResponse:
    """Ask the unit about it; nothing moves."""

    def ask(*, post_id: int, actor: Member, reason: str, at: datetime) -> Post:
        remarks.leave(post_id=post_id, kind=RemarkKind.QUESTION, text=reason, actor=actor, at=at)
        return post

    return _ask(request, post, standing, Action.ASK, ask)


@_at_its_page
def overrule_post(request: HttpRequest, post: Post, standing: Standing) -> HttpResponse:
    """The final judgement of Communications over what was approved."""
    form = asked.form_of(Action.OVERRULE, typed=request.POST)
    if not form.is_valid():
        return pages.show(request, post=post, standing=standing, wrong={Action.OVERRULE: form})
    again = stepup.form(request, because="this judgement is final")
    ruling = permissions.ruling(authority=authority_of(request), action=Action.OVERRULE, standing=standing)
    if ruling.allowed and not stepup.passed(request, again):
        return render(request, "posts/review/again.html", {"post": post, "typed": form, "again": again})
    verdict, reason = Verdict(form.cleaned_data["verdict"]), form.cleaned_data["reason"]
    return _do(
        request,
        post,
        Action.OVERRULE,
        lambda: pairs.overrule(
            post_id=post.pk, verdict=verdict, actor=member_of(request), reason=reason, at=at_of(request)
        ),
    )


@_at_its_page
def judge_post(request: HttpRequest, post: Post, standing: Standing) -> HttpResponse:
    """The last word of Communications on what is out: in order, to be corrected, or taken down."""
    form = asked.form_of(Action.JUDGE, typed=request.POST)
    if not form.is_valid():
        return pages.show(request, post=post, standing=standing, wrong={Action.JUDGE: form})
    verdict, said = (
        form.cleaned_data["verdict"],
        {
            "post_id": post.pk,
            "actor": member_of(request),
            "reason": form.cleaned_data["reason"],
            "at": at_of(request),
        },
    )
    if verdict == Action.TAKE_DOWN:
        return _do(request, post, Action.TAKE_DOWN, lambda: stopping.take_down(**said))
    return _do(request, post, Action.JUDGE, lambda: last_word.judge(kind=RemarkKind(verdict), **said))


_OF_ONE_ALONE = frozenset({Action.STOP, Action.RELEASE, Action.TAKE_DOWN, Action.WITHDRAW})
"""Acts on one post of a pair that leave the other as it is: that one is told of."""


class _Reasoned(Protocol):
    def __call__(self, *, post_id: int, actor: Member, reason: str, at: datetime) -> Post: ...


def _ask(
    request: HttpRequest, post: Post, standing: Standing, action: Action, act: _Reasoned
) -> HttpResponse:
    """Do it with its reason, or ask for one."""
    form = asked.form_of(action, typed=request.POST)
    if not form.is_valid():
        return pages.show(request, post=post, standing=standing, wrong={action: form})
    reason = form.cleaned_data["reason"]
    return _do(
        request,
        post,
        action,
        lambda: act(post_id=post.pk, actor=member_of(request), reason=reason, at=at_of(request)),
    )


def _do(request: HttpRequest, post: Post, action: Action, do: Callable[[], Post]) -> HttpResponse:
    """Do it; then the post's page, or the list in which the button was pressed."""
    done = doors.perform(request, post_id=post.pk, act=action, do=do)
    if done is not None:
        came_too_late = action == Action.STOP and done.status != Status.STOPPED
        messages.success(request, STEPS[Action.TAKE_DOWN if came_too_late else action].done)
        if action in _OF_ONE_ALONE and (said := halves.told_of_other(post=done)):
            messages.warning(request, said)
    else:
        _tell_who_was_faster(request, post.pk, action)
    # Acts are done from lists, too: whoever came from one goes back to it.
    back = reverse("post", args=[post.pk])
    return redirect(local_path(request.POST.get("next", ""), otherwise=back))


def _tell_who_was_faster(request: HttpRequest, post_id: int, action: Action) -> None:
    """Where the post is no longer open to the act: who did what to it last, and when."""
    post, _ = doors.load(request, post_id)
    if post.status not in STEPS[action].sources:
        zone = post.account.agency.tzinfo
        reader_id = member_of(request).pk
        messages.info(request, telling.last_act_in_words(history.of(post), reader_id=reader_id, zone=zone))
