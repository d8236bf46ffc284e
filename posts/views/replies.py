"""Replies of others to a post of ours: sending the press on, which were hidden, hiding one, showing one again."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.signin import at_of, authority_of, member_of
from directives.texts.replies import private_in
from posts import hiding, inquirers, judging, labels, languages, workflow
from posts.actions import STEPS, Action
from posts.coordination import inquiries
from posts.forms import network
from posts.forms.inquiries import ReplyForm
from posts.hiding import Captured
from posts.models import HiddenReply, HideGround, Inquiry, Post, Status
from posts.standing import Standing
from posts.views import doors
from posts.views.inquiries import SENT_ON


@require_http_methods(["GET", "HEAD", "POST"])
def replies(request: HttpRequest, post_id: int) -> HttpResponse:
    """What was hidden so far; a POST names a reply, and the page then shows what it says and what may be done."""
    post, standing = doors.load(request, post_id)
    if request.method != "POST":
        return _page(request, post, standing)
    naming = _naming(request)
    captured = _captured(request, post, naming) if naming.is_valid() else None
    return _page(request, post, standing, naming=naming, captured=captured)


@require_POST
def send_on_reply(request: HttpRequest, post_id: int) -> HttpResponse:
    """Send what the press asked under the post, or its account, on to Communications: one press of a button."""
    post, standing = doors.load(request, post_id)
    form = _sending_on(request.POST)
    if not form.is_valid():
        return _page(request, post, standing, sending_on=form)
    made = doors.perform(
        request,
        post_id=post.pk,
        act="send_on_inquiry",
        do=lambda: inquiries.send_on_reply(
            post_id=post.pk,
            typed=form.cleaned_data["address"],
            actor=member_of(request),
            at=at_of(request),
        ),
    )
    if made is None:
        return _page(request, post, standing, sending_on=form)
    messages.success(request, SENT_ON)
    return redirect("inquiry", made.pk)


@require_POST
def hide_reply(request: HttpRequest, post_id: int) -> HttpResponse:
    """Have a reply hidden, for a ground and with a reason."""
    post, standing = doors.load(request, post_id)
    form = _hiding(request.POST)
    if not form.is_valid():
        naming = _naming(request)
        captured = _captured(request, post, naming) if naming.is_valid() else None
        return _page(request, post, standing, naming=naming, captured=captured, form=form)
    typed = form.cleaned_data
    done = doors.perform(
        request,
        post_id=post.pk,
        act=Action.HIDE,
        do=lambda: hiding.hide(
            post_id=post.pk,
            actor=member_of(request),
            typed=typed["address"],
            ground=HideGround(typed["ground"]),
            reason=typed["reason"],
            at=at_of(request),
        ),
    )
    if done is None and _may_hide(request, standing):
        # The network did not answer: what was written is worth another try.
        return _page(request, post, standing, naming=_naming(request), form=form)
    if done is not None:
        messages.success(request, STEPS[Action.HIDE].done)
    return redirect("replies", post.pk)


def _may_hide(request: HttpRequest, standing: Standing) -> bool:
    ruling = workflow.open_actions(authority=authority_of(request), standing=standing).get(Action.HIDE)
    return ruling is not None and ruling.allowed


@require_POST
def show_reply(request: HttpRequest, post_id: int, reply_id: int) -> HttpResponse:
    """Have a hidden reply shown again, on duty or not."""
    post, standing = doors.load(request, post_id)
    form = _showing(reply_id, request.POST)
    if not form.is_valid():
        return _page(request, post, standing, showing=(reply_id, form))
    reason = form.cleaned_data["reason"]
    try:
        done = doors.perform(
            request,
            post_id=post.pk,
            act=Action.SHOW,
            do=lambda: hiding.show(
                post_id=post.pk, reply_id=reply_id, actor=member_of(request), reason=reason, at=at_of(request)
            ),
        )
    except HiddenReply.DoesNotExist:
        doors.refuse(request, post_id=post.pk, act=Action.SHOW, reason="no_such_reply")
        raise Http404 from None
    if done is not None:
        messages.success(request, STEPS[Action.SHOW].done)
    return redirect("replies", post.pk)


def _page(
    request: HttpRequest,
    post: Post,
    standing: Standing,
    *,
    naming: forms.Form | None = None,
    captured: Captured | None = None,
    form: forms.Form | None = None,
    showing: tuple[int, forms.Form] | None = None,
    sending_on: forms.Form | None = None,
) -> HttpResponse:
    acts = workflow.open_actions(authority=authority_of(request), standing=standing)
    may_show = Action.SHOW in acts and acts[Action.SHOW].allowed
    wrong = dict([showing]) if showing else {}
    sends_on = inquiries.may_send_on(authority=authority_of(request), unit_id=post.unit_id).allowed
    out = post.status == Status.PUBLISHED
    pack = judging.pack_in_force(agency=post.account.agency, at=at_of(request))
    context = {
        "post": post,
        "inquiries": list(Inquiry.objects.filter(post=post).select_related("closed_by").order_by("-pk")),
        "sending_on": (sending_on or _sending_on()) if sends_on and out else None,
        "clause": inquirers.clause(pack=pack),
        "network": labels.network(post.account),
        "ruling": acts.get(Action.HIDE),
        "grounds": HideGround.labels,
        "naming": naming or network.Reply(auto_id="look_%s", use_required_attribute=False),
        "captured": captured,
        "private": private_in(text=captured.words, written_on=_today(request, post)) if captured else (),
        "unread": languages.unread_in(text=captured.words) if captured else [],
        "form": form or (_hiding({"address": captured.external_id}, bound=False) if captured else None),
        "rows": [
            (one, wrong.get(one.reply.pk) or _showing(one.reply.pk) if may_show else None)
            for one in hiding.listed(post=post)
        ],
    }
    return render(request, "posts/replies/replies.html", context)


def _today(request: HttpRequest, post: Post) -> date:
    return at_of(request).astimezone(post.account.agency.tzinfo).date()


def _captured(request: HttpRequest, post: Post, naming: forms.Form) -> Captured | None:
    """What the network shows of the reply that was named; what stands against it is said at the top."""
    return doors.perform(
        request,
        post_id=post.pk,
        act=Action.HIDE,
        do=lambda: hiding.look(
            post_id=post.pk,
            actor=member_of(request),
            typed=naming.cleaned_data["address"],
            at=at_of(request),
        ),
    )


def _naming(request: HttpRequest) -> forms.Form:
    return network.Reply(request.POST, auto_id="look_%s", use_required_attribute=False)


def _hiding(typed: dict[str, Any] | QueryDict, *, bound: bool = True) -> forms.Form:
    if bound:
        return network.Hiding(typed, auto_id="hide_%s", use_required_attribute=False)
    return network.Hiding(
        initial={"address": typed["address"]}, auto_id="hide_%s", use_required_attribute=False
    )


def _showing(reply_id: int, typed: QueryDict | None = None) -> forms.Form:
    return network.Showing(typed, auto_id=f"show_{reply_id}_%s", use_required_attribute=False)


def _sending_on(typed: QueryDict | None = None) -> ReplyForm:
    return ReplyForm(typed, auto_id="send_on_%s", use_required_attribute=False)
