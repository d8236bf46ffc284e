"""What awaits a member: the parts of their first page, each asked of the room that knows."""

from django.urls import reverse

from accounts import inbox, periods
from accounts.authority import Authority
from accounts.guidance import notices
from accounts.models import Agency, Channel, Delivery, DeliveryState, Role
from accounts.models.authority import COMMANDERS
from governance import awaiting_posts as of_posts
from governance.awaited import Line, Part, told
from posts import labels, last_word, turns
from posts.coordination import boards, quiet
from posts.coordination.ideas import SUPERVISORS
from records import certificates, officers


def parts(*, authority: Authority, agency: Agency) -> list[Part]:
    """What awaits a member now, the most urgent first, and nothing that does not concern them.

    At most three queries a part, however much there is.
    """
    asked = (
        of_posts.deciding,
        of_posts.trouble,
        of_posts.missed,
        of_posts.held,
        of_posts.returned,
        _to_correct,
        _inquiries,
        _stories,
        _ideas,
    )
    found = [
        _notices(authority),
        _roster(authority, agency),
        *(ask(authority) for ask in asked),
        _disposal(authority, agency),
        _quiet(authority, agency),
        *of_posts.going_out(authority),
    ]
    found += [ask(authority) for ask in (_undelivered, _unread)]
    return [part for part in found if part is not None and part.count]


def _notices(authority: Authority) -> Part | None:
    """Stands first, until each is acknowledged (CPD-TW.V.C.2)."""
    return told(
        notices.waiting_for(member_id=authority.member_id),
        lambda one: Line(
            words=one.broadcast.title,
            whose=one.broadcast.written_by.titled_name,
            address=reverse("notice", args=[one.broadcast_id]),
            at=one.broadcast.due_at,
            last_day=True,
        ),
        title="Read and acknowledge",
        icon="campaign",
        tone="needs",
        address=reverse("notices"),
        leads_to="All notices",
    )


def _roster(authority: Authority, agency: Agency) -> Part | None:
    address = reverse("roster")
    return Part(
        title="A roster is due",
        icon="people",
        tone="needs",
        lines=[Line(words="Go through your representatives and submit the roster", address=address)],
        count=periods.rosters_due(authority=authority, agency=agency),
    )


def _to_correct(authority: Authority) -> Part | None:
    """Told to those who write for the unit or review what it posts."""
    if not authority.units(Role.USMR, *turns.SERGEANTS):
        return None
    asked = last_word.demands_on(authority=authority).select_related("revision__post__account", "made_by")
    return told(
        asked.order_by("-made_at", "-pk"),
        lambda one: Line(
            words=f"A post of @{one.revision.post.account.handle} that is out",
            whose=one.made_by.titled_name,
            address=reverse("post", args=[one.revision.post_id]),
            at=one.made_at,
        ),
        title="To be corrected",
        icon="flag",
        tone="trouble",
        address=reverse("to_correct"),
        leads_to="All that is to be corrected",
    )


def _inquiries(authority: Authority) -> Part | None:
    """Told to Communications, which alone answers the press."""
    if not authority.holds(Role.COMMUNICATIONS):
        return None
    waiting = boards.inquiries_waiting(authority=authority)
    return told(
        waiting.select_related("unit").order_by("sent_on_at", "pk"),
        lambda one: Line(
            words=labels.first_line(one.words),
            whose=one.asked_by,
            address=reverse("inquiry", args=[one.pk]),
            at=one.sent_on_at,
        ),
        title="Questions of the press",
        icon="forum",
        tone="needs",
        address=reverse("inquiries"),
        leads_to="Open the questions",
    )


def _stories(authority: Authority) -> Part | None:
    """Told to Communications, which adopts them or says why not."""
    if not authority.holds(Role.COMMUNICATIONS):
        return None
    waiting = boards.stories_waiting(authority=authority)
    return told(
        waiting.select_related("unit").order_by("-forwarded_at", "-pk"),
        lambda one: Line(
            words=labels.first_line(one.words),
            whose=one.unit.short_name,
            address=reverse("story", args=[one.pk]),
            at=one.forwarded_at,
        ),
        title="Stories for you",
        icon="forum",
        address=reverse("stories"),
        leads_to="Open the stories",
    )


def _ideas(authority: Authority) -> Part | None:
    """Told to supervisors; Communications finds all of them on the board's page."""
    if not authority.units(*SUPERVISORS):
        return None
    waiting = boards.ideas_waiting(authority=authority)
    return told(
        waiting.select_related("suggested_by").order_by("-suggested_at", "-pk"),
        lambda one: Line(
            words=labels.first_line(one.words),
            whose=one.suggested_by.titled_name,
            address=reverse("idea", args=[one.pk]),
            at=one.suggested_at,
        ),
        title="Ideas to pass on",
        icon="forum",
        address=f"{reverse('contributions')}?show=waiting",
        leads_to="Open the ideas",
    )


def _disposal(authority: Authority, agency: Agency) -> Part | None:
    """Told to the records officer who did not draw the certificate up."""
    if not officers.is_one(authority=authority):
        return None
    return told(
        certificates.to_carry_out(authority=authority, zone=agency.tzinfo).select_related("drawn_by"),
        lambda one: Line(
            words=f"Certificate {one.number}: its disposal date has come",
            whose=one.drawn_by.titled_name,
            address=reverse("certificate", args=[one.pk]),
        ),
        title="Records to be disposed of",
        icon="folder",
        tone="needs",
        address=reverse("certificates"),
        leads_to="All certificates",
    )


def _quiet(authority: Authority, agency: Agency) -> Part | None:
    """Told to whoever leads a unit, and to Communications of every one, until it posts again (CPD-TW.V.B.1)."""
    everywhere = authority.holds(Role.COMMUNICATIONS)
    units = None if everywhere else authority.units(*turns.SERGEANTS, *COMMANDERS)
    if agency.quiet_days is None or not (everywhere or units):
        return None
    return told(
        quiet.unbroken(agency=agency, unit_ids=units),
        lambda one: Line(
            words="No post since then. There is no number to reach; a post can be begun or suggested",
            whose=one.unit.short_name,
            address=reverse("cadence"),
            at=one.since,
        ),
        title="Quiet for longer than set",
        icon="schedule",
        address=reverse("cadence"),
        leads_to="See how regularly units post",
    )


def _undelivered(authority: Authority) -> Part | None:
    """Told to those who can see to it."""
    if not authority.holds(Role.ADMINISTRATOR, Role.COMMUNICATIONS):
        return None
    failed = Delivery.objects.filter(
        channel=Channel.EMAIL, state=DeliveryState.FAILED, message__agency_id=authority.agency_id
    )
    address = reverse("undelivered")
    return Part(
        title="Mail that was not delivered",
        icon="mail",
        tone="trouble",
        lines=[Line(words="See which messages, why, and send them again", address=address)],
        count=failed.count(),
    )


def _unread(authority: Authority) -> Part | None:
    unread = inbox.received(member_id=authority.member_id, at=authority.at).filter(read_at=None)
    return told(
        unread.order_by("-written_at", "-pk"),
        lambda one: Line(
            words=one.subject, address=reverse("open_message", args=[one.pk]), at=one.written_at
        ),
        title="Messages you have not read",
        icon="notifications",
        address=reverse("messages"),
        leads_to="All messages",
    )
