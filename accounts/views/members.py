"""A member's page: all they may do, why, from when to when, and what is about to end; and moving them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts import authority as authorities
from accounts import languages, stepup, tenure, transfers
from accounts.authority import Authority
from accounts.forms.roles import TransferForm
from accounts.models import Condition, Member, Role
from accounts.models.authority import COMMANDERS
from accounts.signin import at_of, authority_of, member_of
from accounts.views import people
from accounts.views.refusing import refused
from outlets.languages import LANGUAGES

NOT_SHOWN = "The commander of a unit and the offices of the department see what its members may do."
OFFERED_TO = (Role.USMR, Role.SERGEANT, Role.ACTING_SERGEANT, *COMMANDERS)
"""Who finds the drafts that are offered in their unit."""
NOT_MOVED = "An administrator moves members between units. Ask one of them."


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """The member's own authority."""
    return _page(request, member=member_of(request))


@require_GET
def member(request: HttpRequest, member_id: int) -> HttpResponse:
    """The authority of a member, for whoever leads a unit of theirs, and for the offices."""
    return _page(request, member=shown(request, member_id, act="see_member"))


@require_POST
def transfer(request: HttpRequest, member_id: int) -> HttpResponse:
    """Move a member to another unit."""
    moving = shown(request, member_id, act="transfer_member")
    if not _moves(request, moving):
        raise _not_yours(request, moving, act="transfer_member", sentence=NOT_MOVED)
    form, asked = TransferForm(request.POST, member=moving), people.again(request)
    if not (form.is_valid() and stepup.passed(request, asked)):
        return _page(request, member=moving, form=form, asked=asked)
    to, reason = form.cleaned_data["to"], form.cleaned_data["reason"]
    try:
        transfers.transfer(member=moving, to=to, actor=member_of(request), at=at_of(request), reason=reason)
    except transfers.NotMoved as why:
        messages.warning(request, str(why))
    else:
        messages.success(request, f"{moving} is of the {to.short_name} now. Their roles before have ended.")
    return redirect("member", moving.pk)


def shown(request: HttpRequest, member_id: int, *, act: str) -> Member:
    """The member asked for, where they may be seen; whoever sees their unit is told why not, others find nobody."""
    authority = authority_of(request)
    known = Member.objects.select_related("unit__agency").filter(agency_id=authority.agency_id)
    found = known.filter(pk=member_id).first()
    if found is None:
        raise Http404
    if authority.shows(member=found, in_units=_in_units(authority, found)):
        return found
    if authority.sees(unit_id=found.unit_id):
        raise _not_yours(request, found, act=act, sentence=NOT_SHOWN)
    raise Http404


def _in_units(authority: Authority, member: Member) -> list[int]:
    """The units in which a member holds a role now; none where that opens nothing: to whoever leads no unit."""
    if not authority.units(*COMMANDERS):
        return []
    return list(member.authorisations.in_force(at=authority.at).values_list("unit_id", flat=True))


def _offers(authority: Authority, held: tenure.Tenure) -> bool:
    """Whether drafts of the member may be offered to whoever looks: where they do not write any more."""
    writes = {one.unit_id for one in held.now if one.role == Role.USMR}
    lost = {one.unit_id for one in (*held.before, *held.suspended) if one.role == Role.USMR} - writes
    return not lost.isdisjoint(authority.units(*OFFERED_TO))


def _moves(request: HttpRequest, member: Member) -> bool:
    """Administrators move everybody but themselves."""
    return authority_of(request).holds(Role.ADMINISTRATOR) and member.pk != member_of(request).pk


def _not_yours(request: HttpRequest, member: Member, *, act: str, sentence: str) -> Exception:
    return refused(request, act=act, subject="member", subject_id=member.pk, sentence=sentence)


def _page(
    request: HttpRequest,
    *,
    member: Member,
    form: TransferForm | None = None,
    asked: stepup.Again | None = None,
) -> HttpResponse:
    at, own = at_of(request), member.pk == member_of(request).pk
    theirs = authority_of(request) if own else authorities.load(member=member, at=at)
    if form is None and _moves(request, member):
        form = TransferForm(member=member)
    held = tenure.of_member(member=member, facts=theirs.facts, at=at)
    context = {
        "member": member,
        "own": own,
        "held": held,
        "offers": not own and _offers(authority_of(request), held),
        "lacks": [
            (lack, lack.to("act"))
            for lack in theirs.lacks(unit_id=member.unit_id)
            if own or lack.condition not in _OF_A_VISIT
        ],
        "on_duty_until": theirs.duty_ends_at,
        "form": form,
        "asked": asked,
        "answers": authority_of(request).holds(Role.ADMINISTRATOR)
        or member.unit_id in authority_of(request).units(*COMMANDERS),
        "languages": list(languages.declared_by(members=[member])),
        "readable": LANGUAGES,
        "people": f"{reverse('people')}?unit={member.unit_id}",
    }
    return render(request, "accounts/member.html", context)


_OF_A_VISIT = frozenset({Condition.DEVICE})
"""Known of whoever is here, and of nobody else: from where they come in."""
