"""Questions of the press: the list, sending one on, and what Communications did with it."""

from collections.abc import Callable
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Unit
from accounts.signin import at_of, authority_of, member_of
from posts import inquirers, judging, press_waits
from posts.coordination import boards, inquiries
from posts.coordination.inquiries import Asked, InquiryMovedOn, OwnAccount
from posts.forms.inquiries import AccountForm, InquiryForm, NoteForm
from posts.models import Came, Inquiry, InquiryState
from posts.views import refusals
from posts.workflow import Refused

CORRECTED = "Noted whose account asks."
SENT_ON = "Sent on. Communications was told and answers it."


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The questions to the member's units; for the offices, to all."""
    authority, member = authority_of(request), member_of(request)
    done = request.GET.get("show") == "done"
    found = boards.inquiries(
        authority=authority, member=member, waiting=not done, after=request.GET.get("after")
    )
    here = {"show": "done"} if done else {}
    asked = Unit.objects.filter(agency_id=authority.agency_id, pk__in=authority.units(*inquiries.SENDERS))
    context = {
        "inquiries": found.rows,
        "done": done,
        "older": f"?{urlencode({**here, 'after': found.next_after})}" if found.next_after else "",
        "newest": f"{reverse('inquiries')}?{urlencode(here)}" if request.GET.get("after") else "",
        "units": asked.order_by("number"),
        "answers": inquiries.may_answer(authority=authority, agency=member.agency).allowed,
        "clause": _clause(request),
    }
    return render(request, "posts/inquiries/list.html", context)


@require_http_methods(["GET", "POST"])
def send_on(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Send on what a reporter asked a unit off the network."""
    unit = Unit.objects.filter(pk=unit_id, agency_id=member_of(request).agency_id).first()
    if unit is None or not authority_of(request).sees(unit_id=unit_id):
        raise Http404
    ruling = inquiries.may_send_on(authority=authority_of(request), unit_id=unit_id)
    if not ruling.allowed:
        refusals.ruled(request, subject="unit", subject_id=unit_id, act="send_on_inquiry", ruling=ruling)
        raise Refused(ruling)
    form = InquiryForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        asked = Asked(**{**form.cleaned_data, "came": Came(form.cleaned_data["came"])})
        try:
            made = inquiries.send_on(
                unit_id=unit_id, asked=asked, actor=member_of(request), at=at_of(request)
            )
        except OwnAccount as own:
            form.add_error("handle", str(own))
        else:
            messages.success(request, SENT_ON)
            return redirect("inquiry", made.pk)
    context = {"unit": unit, "form": form, "clause": _clause(request)}
    return render(request, "posts/inquiries/send_on.html", context)


@require_safe
def inquiry(request: HttpRequest, inquiry_id: int) -> HttpResponse:
    """One question with where it is."""
    return _page(request, _found(request, inquiry_id))


@require_POST
def correct(request: HttpRequest, inquiry_id: int) -> HttpResponse:
    """Say anew whose account asks."""
    found, form = _found(request, inquiry_id), AccountForm(request.POST)

    def do() -> None:
        handle = form.cleaned_data["handle"]
        inquiries.correct(inquiry_id=found.pk, handle=handle, actor=member_of(request), at=at_of(request))

    if _done(request, found, act="correct_inquiry", form=form, do=do, said=CORRECTED):
        return redirect("inquiry", found.pk)
    return _page(request, found, account=form)


@require_POST
def close(request: HttpRequest, inquiry_id: int) -> HttpResponse:
    """Say what was answered, or why nothing is."""
    found, form = _found(request, inquiry_id), NoteForm(request.POST)

    def do() -> None:
        inquiries.close(
            inquiry_id=found.pk,
            answered=form.cleaned_data["how"] == InquiryState.ANSWERED,
            note=form.cleaned_data["note"],
            actor=member_of(request),
            at=at_of(request),
        )

    said = f"Noted. The {found.unit.short_name} was told."
    if _done(request, found, act="close_inquiry", form=form, do=do, said=said):
        return redirect("inquiry", found.pk)
    return _page(request, found, form)


def _done(
    request: HttpRequest, found: Inquiry, *, act: str, form: forms.Form, do: Callable[[], None], said: str
) -> bool:
    """Whether it was done, or somebody came before; else the page says what is to be mended, or why it is refused."""
    ruling = inquiries.may_answer(authority=authority_of(request), agency=member_of(request).agency)
    try:
        if not ruling.allowed:
            raise Refused(ruling)
        if form.is_valid():
            do()
            messages.success(request, said)
            return True
    except Refused as refused:
        refusals.ruled(request, subject="inquiry", subject_id=found.pk, act=act, ruling=refused.ruling)
        clause = f" ({refused.ruling.clause})" if refused.ruling.clause else ""
        messages.error(request, f"{refused.ruling.reason}{clause}")
    except OwnAccount as own:
        form.add_error("handle", str(own))
    except InquiryMovedOn as moved:
        messages.warning(request, str(moved))
        return True
    except Inquiry.DoesNotExist:
        raise Http404 from None
    return False


def _found(request: HttpRequest, inquiry_id: int) -> Inquiry:
    """A question that this member may see; Http404 for anybody else."""
    rows = Inquiry.objects.select_related("unit", "sent_on_by", "closed_by", "post__account").filter(
        pk=inquiry_id, agency_id=member_of(request).agency_id
    )
    found = next(iter(rows), None)
    if found is None or not inquiries.may_see(authority=authority_of(request), inquiry=found):
        raise Http404
    return found


def _page(
    request: HttpRequest,
    found: Inquiry,
    typed: forms.Form | None = None,
    account: forms.Form | None = None,
) -> HttpResponse:
    """The page, with what was typed."""
    ruling = inquiries.may_answer(authority=authority_of(request), agency=member_of(request).agency)
    waits = found.state == InquiryState.OPEN
    answers = waits and ruling.allowed
    context = {
        "inquiry": found,
        "waits": waits,
        "form": (typed or NoteForm()) if answers else None,
        "account": (account or AccountForm(initial={"handle": found.handle})) if answers else None,
        "clause": _clause(request),
        "met": [
            one
            for one in press_waits.met(inquiry=found)
            if authority_of(request).sees(unit_id=one.post.unit_id)
        ],
    }
    return render(request, "posts/inquiries/inquiry.html", context)


def _clause(request: HttpRequest) -> str:
    pack = judging.pack_in_force(agency=member_of(request).agency, at=at_of(request))
    return inquirers.clause(pack=pack)
