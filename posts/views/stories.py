"""Positive stories: the list, forwarding one, and what Communications makes of it."""

from collections.abc import Callable
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import OutletAccount, Unit
from accounts.paths import whole
from accounts.signin import at_of, authority_of, member_of
from posts import labels, pictures, queues
from posts.accounts_to_write import accounts_to_write_for
from posts.coordination import boards, stories
from posts.coordination.stories import StoryMovedOn, Told
from posts.forms.coordination import AdoptForm, FeedbackForm, ForwardForm, ReasonForm
from posts.models import Consent, Post, Status, Story
from posts.pictured import Pictured
from posts.pictures import Reusable
from posts.views import refusals
from posts.workflow import Refused

RECENT = 12
"""So many posts and pictures of the unit are offered."""


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The stories of the member's units; for the offices, of all."""
    authority, member = authority_of(request), member_of(request)
    decided = request.GET.get("show") == "decided"
    found = boards.stories(
        authority=authority, member=member, waiting=not decided, after=request.GET.get("after")
    )
    here = {"show": "decided"} if decided else {}
    forwards = authority.units(*stories.FORWARDERS)
    context = {
        "stories": found.rows,
        "decided": decided,
        "older": f"?{urlencode({**here, 'after': found.next_after})}" if found.next_after else "",
        "newest": f"{reverse('stories')}?{urlencode(here)}" if request.GET.get("after") else "",
        "units": Unit.objects.filter(pk__in=forwards).order_by("number"),
        "decides": stories.may_decide(authority=authority).allowed,
    }
    return render(request, "posts/together/stories.html", context)


@require_http_methods(["GET", "POST"])
def forward(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Forward a story of a unit."""
    unit = Unit.objects.filter(pk=unit_id, agency_id=member_of(request).agency_id).first()
    if unit is None or not authority_of(request).sees(unit_id=unit_id):
        raise Http404
    ruling = stories.may_forward(authority=authority_of(request), unit_id=unit_id)
    if not ruling.allowed:
        refusals.ruled(request, subject="unit", subject_id=unit_id, act="forward_story", ruling=ruling)
        raise Refused(ruling)
    offered = tuple(pictures.reusable(unit_id=unit_id).rows[:RECENT])
    form = _forward_form(request, unit, offered)
    if form.is_bound and form.is_valid():
        told = _told(form, offered)
        try:
            made = stories.forward(unit_id=unit_id, told=told, actor=member_of(request), at=at_of(request))
        except Post.DoesNotExist:
            form.add_error("post", "This post is not out any more. Choose another, or none.")
        else:
            messages.success(request, "Forwarded. Communications was told.")
            return redirect("story", made.pk)
    chosen = set(request.POST.getlist("pictures"))
    shown = [(one, str(one.picture.pk) in chosen) for one in offered]
    return render(request, "posts/together/forward.html", {"unit": unit, "form": form, "offered": shown})


def _forward_form(request: HttpRequest, unit: Unit, offered: tuple[Reusable, ...]) -> ForwardForm:
    asked = whole((request.POST or request.GET).get("post", ""))
    typed = request.POST if request.method == "POST" else None
    return ForwardForm(
        typed,
        posts=_posts(unit, asked),
        pictures=[(str(one.picture.pk), one.alt_text) for one in offered],
        initial={"post": asked},
    )


def _posts(unit: Unit, asked: int | None) -> list[tuple[str, str]]:
    """The unit's last posts that are out, and the one that was asked for: two queries, and a third for that one."""
    out = Post.objects.filter(unit=unit, status=Status.PUBLISHED, account__practice=False)
    found = list(queues.newest(out, size=RECENT).rows)
    if asked is not None and asked not in {post.pk for post in found}:
        found += out.select_related("revision", "draft").filter(pk=asked)
    texts = queues.texts_of(found) if found else {}
    return [(str(post.pk), labels.first_line(texts[post.pk])[:80]) for post in found]


def _told(form: ForwardForm, offered: tuple[Reusable, ...]) -> Told:
    chosen = set(form.cleaned_data["pictures"])
    return Told(
        words=form.cleaned_data["words"],
        consent=Consent(form.cleaned_data["consent"]),
        consent_words=form.cleaned_data["consent_words"],
        post_id=whole(form.cleaned_data["post"]),
        pictures=tuple(
            Pictured(picture_id=one.picture.pk, alt_text=one.alt_text, language=one.language)
            for one in offered
            if str(one.picture.pk) in chosen
        ),
    )


@require_safe
def story(request: HttpRequest, story_id: int) -> HttpResponse:
    """One story with where it is."""
    return _page(request, _found(request, story_id))


@require_POST
def adopt(request: HttpRequest, story_id: int) -> HttpResponse:
    """Make it a draft of the department and open that."""
    found = _found(request, story_id)
    form = AdoptForm(request.POST, accounts=_accounts(request))

    def act() -> HttpResponse:
        post = stories.adopt(
            story_id=found.pk,
            account_id=form.cleaned_data["account"].pk,
            feedback=form.cleaned_data["note"],
            actor=member_of(request),
            at=at_of(request),
        )
        messages.success(request, f"Adopted. The {found.unit.short_name} was told. This is the draft.")
        return redirect("composer", post.pk)

    return _perform(request, found, form, act, name="adopting")


@require_POST
def decline(request: HttpRequest, story_id: int) -> HttpResponse:
    """Not adopt it, with feedback."""
    found, form = _found(request, story_id), FeedbackForm(request.POST)

    def act() -> HttpResponse:
        stories.decline(story_id=found.pk, **form.cleaned_data, actor=member_of(request), at=at_of(request))
        messages.success(request, f"Not adopted. The {found.unit.short_name} was told.")
        return redirect("story", found.pk)

    return _perform(request, found, form, act, name="declining")


@require_POST
def withdraw(request: HttpRequest, story_id: int) -> HttpResponse:
    """Take it back, before Communications decides or since."""
    found, form = _found(request, story_id), ReasonForm(request.POST)

    def act() -> HttpResponse:
        stories.withdraw(story_id=found.pk, **form.cleaned_data, actor=member_of(request), at=at_of(request))
        messages.success(request, "Withdrawn. No post that tells it goes out any more.")
        return redirect("story", found.pk)

    return _perform(request, found, form, act, name="withdrawing")


def _perform(
    request: HttpRequest, found: Story, form: forms.Form, act: Callable[[], HttpResponse], *, name: str
) -> HttpResponse:
    """One act; what is refused or to be mended comes back on the page, with what was typed."""
    ruling = (
        stories.may_forward(authority=authority_of(request), unit_id=found.unit_id)
        if name == "withdrawing"
        else stories.may_decide(authority=authority_of(request))
    )
    try:
        if not ruling.allowed:
            raise Refused(ruling)
        if form.is_valid():
            return act()
    except Refused as refused:
        refusals.ruled(
            request, subject="story", subject_id=found.pk, act=f"{name}_story", ruling=refused.ruling
        )
        messages.error(request, refused.ruling.reason)
    except StoryMovedOn as moved:
        messages.warning(request, str(moved))
        found = _found(request, found.pk)
    except OutletAccount.DoesNotExist:
        form.add_error("account", "This account is not in use any more. Choose another.")
    except Story.DoesNotExist:
        raise Http404 from None
    return _page(request, found, **{name: form})


def _found(request: HttpRequest, story_id: int) -> Story:
    """A story that this member may see; Http404 for anybody else."""
    rows = Story.objects.select_related(
        "unit", "forwarded_by", "decided_by", "post__account", "adopted_as__post"
    ).filter(pk=story_id, agency_id=member_of(request).agency_id)
    found = next(iter(rows), None)
    if found is None or not stories.may_see(authority=authority_of(request), story=found):
        raise Http404
    return found


def _accounts(request: HttpRequest) -> list[OutletAccount]:
    own = accounts_to_write_for(authority=authority_of(request))
    return [account for account in own if account.corporate]


def _page(request: HttpRequest, found: Story, **typed: forms.Form) -> HttpResponse:
    """The page; `typed` are the forms that came back."""
    authority, waits = authority_of(request), found.state == "forwarded"
    origin = getattr(found, "adopted_as", None)
    decides = waits and stories.may_decide(authority=authority).allowed
    forwards = stories.may_forward(authority=authority, unit_id=found.unit_id).allowed
    accounts = _accounts(request) if decides else []
    context = {
        "story": found,
        "shown": list(found.pictured.select_related("picture").order_by("position")),
        "draft": origin.post if origin else None,
        "reads_draft": origin is not None and authority.sees(unit_id=origin.post.unit_id),
        "accounts": accounts,
        "adopting": typed.get("adopting") or AdoptForm(accounts=accounts),
        "declining": typed.get("declining") or FeedbackForm(),
        "withdrawing": typed.get("withdrawing") or ReasonForm(),
        "decides": decides,
        "may_withdraw": (waits or found.state == "adopted") and forwards,
    }
    return render(request, "posts/together/story.html", context)
