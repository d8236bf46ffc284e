"""Who knows a network's own password of an account, and changing it when such a person moves (CPD-TW.V.D.4)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts import keeping, rotations
from accounts.models import OutletAccount
from accounts.signin import at_of, authority_of, member_of
from posts.forms.passwords import ChangedForm, KnowerForm
from posts.views.accounts import kept, refused_for

KEEPERS = "Communications, administrators and the commander of the unit say who knows the password."


@require_GET
def passwords(request: HttpRequest, account_id: int) -> HttpResponse:
    """Everybody who ever knew a password of the account, and what is to be changed."""
    return _page(request, kept(request, account_id, act="see_passwords"))


@require_POST
def note(request: HttpRequest, account_id: int) -> HttpResponse:
    """Say that a member knows the password in use."""
    found = _named(request, account_id, act="note_password")
    form = _knower(request, found, typed=True)
    if not form.is_valid():
        return _page(request, found, knower=form)
    try:
        rotations.note(account_id=found.pk, **form.cleaned_data, actor=member_of(request), at=at_of(request))
    except rotations.KnownAlready as no:
        form.add_error("member", str(no))
        return _page(request, found, knower=form)
    messages.success(request, f"Noted that {form.cleaned_data['member']} knows the password.")
    return redirect("passwords", found.pk)


@require_POST
def rotated(request: HttpRequest, account_id: int) -> HttpResponse:
    """Say that the password was changed on the network, and who knows the new one."""
    found = _named(request, account_id, act="change_password")
    form = ChangedForm(request.POST, account=found)
    if not form.is_valid():
        return _page(request, found, changed=form)
    rotations.changed(
        account_id=found.pk, knows=form.cleaned_data["knows"], actor=member_of(request), at=at_of(request)
    )
    messages.success(request, "Noted that the password was changed. Nothing is owed any more.")
    return redirect("passwords", found.pk)


def _named(request: HttpRequest, account_id: int, *, act: str) -> OutletAccount:
    """An account whose keepers the member names. Raises PermissionDenied."""
    found = kept(request, account_id, act=act)
    if not keeping.may_name(authority=authority_of(request), account=found):
        raise refused_for(request, act=act, account_id=found.pk, sentence=KEEPERS)
    return found


def _knower(request: HttpRequest, found: OutletAccount, *, typed: bool) -> KnowerForm:
    today = at_of(request).astimezone(member_of(request).agency.tzinfo).date()
    return KnowerForm(request.POST if typed else None, account=found, today=today)


def _page(
    request: HttpRequest,
    found: OutletAccount,
    *,
    knower: KnowerForm | None = None,
    changed: ChangedForm | None = None,
) -> HttpResponse:
    context = {
        "account": found,
        "knowers": rotations.knowers(account_id=found.pk),
        "owed": rotations.owed(account_id=found.pk),
        "now": at_of(request),
        "may_name": keeping.may_name(authority=authority_of(request), account=found),
        "knower": knower or _knower(request, found, typed=False),
        "changed": changed or ChangedForm(account=found),
    }
    return render(request, "posts/accounts/passwords.html", context)
