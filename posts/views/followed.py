"""Whom the accounts follow, as people wrote it down (CPD-TW.III.F)."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import following as register
from accounts import keeping
from accounts.models import AccountStatus, Followed, OutletAccount
from accounts.signin import at_of, authority_of, member_of
from posts.forms.followed import DoubtForm, FollowForm
from posts.views.accounts import kept, refused_for

ENDED = 50
FOLDED = 5
"""Followed accounts that stand unfolded; more of them are behind their heading."""


@require_GET
def doubts(request: HttpRequest) -> HttpResponse:
    """Whom the accounts that are the member's to see to follow, in numbers, and what is to be unfollowed."""
    authority = authority_of(request)
    mine = keeping.kept_by(authority=authority).exclude(status=AccountStatus.PROPOSED)
    now = Q(followed__isnull=False, followed__ended_at__isnull=True)
    rows = mine.annotate(many=Count("followed", filter=now)).select_related("unit").order_by("handle", "pk")
    accounts = list(rows)
    if not accounts and not authority.holds(*keeping.OFFICE):
        raise refused_for(request, act="see_follows", account_id=None)
    found = register.doubted(agency_id=authority.agency_id).filter(account__in=mine)
    context = {
        "accounts": [one for one in accounts if one.many],
        "nobody": [one for one in accounts if not one.many],
        "doubted": list(found),
    }
    return render(request, "posts/accounts/follows.html", context)


@require_http_methods(["GET", "POST"])
def following(request: HttpRequest, account_id: int) -> HttpResponse:
    """Whom one account follows; adding to it."""
    found = kept(request, account_id, act="see_following")
    form = FollowForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        handle, why = form.cleaned_data["handle"], form.cleaned_data["why"]
        try:
            register.add(
                account_id=found.pk, handle=handle, why=why, actor=member_of(request), at=at_of(request)
            )
        except register.NotListed as no:
            form.add_error("handle", str(no))
        else:
            messages.success(request, f"@{handle} is on the list.")
            return redirect("following", found.pk)
    return _page(request, found, form)


@require_POST
def change(request: HttpRequest, account_id: int, followed_id: int) -> HttpResponse:
    """Ask that one be followed no longer, or say that it is unfollowed."""
    found = kept(request, account_id, act="change_following")
    followed = Followed.objects.filter(pk=followed_id, account=found).first()
    if followed is None:
        raise Http404
    named = {"followed_id": followed_id, "account_id": found.pk}
    actor, at = member_of(request), at_of(request)
    try:
        if request.POST.get("act") == "unfollowed":
            done = register.end(**named, actor=actor, at=at)
            messages.success(request, f"@{done.handle} is followed no longer.")
        else:
            form = DoubtForm(request.POST)
            # Of one that is doubted already no reason is asked; the register says so.
            if not form.is_valid() and followed.doubted_at is None:
                return _page(request, found, FollowForm(), doubting=followed_id, doubt=form)
            done = register.doubt(**named, why=form.cleaned_data.get("why", ""), actor=actor, at=at)
            messages.success(
                request, f"Asked that @{done.handle} be unfollowed. It stays open until it is done."
            )
    except register.NotListed as no:
        messages.error(request, str(no))
    return redirect("following", found.pk)


def _page(
    request: HttpRequest,
    found: OutletAccount,
    form: FollowForm,
    *,
    doubting: int = 0,
    doubt: DoubtForm | None = None,
) -> HttpResponse:
    now = list(register.current(account_id=found.pk))
    context = {
        "account": found,
        "doubted": [one for one in now if one.doubted_at],
        "followed": (quiet := [one for one in now if not one.doubted_at]),
        # A phone shows first what is to be done, and the way to add.
        "unfolded": bool(doubting) or len(quiet) <= FOLDED,
        "ended": list(register.ended(account_id=found.pk)[:ENDED]),
        "form": form,
        "doubting": doubting,
        "doubt": doubt,
    }
    return render(request, "posts/accounts/following.html", context)
