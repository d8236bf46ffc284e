"""Crime alerts: whoever guides the units offers one, a unit reposts it as it stands with one press."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import OutletAccount
from accounts.signin import at_of, member_of
from accounts.views.library import guide
from posts import submission, whereabouts
from posts.actions import Action
from posts.coordination import alerting, ready
from posts.coordination.ready import NotOffered
from posts.forms.alerts import AlertForm
from posts.forms.drafts import ANSWERS
from posts.models import ReadyDraft
from posts.reposts import CannotRepost
from posts.resolving import NoSuchNumber
from posts.views import doors, refusals
from posts.views.kinds import kinds_of_post
from posts.views.writing import not_to_write_for
from posts.workflow import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest) -> HttpResponse:
    """Offer a post of the department to units, to be reposted as it stands."""
    guide(request, act="offer_alert")
    typed = request.POST if request.method == "POST" else None
    member, at = member_of(request), at_of(request)
    form = AlertForm(
        typed,
        units=ready.with_accounts(agency_id=member.agency_id),
        categories=kinds_of_post(request),
        zone=member.agency.tzinfo,
        at=at,
    )
    made = _offered(request, form) if typed is not None and form.is_valid() else None
    if made is None:
        return render(request, "posts/ready/offer_alert.html", {"form": form})
    messages.success(request, "It is offered. This page shows which units repost it.")
    return redirect("ready_draft", made.pk)


def _offered(request: HttpRequest, form: AlertForm) -> ReadyDraft | None:
    """None where the form says what is to be mended."""
    given = form.cleaned_data
    try:
        return alerting.offer(
            offered=form.offered,
            typed=given["address"],
            issued_by=given["issued_by"],
            approved_by=given["approved_by"],
            approved_on=given["approved_on"],
            actor=member_of(request),
            at=at_of(request),
        )
    except (CannotRepost, NoSuchNumber) as why:
        form.add_error("address", str(why))
        return None


def repost(request: HttpRequest, *, alert: ReadyDraft, account_id: int) -> HttpResponse:
    """Begin its repost and submit it at once; what is left to fix is shown in the composer."""
    member, at = member_of(request), at_of(request)
    try:
        post = alerting.repost(
            ready_id=alert.pk, account_id=account_id, actor=member, at=at, given=_given(request)
        )
    except OutletAccount.DoesNotExist:
        raise not_to_write_for(request, account_id) from None
    except Refused as refused:
        refusals.ruled(request, subject="account", subject_id=account_id, act="take", ruling=refused.ruling)
        messages.error(request, str(refused))
        return redirect("ready_draft", alert.pk)
    except (CannotRepost, NotOffered) as why:
        messages.warning(request, str(why))
        return redirect("ready_draft", alert.pk)
    sent = doors.perform(
        request,
        post_id=post.pk,
        act=Action.SUBMIT,
        do=lambda: submission.submit(
            post_id=post.pk, actor=member, seen_version=post.draft.version, at=at_of(request)
        ),
    )
    if sent is None:
        return redirect("composer", post.pk)
    messages.success(request, whereabouts.submitted(post=sent))
    return redirect("post", post.pk)


def _given(request: HttpRequest) -> dict[str, str]:
    """The answers that came with the press, by their questions."""
    sent = request.POST.items()
    return {key.removeprefix(ANSWERS): str(value) for key, value in sent if key.startswith(ANSWERS)}
