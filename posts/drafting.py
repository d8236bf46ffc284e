"""The author's side before review: begin, save, copy, take back, withdraw."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from django.db import transaction

from accounts import authority as authorities
from accounts import order
from accounts.models import Member, OutletAccount
from audit import trail
from posts import (
    again,
    alerts,
    corrections,
    going_back,
    halves,
    judging,
    notices,
    parts,
    pictured,
    publications,
    reposts,
    said,
    workflow,
)
from posts.accounts_to_write import accounts_to_write_for, to_write_for
from posts.actions import Action
from posts.models import Draft, Post, Revision, Status
from posts.pictured import Pictured
from posts.workflow import Taken
from posts.written import Written as Written

NONE: Mapping[str, str] = MappingProxyType({})


class SavedMeanwhile(Exception):
    """Somebody, or another window, saved a newer version; `draft` is that one, and nothing was overwritten."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(f"{draft.saved_by.titled_name} saved another version meanwhile.")
        self.draft = draft


class AccountNotInUse(Exception):
    """The account of the post that was to be copied is not an active one of the member's any more."""


@transaction.atomic
def begin_post(
    *,
    account_id: int,
    actor: Member,
    at: datetime,
    written: Written | None = None,
    copied_from: Post | None = None,
    translates: bool = False,
) -> Post:
    """Start a post on an account of one's unit; without words, go on with the empty one that was begun before.

    What it was copied from may be what it `translates`: the two are a pair (posts.pairs).

    Raises OutletAccount.DoesNotExist for an account that is not the member's to write for, whoever forged the id,
    and Refused for what the member lacks to write.
    """
    authority = authorities.load(member=actor, at=at)
    account, ruling, by_office = to_write_for(authority=authority, account_id=account_id)
    if written is None and (empty := _nothing_written_yet(account, actor)) is not None:
        return empty
    written = written or Written()
    post = Post.objects.create(
        agency_id=account.agency_id,
        unit=account.unit,
        account=account,
        author=actor,
        category=written.category,
        copied_from=copied_from,
        by_office=by_office,
        translates=copied_from if translates else None,
        created_at=at,
        changed_at=at,
    )
    given = bool(written.answers) and copied_from is None
    draft = Draft.objects.create(
        post=post,
        text=written.text,
        answers=written.answers,
        answered_for=content_of(written=written, account_id=account_id) if given else "",
        note=written.note,
        send_at=written.send_at,
        send_until=written.send_until,
        language=written.language,
        meaning=written.meaning,
        saved_by=actor,
        saved_at=at,
    )
    draft.writers.add(actor, *(copied_from.draft.writers.all() if copied_from else ()))
    if written.further:
        parts.place(draft=draft, further=written.further)
        draft.save(update_fields=["parts"])
    if written.pictures:
        lent = pictured.in_draft(draft=copied_from.draft) if copied_from else ()
        pictured.place(draft=draft, pictures=written.pictures, lent=[each.picture_id for each in lent])
    trail.record(
        verb="post.begun",
        agency_id=post.agency_id,
        actor_id=actor.pk,
        subject_id=post.pk,
        at=at,
        account_id=account.pk,
        copied_from_id=copied_from.pk if copied_from else None,
        translates_id=post.translates_id,
    )
    workflow.observe(ruling=ruling, authority=authority, act="begin", post_id=post.pk)
    return post


def _nothing_written_yet(account: OutletAccount, actor: Member) -> Post | None:
    """The member's own draft on the account that was begun and left as it was: begun again, it is the same one."""
    begun = Post.objects.filter(
        author=actor, account=account, status=Status.DRAFT, copied_from=None, repost_of=""
    )
    return begun.filter(draft__version=1, draft__text="", category="").order_by("-pk").first()


@transaction.atomic
def save(
    *,
    post_id: int,
    actor: Member,
    written: Written,
    seen_version: int,
    at: datetime,
    still: Mapping[str, str] = NONE,
    older: bool = False,
) -> Draft:
    """Keep what was typed over the version that was seen.

    The same content again is no new version. `still` says which answers are still so, each of which content by its
    digest; an `older` page gives no answer for what it is saved with (posts.again). Raises SavedMeanwhile,
    Picture.DoesNotExist for a picture of another unit, TooManyPictures, TooManyParts, and what workflow.begin raises.
    """
    taken = workflow.begin(post_id=post_id, action=Action.SAVE, actor=actor, at=at)
    draft = Draft.objects.select_related("saved_by").get(post=taken.post)
    return _save(taken, draft, written, seen_version, still=still, older=older)


@transaction.atomic
def change_pictures(
    *,
    post_id: int,
    actor: Member,
    change: Callable[[Written], tuple[Pictured, ...]],
    at: datetime,
    seen_version: int | None,
) -> Draft:
    """Save a draft with other pictures than it had; None as `seen_version` changes whatever was saved last.

    Raises what `save` raises.
    """
    taken = workflow.begin(post_id=post_id, action=Action.SAVE, actor=actor, at=at)
    draft = Draft.objects.select_related("saved_by").get(post=taken.post)
    before = written_in(draft=draft, category=taken.post.category)
    written = replace(before, pictures=change(before))
    return _save(taken, draft, written, draft.version if seen_version is None else seen_version)


def written_in(*, draft: Draft, category: str) -> Written:
    """What a working copy holds, with the category of its post."""
    return Written(
        category=category,
        text=draft.text,
        answers=draft.answers,
        note=draft.note,
        send_at=draft.send_at,
        send_until=draft.send_until,
        pictures=pictured.in_draft(draft=draft),
        further=parts.further_in(draft=draft),
        language=draft.language,
        meaning=draft.meaning,
    )


def content_of(*, written: Written, account_id: int) -> str:
    """The digest of what would go out (posts.again), with what was said last of its pictures."""
    facts = said.digests_of(picture_ids=[each.picture_id for each in written.pictures])
    return again.content(written=written, account_id=account_id, facts=facts)


def _save(
    taken: Taken,
    draft: Draft,
    written: Written,
    seen_version: int,
    *,
    still: Mapping[str, str] = NONE,
    older: bool = False,
) -> Draft:
    draft.post = taken.post
    before = written_in(draft=draft, category=taken.post.category)
    if taken.post.repost_of:
        # The words are another account's, and nothing of ours goes with them.
        written = replace(written, text=before.text, pictures=(), further=())
    noted = again.note(
        draft=draft,
        before=before.answers,
        answers=written.answers,
        still=still,
        older=older,
        now=lambda: content_of(written=written, account_id=taken.post.account_id),
    )
    if written == before:
        if noted:
            # Whoever says that an answer is still so has written it, too.
            draft.save(update_fields=["answered_for", "asked_again"])
            draft.writers.add(taken.actor)
            workflow.finish(taken, verb="post.saved", version=draft.version)
        return draft
    if draft.version != seen_version:
        raise SavedMeanwhile(draft)
    if written.pictures != before.pictures:
        pictured.place(draft=draft, pictures=written.pictures)
    if written.further != before.further:
        parts.place(draft=draft, further=written.further)
    draft.answers = written.answers
    draft.text = written.text
    draft.note = written.note
    draft.language, draft.meaning = written.language, written.meaning
    draft.send_at, draft.send_until = written.send_at, written.send_until
    draft.version += 1
    draft.saved_by, draft.saved_at = taken.actor, taken.at
    draft.save()
    draft.writers.add(taken.actor)
    taken.post.category = written.category
    workflow.finish(taken, verb="post.saved", version=draft.version)
    return draft


@transaction.atomic
def change_account(*, post_id: int, account_id: int, actor: Member, seen_version: int, at: datetime) -> int:
    """Move a draft to another account one may write for, over the version that was seen; not a correction or a repost.

    Returns the version to save over next. Raises OutletAccount.DoesNotExist, SavedMeanwhile, and what
    workflow.begin raises.
    """
    taken = workflow.begin(post_id=post_id, action=Action.SAVE, actor=actor, at=at)
    account = next((a for a in accounts_to_write_for(authority=taken.authority) if a.pk == account_id), None)
    if account is None or (taken.post.keeps_its_account and account_id != taken.post.account_id):
        raise OutletAccount.DoesNotExist
    if account.pk == taken.post.account_id:
        return seen_version
    draft = Draft.objects.select_related("saved_by").get(post=taken.post)
    if draft.version != seen_version:
        raise SavedMeanwhile(draft)
    taken.post.account, taken.post.unit = account, account.unit
    draft.version += 1
    draft.saved_by, draft.saved_at = actor, at
    draft.save(update_fields=["version", "saved_by", "saved_at"])
    draft.writers.add(actor)
    workflow.finish(taken, verb="post.saved", version=draft.version)
    return draft.version


@transaction.atomic
def copy(*, post_id: int, actor: Member, at: datetime) -> Post:
    """A new draft with the words and pictures of a post one may see, on its account; its writers stay writers.

    Sensitive questions are asked anew. Raises Post.DoesNotExist, AccountNotInUse, CannotRepost for a repost, and
    Refused as `begin_post` does.
    """
    source = (
        Post.objects.select_related("draft", "account__agency")
        .filter(pk=post_id, agency_id=actor.agency_id)
        .first()
    )
    if source is None or not authorities.load(member=actor, at=at).sees(unit_id=source.unit_id):
        raise Post.DoesNotExist
    if source.repost_of:
        raise reposts.CannotRepost("A repost is not copied. Begin it again with the address of the post.")
    kept = written_in(draft=source.draft, category=source.category)
    pack = judging.pack_in_force(agency=source.account.agency, at=at)
    asked = again.keys(pack=pack, category=source.category, answers=kept.answers)
    answers = again.without(answers=kept.answers, keys=asked)
    written = replace(kept, answers=answers, note="", send_at=None, send_until=None)
    try:
        made = begin_post(
            account_id=source.account_id, actor=actor, at=at, written=written, copied_from=source
        )
    except OutletAccount.DoesNotExist:
        raise AccountNotInUse(
            f"Nothing can be written for @{source.account.handle} now, so the post was not copied."
        ) from None
    Draft.objects.filter(post=made).update(asked_again=asked)
    return made


@transaction.atomic
def reopen(*, post_id: int, actor: Member, at: datetime) -> Post:
    """Take a post back to edit it: its approvals stay as history and count no longer.

    Raises what workflow.begin raises, and CorrectedAlready where what it corrects is corrected by another meanwhile,
    or CannotRepost where what it reposts is reposted by another or is an alert that is over.
    """
    taken = workflow.begin(post_id=post_id, action=Action.REOPEN, actor=actor, at=at)
    corrections.assert_alone(post=taken.post)
    reposts.assert_alone(post=taken.post)
    alerts.refuse(account=taken.post.account, number=taken.post.repost_of, at=at)
    publications.cancel(post=taken.post)
    notices.no_longer_wanted(post=taken.post)
    revision: Revision | None = taken.post.revision
    taken.post.revision = None
    taken.post.due_at = None
    return workflow.finish(
        taken, verb="post.reopened", status=Status.DRAFT, revision_id=revision.pk if revision else None
    )


@transaction.atomic
def withdraw(*, post_id: int, actor: Member, at: datetime) -> Post:
    """End a post that has not gone out. Never refused for a tour; what was missing is noted.

    A stop stays in force: what is submitted again waits until the stop is released. The other of a pair that was
    approved with it goes back; one that nobody approved yet is decided about alone.
    """
    order.claiming(agency_id=actor.agency_id)
    halves.locked(post_ids=[post_id], agency_id=actor.agency_id)
    taken = workflow.begin(post_id=post_id, action=Action.WITHDRAW, actor=actor, at=at)
    publications.cancel(post=taken.post)
    notices.no_longer_wanted(post=taken.post)
    taken.post.due_at = None
    post = workflow.finish(
        taken,
        verb="post.withdrawn",
        status=Status.WITHDRAWN,
        on_duty=taken.on_duty,
    )
    going_back.approved_with(post=post, at=at)
    return post
