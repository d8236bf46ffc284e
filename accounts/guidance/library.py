"""The library: guidance in plain text, by subject; each entry in versions that are never edited in place."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import transaction
from django.db.models import Q

from accounts import keyset
from accounts.guidance import guides
from accounts.keyset import Page
from accounts.models import LibraryEntry, LibraryVersion, Member
from audit import trail, vault

LANGUAGE = "english"
"""How words are brought to their stems; the index is made with the same."""
LONGEST_QUESTION = 200
"""Characters of a question that are read."""
SIZE = 20


@dataclass(frozen=True, kw_only=True)
class Guidance:
    """What an entry says."""

    subject: str
    title: str
    text: str
    clause: str = ""


class WrittenMeanwhile(Exception):
    """Somebody else wrote a newer version; nothing was overwritten."""

    def __init__(self, version: LibraryVersion) -> None:
        super().__init__(f"{version.written_by.titled_name} wrote version {version.number} meanwhile.")
        self.version = version


@transaction.atomic
def write(*, guidance: Guidance, actor: Member, at: datetime) -> LibraryEntry:
    """A new entry with its first version. Raises PermissionDenied."""
    guides.require(actor=actor, at=at)
    entry = LibraryEntry.objects.create(agency_id=actor.agency_id, subject=guidance.subject, changed_at=at)
    return _add(entry, guidance, "", 1, actor, at)


@transaction.atomic
def rewrite(
    *, entry_id: int, guidance: Guidance, changed: str, seen_number: int, actor: Member, at: datetime
) -> LibraryEntry:
    """A new version over the one that was seen; the same words again are none. What was retired counts again.

    Raises PermissionDenied, LibraryEntry.DoesNotExist, and WrittenMeanwhile where a newer one stands.
    """
    guides.require(actor=actor, at=at)
    entry = _locked(entry_id, actor)
    current = entry.versions.select_related("written_by").latest("number")
    if guidance == said(version=current) and entry.retired_at is None:
        return entry
    if current.number != seen_number:
        raise WrittenMeanwhile(current)
    return _add(entry, guidance, changed, current.number + 1, actor, at)


@transaction.atomic
def retire(*, entry_id: int, actor: Member, at: datetime) -> bool:
    """The entry counts no longer; its versions stay to be read. False where it was retired already.

    Raises PermissionDenied and LibraryEntry.DoesNotExist.
    """
    guides.require(actor=actor, at=at)
    entry = _locked(entry_id, actor)
    if entry.retired_at is not None:
        return False
    entry.retired_at, entry.retired_by = at, actor
    entry.save(update_fields=["retired_at", "retired_by"])
    trail.record(
        verb="library.retired",
        agency_id=actor.agency_id,
        actor_id=actor.pk,
        subject_id=actor.agency_id,
        at=at,
        entry_id=entry.pk,
    )
    return True


def said(*, version: LibraryVersion) -> Guidance:
    """What a version says."""
    return Guidance(subject=version.subject, title=version.title, text=version.text, clause=version.clause)


def entries(
    *, agency_id: int, subject: str = "", words: str = "", clause: str = "", after: str | None = None
) -> Page[LibraryEntry]:
    """The entries that count, last changed first: of one subject, on one clause, holding the words, or all.

    Words are joined by 'and'; "in quotes" means exactly so; 'or' and a leading '-' work.
    """
    found = LibraryEntry.objects.filter(agency_id=agency_id, retired_at=None)
    if subject:
        found = found.filter(subject=subject)
    if clause:
        found = found.filter(current__clause=clause)
    if asked := words.strip()[:LONGEST_QUESTION]:
        query = SearchQuery(asked, config=LANGUAGE, search_type="websearch")
        vector = SearchVector("title", "text", config=LANGUAGE)
        holding = LibraryVersion.objects.annotate(vector=vector).filter(vector=query)
        found = found.filter(current__in=holding.values("pk"))
    begun = keyset.begins(after)
    if begun is not None:
        changed_at, pk = begun
        found = found.filter(Q(changed_at__lt=changed_at) | Q(changed_at=changed_at, pk__lt=pk))
    found = found.select_related("current__written_by").order_by("-changed_at", "-pk")
    return keyset.cut(found, size=SIZE, by=lambda entry: entry.changed_at)


def _locked(entry_id: int, actor: Member) -> LibraryEntry:
    return LibraryEntry.objects.select_for_update().get(pk=entry_id, agency_id=actor.agency_id)


def _add(
    entry: LibraryEntry, guidance: Guidance, changed: str, number: int, actor: Member, at: datetime
) -> LibraryEntry:
    entry.current = LibraryVersion.objects.create(
        entry=entry,
        agency_id=entry.agency_id,
        number=number,
        subject=guidance.subject,
        title=guidance.title,
        text=guidance.text,
        clause=guidance.clause,
        changed=changed,
        written_by=actor,
        written_at=at,
    )
    entry.subject, entry.changed_at = guidance.subject, at
    entry.retired_at = entry.retired_by = None
    entry.save()
    _, sealed = vault.seal(content=f"{guidance.title}\n\n{guidance.text}", agency_id=entry.agency_id)
    trail.record(
        verb="library.written",
        agency_id=entry.agency_id,
        actor_id=actor.pk,
        subject_id=entry.agency_id,
        at=at,
        entry_id=entry.pk,
        number=number,
        words_sealed=sealed,
    )
    return entry
