"""The views that members keep of the floor: a lane and filters under a name, each member's own."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Member
from watch.choosing import Choice
from watch.models import SavedView

MOST = 20
_LONGEST = SavedView._meta.get_field("choice").max_length or 0


class NotKept(Exception):
    """A view cannot be kept as asked; the sentence says what to do."""


def of(*, member: Member) -> list[SavedView]:
    """A member's views by name, the first page before the others: one query."""
    return list(SavedView.objects.filter(member=member).order_by("-first", "name"))


def first_of(*, member: Member) -> SavedView | None:
    """The view with which a member's floor opens."""
    return SavedView.objects.filter(member=member, first=True).first()


@transaction.atomic
def keep(*, member: Member, name: str, choice: Choice, at: datetime) -> SavedView:
    """Keep a choice under a name; a name that is used already now means this choice.

    Raises NotKept for a name beyond the twentieth, and for filters that nobody chose from the page.
    """
    if len(choice.query) > _LONGEST:
        raise NotKept(
            "These filters are too long to keep. Choose them on the floor, then keep the view again."
        )
    views = _locked(member)
    found = views.filter(name=name).first()
    if found is None and views.count() >= MOST:
        raise NotKept(f"You have {MOST} views, which is as many as fit. Delete one first.")
    view = found or SavedView(member=member, name=name)
    view.choice, view.kept_at = choice.query, at
    view.save()
    return view


@transaction.atomic
def rename(*, member: Member, view_id: int, name: str) -> SavedView:
    """Give a view another name. Raises SavedView.DoesNotExist, or NotKept where the name is used."""
    views = _locked(member)
    view = views.get(pk=view_id)
    if views.filter(name=name).exclude(pk=view.pk).exists():
        raise NotKept(f"You have another view named {name}. Choose another name.")
    view.name = name
    view.save(update_fields=["name"])
    return view


@transaction.atomic
def delete(*, member: Member, view_id: int) -> SavedView:
    """Delete a view. Raises SavedView.DoesNotExist."""
    view = _locked(member).get(pk=view_id)
    SavedView.objects.filter(pk=view.pk).delete()
    return view


@transaction.atomic
def open_with(*, member: Member, view_id: int | None) -> SavedView | None:
    """From now on the floor opens with this view, or (None) with everything. Raises SavedView.DoesNotExist."""
    views = _locked(member)
    view = None if view_id is None else views.get(pk=view_id)
    views.filter(first=True).update(first=False)
    if view is not None:
        view.first = True
        view.save(update_fields=["first"])
    return view


def _locked(member: Member) -> QuerySet[SavedView]:
    """The member's views, while nobody else changes them: two windows never make a twenty-first."""
    Member.objects.select_for_update(of=("self",), no_key=True).get(pk=member.pk)
    return SavedView.objects.filter(member=member)
