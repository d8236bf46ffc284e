"""The searches that members keep: words under a name, each member's own."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Member
from posts.models import SavedSearch

MOST = 20


class NotKept(Exception):
    """A search cannot be kept as asked; the sentence says what to do."""


def of(*, member: Member) -> list[SavedSearch]:
    """A member's searches by name: one query."""
    return list(SavedSearch.objects.filter(member=member).order_by("name"))


@transaction.atomic
def keep(*, member: Member, name: str, words: str, at: datetime) -> SavedSearch:
    """Keep words under a name; a name that is used already now means these words.

    Raises NotKept for a name beyond the twentieth.
    """
    searches = _locked(member)
    found = searches.filter(name=name).first()
    if found is None and searches.count() >= MOST:
        raise NotKept(f"You have {MOST} searches, which is as many as fit. Delete one first.")
    search = found or SavedSearch(member=member, name=name)
    search.words, search.kept_at = words, at
    search.save()
    return search


@transaction.atomic
def delete(*, member: Member, search_id: int) -> SavedSearch:
    """Delete a search. Raises SavedSearch.DoesNotExist."""
    search = _locked(member).get(pk=search_id)
    SavedSearch.objects.filter(pk=search.pk).delete()
    return search


def _locked(member: Member) -> QuerySet[SavedSearch]:
    """The member's searches, while nobody else changes them: two windows never make a twenty-first."""
    Member.objects.select_for_update(of=("self",), no_key=True).get(pk=member.pk)
    return SavedSearch.objects.filter(member=member)
