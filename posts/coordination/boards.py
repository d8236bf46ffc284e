"""Lists of stories, ideas and questions of the press: what a member may see of them, newest first, page by page."""

from django.db.models import Q, QuerySet

from accounts.authority import Authority, visible_units
from accounts.models import Member, Role
from accounts.models.authority import COMMANDERS
from posts import queues
from posts.models import Idea, IdeaState, Inquiry, InquiryState, Reach, Story, StoryState
from posts.queues import Page
from posts.turns import SERGEANTS

PAGE = 25


def stories(*, authority: Authority, member: Member, waiting: bool, after: str | None = None) -> Page[Story]:
    """The stories of the units a member may see: those that wait for Communications, or those it has decided."""
    found = Story.objects.filter(agency_id=authority.agency_id)
    if not authority.department_wide:
        found = found.filter(unit__in=visible_units(authority=authority, member=member))
    found = found.filter(state=StoryState.FORWARDED) if waiting else found.exclude(state=StoryState.FORWARDED)
    rows = found.select_related("unit", "forwarded_by", "decided_by").order_by("-forwarded_at", "-pk")
    if (begun := queues.begins(after)) is not None:
        at, pk = begun
        rows = rows.filter(Q(forwarded_at__lt=at) | Q(forwarded_at=at, pk__lt=pk))
    return queues.cut(rows, size=PAGE, by=lambda story: story.forwarded_at)


def stories_waiting(*, authority: Authority) -> QuerySet[Story]:
    """The stories that wait for a member of Communications; none for anybody else."""
    if not authority.holds(Role.COMMUNICATIONS):
        return Story.objects.none()
    return Story.objects.filter(agency_id=authority.agency_id, state=StoryState.FORWARDED)


def inquiries(
    *, authority: Authority, member: Member, waiting: bool, after: str | None = None
) -> Page[Inquiry]:
    """The questions of the press to the units a member may see: those that wait, or those that are closed."""
    found = Inquiry.objects.filter(agency_id=authority.agency_id)
    if not authority.department_wide:
        found = found.filter(unit__in=visible_units(authority=authority, member=member))
    found = found.filter(state=InquiryState.OPEN) if waiting else found.exclude(state=InquiryState.OPEN)
    rows = found.select_related("unit", "sent_on_by", "closed_by", "post__account")
    rows = rows.order_by("-sent_on_at", "-pk")
    if (begun := queues.begins(after)) is not None:
        at, pk = begun
        rows = rows.filter(Q(sent_on_at__lt=at) | Q(sent_on_at=at, pk__lt=pk))
    return queues.cut(rows, size=PAGE, by=lambda inquiry: inquiry.sent_on_at)


def inquiries_waiting(*, authority: Authority) -> QuerySet[Inquiry]:
    """The questions of the press that wait for a member of Communications; none for anybody else."""
    if not authority.holds(Role.COMMUNICATIONS):
        return Inquiry.objects.none()
    return Inquiry.objects.filter(agency_id=authority.agency_id, state=InquiryState.OPEN)


def ideas_waiting(*, authority: Authority) -> QuerySet[Idea]:
    """The ideas that wait for a member as supervisor: of the units they lead; of all for Communications.

    What was handed up waits for the commander alone.
    """
    waiting = Idea.objects.filter(agency_id=authority.agency_id, state=IdeaState.WAITING)
    if authority.holds(Role.COMMUNICATIONS):
        return waiting
    led = Q(unit__in=authority.units(*COMMANDERS))
    return waiting.filter(led | Q(unit__in=authority.units(*SERGEANTS), handed_up_at=None))


def on_board(*, authority: Authority, member: Member) -> QuerySet[Idea]:
    """The ideas on the boards that a member reads: of the units they may see, and those for everybody."""
    found = Idea.objects.filter(agency_id=authority.agency_id, state=IdeaState.OPEN)
    if authority.department_wide:
        return found
    units = visible_units(authority=authority, member=member)
    return found.filter(Q(unit__in=units) | Q(reach=Reach.DEPARTMENT))


def own(*, authority: Authority) -> QuerySet[Idea]:
    """What a member suggested, wherever it stands."""
    return Idea.objects.filter(suggested_by=authority.member_id)


def page(*, ideas: QuerySet[Idea], after: str | None = None) -> Page[Idea]:
    """One page of ideas, newest first."""
    rows = ideas.select_related("unit", "suggested_by", "decided_by").order_by("-suggested_at", "-pk")
    if (begun := queues.begins(after)) is not None:
        at, pk = begun
        rows = rows.filter(Q(suggested_at__lt=at) | Q(suggested_at=at, pk__lt=pk))
    return queues.cut(rows, size=PAGE, by=lambda idea: idea.suggested_at)
