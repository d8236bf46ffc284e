"""Whom it tells that authority was revoked or suspended: the unit, who keeps the accounts, whose posts went back."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from accounts import health, outbox
from accounts.authority import holders
from accounts.models import Authorisation, Member, OutletAccount, Unit
from accounts.models.authority import COMMANDERS, DEPARTMENT_WIDE
from accounts.outbox import Letter
from posts import turns
from posts.models import Post, RevisionAuthor

KIND = "for_cause"


def tell(
    *, ended: Authorisation, by: Member, sent_back: Collection[int], going_out: int, at: datetime
) -> None:
    """Write to everybody who has to know at once; `sent_back` are posts that must be approved again."""
    posts = list(Post.objects.filter(pk__in=sent_back).select_related("account", "unit").order_by("pk"))
    known = {ended.member, by}
    letters = [*_to_units(ended, by, posts, going_out, at), *_to_authors(ended, posts)]
    letters += _to_keepers(ended, at)
    to = ((letter, [member for member in letter.to if member not in known]) for letter in letters)
    outbox.write_all(letters=[replace(letter, to=others) for letter, others in to if others], at=at)


def _to_units(
    ended: Authorisation, by: Member, posts: list[Post], going_out: int, at: datetime
) -> Iterator[Letter]:
    """To whoever leads a unit in which it ended or in which posts went back, and who keeps the accounts of those."""
    did, named = (
        ended.get_ended_how_display().lower(),
        f"“{ended.get_role_display()}” ({ended.unit.short_name})",
    )
    units: dict[Unit, list[Post]] = {ended.unit: []}
    for post in posts:
        units.setdefault(post.unit, []).append(post)
    for unit, theirs in units.items():
        to = _leads(unit, ended, at) + _custodians(post.account for post in theirs)
        yield Letter(
            to=to,
            kind=KIND,
            subject=f"The role of {ended.member} was {did}",
            body=f"{by} {did} the role {named} at once. {_waited(theirs, unit)}{_is_out(going_out)}",
            link=_link(theirs),
        )


def _leads(unit: Unit, ended: Authorisation, at: datetime) -> list[Member]:
    """Sergeants and commander of a unit; of an office whoever holds the role with them."""
    roles = (*turns.SERGEANTS, *COMMANDERS)
    found = holders(role=roles, unit_id=unit.pk, agency_id=unit.agency_id, at=at)
    if unit == ended.unit and ended.role in DEPARTMENT_WIDE:
        found += holders(role=ended.role, unit_id=None, agency_id=unit.agency_id, at=at)
    return found


def _custodians(accounts: Iterable[OutletAccount]) -> list[Member]:
    ids = {key for account in accounts for key in (account.custodian_id, account.deputy_id) if key}
    return list(Member.objects.filter(pk__in=ids, is_active=True)) if ids else []


def _waited(posts: list[Post], unit: Unit) -> str:
    if not posts:
        return f"No post of the {unit.short_name} waited with their part in it."
    many = f"{len(posts)} posts" if len(posts) > 1 else "One post"
    went = "went back and do" if len(posts) > 1 else "went back and does"
    return (
        f"{many} of the {unit.short_name} with their part in it {went} not go out before somebody with authority "
        "submits and approves it again."
    )


def _is_out(going_out: int) -> str:
    if not going_out:
        return ""
    return f" {going_out} had been taken to the network before: look at it, and take it down if it must not stay."


def _link(posts: list[Post]) -> str:
    return reverse("post", args=[posts[0].pk]) if len(posts) == 1 else reverse("home")


def _to_authors(ended: Authorisation, posts: list[Post]) -> Iterator[Letter]:
    """To everybody else who wrote what went back: one letter, however many posts."""
    wrote = RevisionAuthor.objects.filter(revision__in=[post.revision_id for post in posts])
    authors = Member.objects.filter(pk__in=wrote.values("member"), is_active=True).select_related("unit")
    yield Letter(
        to=authors,
        kind=KIND,
        subject="A post of yours went back",
        body=f"{ended.member} wrote or approved it with you and may not do so any more. Look at your posts and submit "
        "again what is still right.",
        link=reverse("own_posts"),
    )


def _to_keepers(ended: Authorisation, at: datetime) -> Iterator[Letter]:
    """To whoever else keeps an account of which the member is custodian or deputy: it needs another."""
    kept = OutletAccount.objects.filter(
        Q(custodian=ended.member) | Q(deputy=ended.member), agency_id=ended.agency_id
    )
    for account in kept.order_by("pk"):
        yield Letter(
            to=health.keepers(account=account, at=at, but_not=ended.member),
            kind=KIND,
            subject=f"@{account.handle} may need another keeper",
            body=f"{ended.member} keeps it, and their role “{ended.get_role_display()}” was "
            f"{ended.get_ended_how_display().lower()}. Name somebody else, or say that they stay.",
            link=reverse("account", args=[account.pk]),
        )
