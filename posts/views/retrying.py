"""Try again now and give up, from the page of trouble; and the page on which a person decides what nobody knows."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.paths import local_path
from accounts.signin import at_of, authority_of, member_of
from audit import vault
from posts import (
    chain,
    labels,
    network_words,
    parts,
    pictures,
    publications,
    queues,
    retrying,
    seen,
    situation,
    uncopying,
    workflow,
)
from posts.actions import STEPS, Action
from posts.models import Attempt, AttemptKind, Post, Status
from posts.standing import Standing
from posts.views import asked, doors
from posts.views import post as pages
from posts.views.asked import OF_A_THREAD

NO_REASON = "Write in a sentence why the second copy is deleted. Nothing was deleted."


@require_POST
def try_now(request: HttpRequest, post_id: int) -> HttpResponse:
    """Have a worker ask at once."""
    doors.load(request, post_id)
    done = doors.perform(
        request,
        post_id=post_id,
        act=Action.TRY_NOW,
        do=lambda: retrying.try_now(post_id=post_id, actor=member_of(request), at=at_of(request)),
    )
    if done is not None:
        messages.success(request, STEPS[Action.TRY_NOW].done)
    return _back(request, post_id)


@require_POST
def give_up(request: HttpRequest, post_id: int) -> HttpResponse:
    """End it with a reason from the list, and words where there are some."""
    post, standing = doors.load(request, post_id)
    form = asked.form_of(Action.GIVE_UP, typed=request.POST)
    if not form.is_valid():
        return pages.show(request, post=post, standing=standing, wrong={Action.GIVE_UP: form})
    why, reason = form.cleaned_data["why"], form.cleaned_data["reason"]
    done = doors.perform(
        request,
        post_id=post_id,
        act=Action.GIVE_UP,
        do=lambda: retrying.give_up(
            post_id=post_id, why=why, reason=reason, actor=member_of(request), at=at_of(request)
        ),
    )
    if done is not None:
        messages.success(request, STEPS[Action.GIVE_UP].done)
    return _back(request, post_id)


@require_POST
def delete_copy(request: HttpRequest, post_id: int) -> HttpResponse:
    """Have the network delete the second copy of a post now; the post itself stays."""
    doors.load(request, post_id)
    reason = request.POST.get("reason", "").strip()[:2000]
    if not reason:
        messages.warning(request, NO_REASON)
        return _back(request, post_id)
    copy = doors.perform(
        request,
        post_id=post_id,
        act="delete_copy",
        do=lambda: uncopying.delete(
            post_id=post_id, actor=member_of(request), reason=reason, at=at_of(request)
        ),
    )
    if copy is not None and copy.deleted_at is not None:
        messages.success(request, "The second copy is deleted. The post itself stays.")
    elif copy is not None:
        messages.error(
            request,
            f"The second copy is not deleted. {copy.trouble} Try again, or delete it on the network itself.",
        )
    return _back(request, post_id)


def _back(request: HttpRequest, post_id: int) -> HttpResponse:
    """Where the button was pressed."""
    return redirect(local_path(request.POST.get("next", ""), otherwise=reverse("post", args=[post_id])))


@require_GET
def decide(request: HttpRequest, post_id: int) -> HttpResponse:
    """Everything that a person needs to say whether a post went out."""
    post, standing = doors.load(request, post_id)
    if post.status != Status.UNKNOWN:
        messages.info(request, "It is known by now what became of this post.")
        return redirect("post", post_id)
    return _decide(request, post, standing, None)


@require_POST
def read_account(request: HttpRequest, post_id: int) -> HttpResponse:
    """Ask the network for the account's timeline now, and show it beside the post. Nothing is decided by it."""
    post, standing = doors.load(request, post_id)
    publication = publications.current(post=post)
    ruling = workflow.open_actions(authority=authority_of(request), standing=standing).get(Action.FOUND)
    if post.status != Status.UNKNOWN or publication is None or ruling is None:
        return redirect("post", post_id)
    if ruling.slug == "not_authorised":
        doors.refuse(request, post_id=post_id, act="read_account", reason=ruling.slug)
        messages.error(request, ruling.reason)
        return redirect("decide_unknown", post_id)
    words = vault.text(digest=parts.text_digest(publication=publication), agency_id=post.agency_id)
    shown = seen.read(publication=publication, words=words, at=at_of(request))
    return _decide(request, post, standing, shown)


def _decide(request: HttpRequest, post: Post, standing: Standing, shown: seen.Read | None) -> HttpResponse:
    publication = publications.current(post=post)
    acts = workflow.open_actions(authority=authority_of(request), standing=standing)
    text = queues.texts_of([post])[post.pk]
    tried = Attempt.objects.filter(publication=publication, kind=AttemptKind.PUBLISH).order_by("number")
    context = {
        "post": post,
        "text": text,
        "pieces": labels.pieces(text),
        "shots": pictures.of_revision(revision_id=post.revision_id) if post.revision_id else (),
        "publication": publication,
        "tried": [(one, network_words.in_words(one.reason)) for one in tried],
        "name": chain.name_of(part=publication.part, of=publication.revision.parts) if publication else "",
        "of_a_thread": {action.value: words for action, words in OF_A_THREAD.items()},
        "account_url": situation.account_url(post),
        "network": labels.network(post.account),
        "shown": shown,
        "found": acts[Action.FOUND],
        "not_found": acts[Action.NOT_FOUND],
    }
    return render(request, "posts/trouble/decide.html", context)
