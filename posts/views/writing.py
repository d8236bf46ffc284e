"""Writing: one's own posts, beginning one, and the composer."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts import access
from accounts.authority import Authority
from accounts.models import Capability, OutletAccount
from accounts.signin import at_of, authority_of, member_of
from posts import album, drafting, permissions, queues, reposting, whereabouts, workflow
from posts.accounts_to_write import accounts_to_speak_from, accounts_to_write_for
from posts.actions import STEPS, Action
from posts.forms import drafts
from posts.reposts import CannotRepost
from posts.resolving import NoSuchNumber
from posts.views import doors, drawing, keeping, refusals
from posts.workflow import Refused


@require_safe
def own_posts(request: HttpRequest) -> HttpResponse:
    """The member's own posts, last changed first, each with where it is and what was said last."""
    return _own(request, repost={})


def _own(request: HttpRequest, *, repost: Mapping[str, object]) -> HttpResponse:
    """The page; `repost` is what was typed of one that could not be begun, and why."""
    authority = authority_of(request)
    accounts = accounts_to_write_for(authority=authority)
    page = queues.own(authority=authority, after=request.GET.get("after"))
    return render(
        request,
        "posts/write/own.html",
        {
            "rows": whereabouts.of(posts=page.rows),
            "older": f"?{urlencode({'after': page.next_after})}" if page.next_after else "",
            "newest": reverse("own_posts") if request.GET.get("after") else "",
            "accounts": accounts,
            "speaks_from": accounts_to_speak_from(authority=authority),
            "with_reposts": [one for one in accounts if Capability.REPOST in one.capabilities],
            "without_reposts": [one for one in accounts if Capability.REPOST not in one.capabilities],
            "repost": repost,
            "closed": _closed(authority, accounts),
        },
    )


def _closed(authority: Authority, accounts: Sequence[OutletAccount]) -> str:
    """Why nothing can be written now for one of the accounts, in a sentence; empty where all are open."""
    lacks = (authority.closed(unit_id=one.unit_id, practice=one.practice) for one in accounts)
    return next((lack.to("write") for lack in lacks if lack), "")


@require_POST
def begin_post(request: HttpRequest) -> HttpResponse:
    """Begin a draft and open it. An account that is not the member's does not exist for them."""
    account_id = drafts.number(sent=request.POST, key="account")
    try:
        post = drafting.begin_post(account_id=account_id, actor=member_of(request), at=at_of(request))
    except OutletAccount.DoesNotExist:
        raise not_to_write_for(request, account_id) from None
    except Refused as refused:
        refusals.ruled(request, subject="account", subject_id=account_id, act="begin", ruling=refused.ruling)
        messages.error(request, str(refused))
        return redirect("own_posts")
    return redirect("composer", post.pk)


@require_POST
def begin_repost(request: HttpRequest) -> HttpResponse:
    """Read a post of another account and open its repost; what cannot be reposted says why, with what was typed."""
    account_id = drafts.number(sent=request.POST, key="account")
    address = request.POST.get("address", "")[:300]
    try:
        post = reposting.begin(
            account_id=account_id, actor=member_of(request), typed=address, at=at_of(request)
        )
    except OutletAccount.DoesNotExist:
        raise not_to_write_for(request, account_id) from None
    except Refused as refused:
        refusals.ruled(request, subject="account", subject_id=account_id, act="begin", ruling=refused.ruling)
        messages.error(request, str(refused))
        return redirect("own_posts")
    except (CannotRepost, NoSuchNumber) as why:
        return _own(request, repost={"account_id": account_id, "address": address, "fault": str(why)})
    return redirect("composer", post.pk)


def not_to_write_for(request: HttpRequest, account_id: int) -> Http404 | PermissionDenied:
    """Whoever sees the unit of the account is told who writes for it; to everybody else it does not exist."""
    account = OutletAccount.objects.filter(pk=account_id, agency_id=member_of(request).agency_id).first()
    seen = account is not None and authority_of(request).sees(unit_id=account.unit_id)
    reason = "not_authorised" if seen else "not_your_account"
    keeping.refuse_account(request, account_id=account_id, act="begin", reason=reason)
    if account is None or not seen:
        return Http404()
    return PermissionDenied(permissions.not_a_writer(authority_of(request), unit_id=account.unit_id))


@require_safe
def composer(request: HttpRequest, post_id: int) -> HttpResponse:
    """The draft, to be written on, or read by who lacks something for it; what is no draft is on its own page.

    Whoever holds no role reads it by an approval of access alone (CPD-SM.III.C.2).
    """
    post, stands = doors.load(request, post_id)
    if post.status not in STEPS[Action.SAVE].sources:
        return redirect("post", post.pk)
    ruling = workflow.open_actions(authority=authority_of(request), standing=stands)[Action.SAVE]
    if not (ruling.allowed or ruling.lacks or access.by_record(authority=authority_of(request))):
        doors.refuse(request, post_id=post.pk, act="write", reason=ruling.slug)
        raise PermissionDenied(ruling.reason)
    typed = drafts.stored(post=post, draft=post.draft, at=at_of(request))
    if ruling.allowed:
        typed = album.with_arrived(typed=typed, post=post, member=member_of(request))
    state = keeping.closed_by(ruling)
    made = drawing.composed(request, post=post, draft=post.draft, typed=typed, state=state)
    return render(request, "posts/write/composer.html", {"composer": made})
