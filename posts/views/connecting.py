"""Connecting an account from its page: to the network, and back with its answer."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts import application, connecting
from accounts.models import CredentialKind
from accounts.signin import at_of, member_of
from posts.views import accounts

REMEMBERED = "connecting"
"""In the session, encrypted, until the answer comes: which account, who began, and what proves it."""


@require_POST
def connect(request: HttpRequest, account_id: int) -> HttpResponse:
    """Send the member to the network, to agree there as the account."""
    account = accounts.kept(request, account_id, act="connect_account")
    kinds = application.kinds(network=account.network)
    asked = request.POST.get("kind", "")
    kind = asked if asked in kinds else next(iter(kinds), CredentialKind.OAUTH1.value)
    try:
        begun = connecting.begin(
            account=account, member=member_of(request), kind=kind, callback=_callback(), at=at_of(request)
        )
    except connecting.NotConnected as no:
        messages.error(request, str(no))
        return redirect("account", account.pk)
    request.session[REMEMBERED] = begun.remembered
    return redirect(begun.url)


@require_GET
@never_cache
def connected(request: HttpRequest) -> HttpResponse:
    """What the network says on the way back; it counts once, for the session and the member that began."""
    remembered = request.session.pop(REMEMBERED, "")
    account_id = connecting.account_of(remembered=remembered, member=member_of(request))
    if account_id is None:
        messages.error(
            request,
            "This answer belongs to no connection that you began here. Nothing was changed. Begin again.",
        )
        return redirect("home")
    account = accounts.kept(request, account_id, act="connect_account")
    try:
        connecting.finish(
            account=account,
            member=member_of(request),
            remembered=remembered,
            told=request.GET.dict(),
            callback=_callback(),
            at=at_of(request),
        )
    except connecting.NotConnected as no:
        messages.error(request, str(no))
    else:
        messages.success(request, f"@{account.handle} is connected. What waited for it goes out now.")
    return redirect("account", account.pk)


def _callback() -> str:
    """As the application named it to the network, letter by letter."""
    return f"{settings.PUBLIC_URL}{reverse('connected')}"
