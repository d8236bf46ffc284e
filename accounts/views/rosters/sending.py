"""What is sent: shown exactly, submitted, corrected, read as a paper, sent again where it did not arrive."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from accounts import outbox
from accounts.models import Channel, Roster, RosterCopy, RosterState, RosterVersion
from accounts.rosters import authority, papers, sheet, submitting
from accounts.rosters.editing import Locked
from accounts.rosters.submitting import (
    ChangedMeanwhile,
    NobodyToSendTo,
    NotReady,
    NotSubmitted,
    OwnName,
    RegisteredMeanwhile,
)
from accounts.signin import at_of, authority_of, member_of
from accounts.views.rosters import asking
from audit import blobs

FILES = {"pdf": submitting.PDF, "csv": submitting.CSV}


@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, roster_id: int) -> HttpResponse:
    """Show exactly what goes to whom; send it when the person says so."""
    roster = asking.own_roster(request, act="submit_roster", roster_id=roster_id)
    if request.method == "POST":
        return _submit(request, roster)
    return _shown(request, roster)


def _submit(request: HttpRequest, roster: Roster) -> HttpResponse:
    try:
        version = submitting.submit(
            roster_id=roster.pk,
            seen=request.POST.get("seen", ""),
            actor=member_of(request),
            at=at_of(request),
        )
    except Locked:
        messages.warning(request, "The roster was submitted already. Its proof of delivery is below.")
    except NotReady as fault:
        left = len(fault.sheet.faults)
        messages.error(
            request, f"Nothing was sent: {left} {'field is' if left == 1 else 'fields are'} to correct."
        )
    except NobodyToSendTo:
        messages.error(
            request, "Nothing was sent: an administrator has yet to name who receives the rosters."
        )
    except OwnName:
        messages.error(
            request,
            "Nothing was sent: you stand on this roster yourself, and nobody gives authority to themselves. "
            "Mark your line as left, or have the acting commander submit it.",
        )
    except RegisteredMeanwhile:
        messages.warning(
            request,
            "Nothing was sent: another unit registered a member with the same log-on ID at this moment. "
            "Check the lines of new members, then submit again.",
        )
    except papers.NotShown as fault:
        messages.error(
            request, f"Nothing was sent: {fault} Write that word in Latin letters, then submit again."
        )
    except ChangedMeanwhile:
        messages.warning(request, "The roster changed since you looked. This is what would be sent now.")
        return _shown(request, asking.roster(request, roster_id=roster.pk))
    else:
        messages.success(
            request,
            f"Version {version.number} is submitted and on its way to both offices. The roster is locked.",
        )
    return asking.back_to(roster)


def _shown(request: HttpRequest, roster: Roster) -> HttpResponse:
    if roster.state == RosterState.SUBMITTED:
        return asking.back_to(roster)
    read = sheet.read(roster=roster)
    proposal = submitting.propose(roster=roster, read=read, actor=member_of(request), at=at_of(request))
    context = {
        "roster": roster,
        "sheet": read,
        "proposal": proposal,
        "content": proposal.content,
        "ready": not read.faults and len(proposal.recipients) > 1,
        "overtaken": authority.overtaken(roster=roster),
        "begins_at": max(at_of(request), roster.period.begins_at(agency=roster.period.agency)),
        "files": [
            papers.file_name(
                unit=roster.unit.number,
                year=roster.period.year,
                number=roster.period.number,
                version=proposal.content.version,
                ending=ending,
            )
            for ending in FILES
        ],
    }
    return render(request, "accounts/rosters/send.html", context)


@require_POST
def correct(request: HttpRequest, roster_id: int) -> HttpResponse:
    """Begin a correction."""
    roster = asking.own_roster(request, act="correct_roster", roster_id=roster_id)
    try:
        submitting.correct(roster_id=roster.pk, actor=member_of(request), at=at_of(request))
        messages.success(
            request, f"Correct what is wrong, then submit. Until then version {roster.versions_sent} stands."
        )
    except NotSubmitted:
        messages.warning(request, "This roster is open already.")
    return asking.back_to(roster)


@require_POST
def drop_correction(request: HttpRequest, roster_id: int) -> HttpResponse:
    """Leave it at the version that was sent."""
    roster = asking.own_roster(request, act="drop_correction", roster_id=roster_id)
    try:
        submitting.drop_correction(roster_id=roster.pk, actor=member_of(request), at=at_of(request))
        messages.success(request, f"The correction is dropped. Version {roster.versions_sent} stands.")
    except NotSubmitted:
        messages.warning(request, "Nothing is being corrected.")
    return asking.back_to(roster)


@require_http_methods(["GET"])
def paper(request: HttpRequest, version_id: int, ending: str) -> HttpResponse:
    """The PDF or CSV of a version, exactly as it was sent."""
    found = RosterVersion.objects.select_related("roster__unit", "roster__period").filter(
        pk=version_id, agency_id=authority_of(request).agency_id
    )
    version = found.first()
    if version is None or ending not in FILES:
        raise Http404
    roster = version.roster
    if not authority_of(request).sees(unit_id=roster.unit_id):
        raise Http404
    digest = version.pdf_digest if ending == "pdf" else version.csv_digest
    name = papers.file_name(
        unit=roster.unit.number,
        year=roster.period.year,
        number=roster.period.number,
        version=version.number,
        ending=ending,
    )
    octets = blobs.content(digest=digest, agency_id=version.agency_id)
    shown = "inline" if ending == "pdf" else "attachment"
    headers = {"Content-Disposition": f'{shown}; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(octets, content_type=FILES[ending], headers=headers)


@require_POST
def send_again(request: HttpRequest, copy_id: int) -> HttpResponse:
    """Put a copy that did not arrive back in line."""
    found = RosterCopy.objects.select_related("version__roster").filter(
        pk=copy_id, version__agency_id=authority_of(request).agency_id
    )
    copy = found.first()
    if copy is None:
        raise Http404
    roster = asking.own_roster(request, act="send_roster_again", roster_id=copy.version.roster_id)
    delivery = copy.message.deliveries.get(channel=Channel.EMAIL)
    if outbox.try_again(delivery_id=delivery.pk, actor=member_of(request), at=at_of(request)):
        RosterCopy.objects.filter(pk=copy.pk).update(failure_told_at=None)
        messages.success(request, f"The roster is being sent to {copy.address} again.")
    else:
        messages.warning(request, "That copy is on its way, or has arrived.")
    return asking.back_to(roster)
