"""What a reviewer says at the desk and decides nothing by: a comment, other words."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.models import Member
from accounts.signin import at_of, authority_of, member_of
from posts import parts, plans, remarks, waiting
from posts.actions import Action
from posts.forms.review import Wording
from posts.models import Post, Remark, RemarkKind, Revision, Status
from posts.standing import Standing
from posts.views import asked, doors, review
from posts.views import post as pages
from posts.views.after_deciding import at_the_desk, not_done


@at_the_desk
def comment_post(request: HttpRequest, post: Post, standing: Standing, revision: Revision) -> HttpResponse:
    """Say something without deciding."""
    return _remark(request, post, standing, revision, Action.COMMENT)


@at_the_desk
def propose_wording(request: HttpRequest, post: Post, standing: Standing, revision: Revision) -> HttpResponse:
    """Offer other words; its author takes them or leaves them."""
    return _remark(request, post, standing, revision, Action.PROPOSE)


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
        return not_done(request, post.pk, place, {action: form})
    what = "Your wording" if action == Action.PROPOSE else "Your comment"
    messages.success(request, f"{what} went to {post.author.titled_name}.")
    return redirect("desk" if post.status == Status.IN_REVIEW else "post", post.pk)


def _said(form: forms.Form, post: Post, actor: Member, at: datetime) -> Sequence[Remark]:
    """Keep what a valid form says: other words, of a thread for each part that would read otherwise, or a comment."""
    if isinstance(form, Wording):
        return remarks.propose(post_id=post.pk, wordings=form.proposed, actor=actor, at=at)
    said = form.cleaned_data["reason"]
    return [remarks.leave(post_id=post.pk, kind=RemarkKind.COMMENT, text=said, actor=actor, at=at)]


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
