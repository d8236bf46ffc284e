"""What people do for an account that the portal does not publish to: compare its page, look at it, keep its archive.

Each task has a last day; done, it opens the next one. Whoever keeps the account is told a week ahead and once more
when it is over, then with Communications (CPD-SM.II.B, CPD-SM.II.D).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from accounts import health, outbox
from accounts.authority import holders
from accounts.elsewhere import MUST_SAY
from accounts.models import AccountStatus, AccountTask, Member, OutletAccount, Role, TaskKind
from audit import trail, vault

AHEAD = timedelta(days=7)
"""How long before its last day its people are told of a task."""
AFTER_RETIRING = timedelta(days=14)
"""How long there is to fetch the archive of an account that left use, before its page may be gone."""
SHOWN = 12


@dataclass(frozen=True, kw_only=True)
class Rhythm:
    """How long there is the first time, and from one time to the next."""

    first: timedelta
    every: timedelta


RHYTHMS: Mapping[str, Rhythm] = MappingProxyType(
    {
        TaskKind.DISCLOSURES: Rhythm(first=timedelta(days=7), every=timedelta(days=90)),
        TaskKind.REVIEW: Rhythm(first=timedelta(days=30), every=timedelta(days=30)),
        TaskKind.ARCHIVE: Rhythm(first=timedelta(days=365), every=timedelta(days=365)),
    }
)
OPEN = Q(done_at__isnull=True, dropped_at__isnull=True)


class NothingToDo(ValueError):
    """The task is not open any more: somebody was faster, or the account left use."""


def late(*, at: datetime) -> Q:
    """Open tasks whose last day is over."""
    return OPEN & Q(due_at__lt=at)


def open_of(*, account_id: int) -> list[AccountTask]:
    """What is to be done for an account, soonest first."""
    found = AccountTask.objects.filter(OPEN, account=account_id).select_related("looked_by")
    return list(found.order_by("due_at", "pk"))


def done_of(*, account_id: int, kind: str) -> list[AccountTask]:
    """When a task was done before, the newest first."""
    found = AccountTask.objects.filter(account=account_id, kind=kind, done_at__isnull=False)
    return list(found.select_related("looked_by").order_by("-done_at", "-pk")[:SHOWN])


def kept_in_words(*, task: AccountTask) -> str:
    """What became of a task that somebody looked at, for whoever did."""
    if task.lacks:
        return "Kept what the page lacks. The task stays open."
    return "Kept. It is done until its next day."


def open_first(*, account: OutletAccount, actor: Member, at: datetime) -> None:
    """As an account comes into use: every task, but for one that is still open from before."""
    there = set(AccountTask.objects.filter(OPEN, account=account).values_list("kind", flat=True))
    for kind, rhythm in RHYTHMS.items():
        if kind not in there:
            _open(account, kind, at + rhythm.first, actor, at)


def close(*, account: OutletAccount, actor: Member, at: datetime) -> None:
    """As an account leaves use: nothing is to be done any more, but for its archive, which is fetched once more."""
    for task in AccountTask.objects.select_for_update().filter(OPEN, account=account).order_by("pk"):
        if task.kind == TaskKind.ARCHIVE:
            task.due_at, task.told_at = min(task.due_at, at + AFTER_RETIRING), None
            task.save(update_fields=["due_at", "told_at"])
        else:
            task.dropped_at = at
            task.save(update_fields=["dropped_at"])
            _record("account.task_dropped", task, actor, at)


@transaction.atomic
def look(
    *,
    account_id: int,
    kind: str,
    shows: Collection[str] = (),
    words: str,
    kept_where: str = "",
    actor: Member,
    at: datetime,
) -> AccountTask:
    """Keep what somebody saw or fetched; done where nothing is lacking, and then the next one opens.

    Who may is asked by the door. `shows` is what the page says of what it must. Raises NothingToDo.
    """
    account = OutletAccount.objects.select_for_update(no_key=True).get(pk=account_id)
    task = AccountTask.objects.select_for_update().filter(OPEN, account=account, kind=kind).first()
    if task is None:
        raise NothingToDo("Somebody has done this already, or the account left use. Nothing was changed.")
    lacking = [one for one in MUST_SAY if one not in shows] if kind == TaskKind.DISCLOSURES else []
    task.lacks, task.words, task.kept_where = lacking, words, kept_where
    task.looked_by, task.looked_at, task.done_at = actor, at, None if lacking else at
    task.save()
    _, sealed = vault.seal(content=f"{words}\n{kept_where}".strip() or "-", agency_id=account.agency_id)
    _record("account.task_looked", task, actor, at, lacks=len(lacking), said_sealed=sealed)
    if task.done_at and account.status == AccountStatus.ACTIVE:
        _open(account, kind, at + RHYTHMS[kind].every, actor, at)
    return task


def _open(account: OutletAccount, kind: str, due_at: datetime, actor: Member, at: datetime) -> None:
    task = AccountTask.objects.create(account=account, kind=kind, opened_at=at, due_at=due_at)
    _record("account.task_opened", task, actor, at)


@transaction.atomic
def remind(*, agency_id: int, at: datetime) -> int:
    """Tell of what is due within a week or overdue, each once; returns of how many tasks."""
    tasks = AccountTask.objects.filter(OPEN, account__agency=agency_id).select_related("account__agency")
    soon = tasks.filter(due_at__gte=at, due_at__lte=at + AHEAD, told_at__isnull=True)
    overdue = tasks.filter(due_at__lt=at, told_late_at__isnull=True)
    told = 0
    for task in soon.select_for_update(of=("self",), skip_locked=True):
        _tell(task, [], at)
        AccountTask.objects.filter(pk=task.pk).update(told_at=at)
        told += 1
    for task in overdue.select_for_update(of=("self",), skip_locked=True):
        _tell(task, holders(role=Role.COMMUNICATIONS, unit_id=None, agency_id=agency_id, at=at), at)
        AccountTask.objects.filter(pk=task.pk).update(told_late_at=at)
        told += 1
    return told


def _tell(task: AccountTask, beside: Collection[Member], at: datetime) -> None:
    account = task.account
    is_late = task.due_at < at
    here = task.due_at.astimezone(account.agency.tzinfo)
    outbox.write(
        to=[*health.keepers(account=account, at=at), *beside],
        kind="account_task",
        subject=f"@{account.handle}: {task.get_kind_display().lower()} {'is overdue' if is_late else 'is due'}",
        body=(
            f"{'Was due' if is_late else 'Due'} {here:%a} {here.day} {here:%b %Y}, for @{account.handle} on "
            f"{account.get_network_display()}. The portal does not publish or read there, so people see to it."
        ),
        link=reverse("account_task", args=[account.pk, task.kind]),
        at=at,
    )


def _record(verb: str, task: AccountTask, actor: Member, at: datetime, **keys: object) -> None:
    trail.record(
        verb=verb,
        agency_id=task.account.agency_id,
        actor_id=actor.pk,
        subject_id=task.account_id,
        at=at,
        task_id=task.pk,
        kind=str(task.kind),
        **keys,
    )
