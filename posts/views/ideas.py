"""Ideas of members: the board, suggesting one, and what becomes of it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import OutletAccount
from accounts.signin import at_of, authority_of, member_of
from posts.coordination import boards, ideas, telling
from posts.coordination.ideas import DraftedAlready, IdeaMovedOn
from posts.forms.coordination import IdeaForm, OnAccountForm, ReachForm, ReasonForm
from posts.models import Idea, IdeaState, Reach
from posts.views import refusals
from posts.workflow import Refused

TABS: Mapping[str, str] = MappingProxyType(
    {"": "On the board", "waiting": "Waits for you", "own": "Your ideas"}
)


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """The ideas board; what waits for a supervisor; and one's own ideas, wherever they stand."""
    authority = authority_of(request)
    waiting = boards.ideas_waiting(authority=authority)
    show = request.GET.get("show", "")
    show = show if show in TABS else ""
    lists: Mapping[str, Callable[[], QuerySet[Idea]]] = {
        "": lambda: boards.on_board(authority=authority, member=member_of(request)),
        "waiting": lambda: waiting,
        "own": lambda: boards.own(authority=authority),
    }
    found = boards.page(ideas=lists[show](), after=request.GET.get("after"))
    here = {"show": show} if show else {}
    context = {
        "ideas": found.rows,
        "show": show,
        "tabs": TABS.items(),
        "waiting": waiting.count(),
        "stories_waiting": boards.stories_waiting(authority=authority).count(),
        "older": f"?{urlencode({**here, 'after': found.next_after})}" if found.next_after else "",
        "newest": f"{reverse('contributions')}?{urlencode(here)}" if request.GET.get("after") else "",
    }
    return render(request, "posts/together/ideas.html", context)


@require_http_methods(["GET", "POST"])
def suggest(request: HttpRequest) -> HttpResponse:
    """Suggest something to post; whoever may sign in may."""
    straight = ideas.straight_to_the_board(authority=authority_of(request))
    form = IdeaForm(request.POST if request.method == "POST" else None, straight=straight)
    if form.is_bound and form.is_valid():
        reach = Reach(form.cleaned_data.get("reach") or Reach.UNIT)
        words = form.cleaned_data["words"]
        made = ideas.suggest(words=words, reach=reach, actor=member_of(request), at=at_of(request))
        said = "It is on the board." if straight else "Your supervisor was told, and passes it on."
        messages.success(request, f"Suggested. {said}")
        return redirect("idea", made.pk)
    return render(request, "posts/together/suggest.html", {"form": form, "straight": straight})


@require_safe
def idea(request: HttpRequest, idea_id: int) -> HttpResponse:
    """One idea with where it is."""
    return _page(request, _found(request, idea_id))


@require_POST
def hand_up(request: HttpRequest, idea_id: int) -> HttpResponse:
    """Hand it up to the commander of the unit, or to Communications while there is none."""
    found = _found(request, idea_id)

    def act() -> HttpResponse:
        ideas.hand_up(idea_id=found.pk, actor=member_of(request), at=at_of(request))
        above = telling.above(idea=found, at=at_of(request))
        messages.success(request, f"Handed up. {above[0].upper()}{above[1:]} was told, and decides about it.")
        return redirect("idea", found.pk)

    return _perform(request, found, forms.Form(request.POST), act, name="handing_up")


@require_POST
def pass_on(request: HttpRequest, idea_id: int) -> HttpResponse:
    """Put it on the board."""
    found, form = _found(request, idea_id), ReachForm(request.POST)

    def act() -> HttpResponse:
        reach = Reach(form.cleaned_data["reach"])
        ideas.pass_on(idea_id=found.pk, reach=reach, actor=member_of(request), at=at_of(request))
        messages.success(request, "Passed on. Those who write for the unit were told.")
        return redirect("idea", found.pk)

    return _perform(request, found, form, act, name="passing")


@require_POST
def begin_draft(request: HttpRequest, idea_id: int) -> HttpResponse:
    """Begin a draft from it and open that."""
    found = _found(request, idea_id)
    form = OnAccountForm(
        request.POST, accounts=ideas.accounts_for(authority=authority_of(request), idea=found)
    )

    def act() -> HttpResponse:
        account: OutletAccount = form.cleaned_data["account"]
        post = ideas.take_up(
            idea_id=found.pk, account_id=account.pk, actor=member_of(request), at=at_of(request)
        )
        messages.success(request, f"This is the draft. It names {found.suggested_by.titled_name}.")
        return redirect("composer", post.pk)

    return _perform(request, found, form, act, name="drafting")


@require_POST
def decline(request: HttpRequest, idea_id: int) -> HttpResponse:
    """Say why it is not taken up."""
    found, form = _found(request, idea_id), ReasonForm(request.POST)

    def act() -> HttpResponse:
        ideas.decline(idea_id=found.pk, **form.cleaned_data, actor=member_of(request), at=at_of(request))
        messages.success(request, f"Not taken up. {found.suggested_by.titled_name} was told.")
        return redirect("idea", found.pk)

    return _perform(request, found, form, act, name="declining")


@require_POST
def take_back(request: HttpRequest, idea_id: int) -> HttpResponse:
    """Its author takes it back."""
    found = _found(request, idea_id)

    def act() -> HttpResponse:
        ideas.take_back(idea_id=found.pk, actor=member_of(request), at=at_of(request))
        messages.success(request, "Taken back. Nobody begins a draft from it any more.")
        return redirect("idea", found.pk)

    return _perform(request, found, forms.Form(request.POST), act, name="taking_back")


def _perform(
    request: HttpRequest, found: Idea, form: forms.Form, act: Callable[[], HttpResponse], *, name: str
) -> HttpResponse:
    """One act; what is refused or to be mended comes back on the page, with what was typed."""
    authority = authority_of(request)
    try:
        if name == "passing" and not (ruling := ideas.may_pass_on(authority=authority, idea=found)).allowed:
            raise Refused(ruling)
        if name == "declining" and not (ruling := ideas.may_decline(authority=authority, idea=found)).allowed:
            raise Refused(ruling)
        if form.is_valid():
            return act()
        if name == "drafting":
            raise Refused(ideas.not_to_write_for(authority=authority, idea=found))
    except Refused as refused:
        refusals.ruled(
            request, subject="idea", subject_id=found.pk, act=f"{name}_idea", ruling=refused.ruling
        )
        messages.error(request, refused.ruling.reason)
    except (IdeaMovedOn, DraftedAlready) as moved:
        messages.warning(request, str(moved))
        found = _found(request, found.pk)
    except OutletAccount.DoesNotExist:
        form.add_error("account", "This account is not in use any more. Choose another.")
    except Idea.DoesNotExist:
        raise Http404 from None
    return _page(request, found, **{name: form})


def _found(request: HttpRequest, idea_id: int) -> Idea:
    """An idea that this member may see; Http404 for anybody else."""
    people = ("suggested_by", "handed_up_by", "passed_by", "decided_by")
    rows = Idea.objects.select_related("unit", *people).filter(
        pk=idea_id, agency_id=member_of(request).agency_id
    )
    found = next(iter(rows), None)
    if found is None or not ideas.may_see(authority=authority_of(request), idea=found):
        raise Http404
    return found


def _page(request: HttpRequest, found: Idea, **typed: forms.Form) -> HttpResponse:
    """The page; `typed` are the forms that came back."""
    authority = authority_of(request)
    waits, on_board = found.state == IdeaState.WAITING, found.state == IdeaState.OPEN
    accounts = ideas.accounts_for(authority=authority, idea=found) if on_board else []
    drafts = found.drafts.select_related("post__unit", "post__author").order_by("pk")[:20]
    handed = found.handed_up_at
    hands_up = waits and not handed and ideas.may_hand_up(authority=authority, idea=found).allowed
    context = {
        "idea": found,
        "drafts": [(one.post, authority.sees(unit_id=one.post.unit_id)) for one in drafts],
        "accounts": accounts,
        "passing": typed.get("passing") or ReachForm(),
        "drafting": typed.get("drafting") or OnAccountForm(accounts=accounts),
        "declining": typed.get("declining") or ReasonForm(),
        "may_hand_up": hands_up,
        "above": telling.above(idea=found, at=authority.at) if hands_up or (waits and handed) else "",
        "handed_to": telling.above(idea=found, at=handed) if handed else "",
        "may_pass_on": waits and ideas.may_pass_on(authority=authority, idea=found).allowed,
        "may_decline": (waits or on_board) and ideas.may_decline(authority=authority, idea=found).allowed,
        "own": found.suggested_by_id == authority.member_id,
        "may_take_back": (waits or on_board) and found.suggested_by_id == authority.member_id,
    }
    return render(request, "posts/together/idea.html", context)
