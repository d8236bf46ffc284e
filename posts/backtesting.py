"""Proposed rules, run over every post that was sent in, before they take effect: nothing of it changes a post.

The work is done in slices. What a slice found and how far it came are one transaction, so a worker that is killed
leaves nothing half done, and whoever comes next goes on behind it.
"""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from django.db import transaction

from accounts import authority, policies, proposals
from accounts.models import Member, OutletAccount, PolicyProposal
from accounts.proposals import NotPossible, NotYours
from audit import trail, vault
from directives.inquiry_rules import AnswersInquiry
from directives.pack import Pack, parse_pack
from directives.repeat_rules import Repeats
from posts import clock, frozen, judging, kept_readings, treatment
from posts.frozen import Frozen
from posts.kept_readings import Readings
from posts.models import BackTest, BackTestState, Post, Revision, Turned, TurnedPost

SLICE = 500
"""Most posts that are looked at in one transaction: half a second, where all their texts were read before."""
SLICE_SECONDS = 1.0
"""Where texts are read for the first time a slice ends sooner, so that a person who stops it waits no longer."""
TURN_SECONDS = 20.0
"""So long one task goes on before others may have its place."""
EXAMPLES = 10
"""So many posts are named of those that the rules in force treat otherwise by now."""
SILENT = timedelta(seconds=60)
"""A run that has not come further for so long has lost its worker, or its message."""


@transaction.atomic
def begin(*, proposal: PolicyProposal, actor: Member, at: datetime) -> BackTest:
    """Begin to run the rules of a proposal over all posts. Raises NotPossible, PackErrors."""
    _must_hold(actor, at)
    locked = PolicyProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if BackTest.objects.filter(proposal=locked, state=BackTestState.RUNNING).exists():
        raise NotPossible("It runs already.")
    _pack(locked.agency_id, locked.source_digest)
    posts = Post.objects.filter(agency_id=locked.agency_id, revision__isnull=False)
    last = posts.order_by("-pk").values_list("pk", flat=True).first()
    test = BackTest.objects.create(
        agency_id=locked.agency_id,
        proposal=locked,
        base=proposals.replaced(proposal=locked, at=at),
        digest=locked.digest,
        source_digest=locked.source_digest,
        begun_by=actor,
        begun_at=at,
        moved_at=at,
        through_id=last or 0,
        total=posts.count(),
    )
    _record("policy.back_test_begun", test, actor, at)
    return test


@transaction.atomic
def stop(*, test_id: int, actor: Member, at: datetime) -> BackTest:
    """Stop one that runs; what it found so far stays, and it can go on from there. Raises NotPossible."""
    return _moved(
        test_id, actor, at, BackTestState.RUNNING, BackTestState.STOPPED, "policy.back_test_stopped"
    )


@transaction.atomic
def go_on(*, test_id: int, actor: Member, at: datetime) -> BackTest:
    """Go on with one that was stopped, behind the last post that it looked at. Raises NotPossible."""
    return _moved(
        test_id, actor, at, BackTestState.STOPPED, BackTestState.RUNNING, "policy.back_test_gone_on"
    )


def _moved(
    test_id: int, actor: Member, at: datetime, was: BackTestState, now: BackTestState, verb: str
) -> BackTest:
    _must_hold(actor, at)
    test = BackTest.objects.select_for_update(of=("self",)).get(pk=test_id, agency_id=actor.agency_id)
    others = BackTest.objects.filter(proposal_id=test.proposal_id, pk__gt=test.pk)
    if test.state != was or others.exists():
        raise NotPossible(f"It is not open for that: {test.get_state_display().lower()}.")
    test.state, test.moved_at = now, at
    test.save(update_fields=["state", "moved_at"])
    _record(verb, test, actor, at)
    return test


def _must_hold(actor: Member, at: datetime) -> None:
    if not authority.load(member=actor, at=at).holds(*proposals.PROPOSERS):
        raise NotYours("Communications and administrators try out proposed rules.", slug="not_authorised")


def left(*, at: datetime) -> list[int]:
    """Those that should run and have not moved for a while."""
    running = BackTest.objects.filter(state=BackTestState.RUNNING, moved_at__lt=at - SILENT)
    return list(running.order_by("pk").values_list("pk", flat=True))


def go_on_for(*, test_id: int, seconds: float) -> bool:
    """Look at slice after slice for so long; whether there is more to do."""
    until = time.monotonic() + seconds
    while look_further(test_id=test_id):
        if time.monotonic() > until:
            return True
    return False


@transaction.atomic
def look_further(*, test_id: int, most: int = SLICE, seconds: float = SLICE_SECONDS) -> bool:
    """Look at the next posts, at one at least; whether more are left.

    Nothing where it does not run, or another worker is at it.
    """
    rows = BackTest.objects.select_for_update(of=("self",), skip_locked=True).select_related("base")
    test = rows.filter(pk=test_id, state=BackTestState.RUNNING).first()
    if test is None:
        return False
    begun = time.monotonic()
    posts = _next(test, most)
    turns = list(_turned(test, posts, until=begun + seconds))
    _note(test, posts[: len(turns)], turns)
    test.seconds += time.monotonic() - begun
    test.moved_at = clock.now()
    if len(turns) == len(posts) < most:
        test.state = BackTestState.DONE
        _record("policy.back_tested", test, None, test.moved_at, looked=test.looked, changed=test.changed)
    test.save()
    return test.state == BackTestState.RUNNING


def _next(test: BackTest, most: int) -> list[Post]:
    """The next posts, each with its version and account; an account is read once a slice."""
    found = Post.objects.filter(
        agency_id=test.agency_id, pk__gt=test.after_id, pk__lte=test.through_id, revision__isnull=False
    )
    posts = list(found.select_related("revision").order_by("pk")[:most])
    accounts = OutletAccount.objects.select_related("agency", "unit").in_bulk(
        {one.account_id for one in posts}
    )
    for post in posts:
        post.account = accounts[post.account_id]
    return posts


@dataclass(frozen=True, kw_only=True)
class _Turn:
    """What one post showed: None where its words are gone, or where nothing changes."""

    post: Post
    revision: Revision
    way: Turned | None = None
    rules: tuple[str, ...] = ()
    since: tuple[str, ...] = ()
    """The rules in force that say otherwise by now than when it was sent in: the checks of texts changed since, or what
    it rested on ended."""
    read: bool = True


def _turned(test: BackTest, posts: Sequence[Post], *, until: float) -> Iterator[_Turn]:
    old, new = rules_of(test=test)
    revisions = [one.revision for one in posts if one.revision is not None]
    words = frozen.of_each(revisions=revisions, agency_id=test.agency_id)
    treated = given(revisions=revisions, old=old, agency_id=test.agency_id)
    readings = Readings(agency_id=test.agency_id) if any(map(_reads, (old, new))) else None
    if readings:
        readings.load(digests={one for kept in words.values() for one in _texts(kept)})
    for post, revision in zip(posts, revisions, strict=True):
        kept = words.get(revision.pk)
        if kept is None:
            yield _Turn(post=post, revision=revision, read=False)
        else:
            decided = _Judging(post=post, revision=revision, kept=kept, readings=readings)
            yield _compared(decided, treated.get(revision.decision_digest), old, new)
        if time.monotonic() >= until:
            break
    if readings:
        readings.keep()


def _reads(pack: Pack) -> bool:
    return kept_readings.wanted(pack=pack)


def _texts(kept: Frozen) -> Iterator[str]:
    """The digests under which what is read of a version is kept."""
    texts = (judging.whole(texts=kept.texts), *kept.alt_texts, *kept.picture_words, kept.meaning)
    return (vault.digest_of(one) for one in texts)


@dataclass(frozen=True, kw_only=True)
class _Judging:
    post: Post
    revision: Revision
    kept: Frozen
    readings: Readings | None

    def under(self, pack: Pack) -> treatment.Treatment:
        decision = judging.judge_as(
            kept=self.kept,
            revision=self.revision,
            post=self.post,
            pack=pack,
            reader=self.readings.of if self.readings else None,
        )
        return treatment.of(decision=decision)


def _compared(decided: _Judging, given: treatment.Treatment | None, old: Pack, new: Pack) -> _Turn:
    """What was decided under the old rules is read and not judged again, unless the new ones say something else."""
    has = decided.under(new)
    had = given if given == has else decided.under(old)
    since = given.rules_otherwise(had) if given else ()
    if had == has:
        return _Turn(post=decided.post, revision=decided.revision, since=since)
    return _Turn(
        post=decided.post,
        revision=decided.revision,
        way=treatment.way(had=had, has=has),
        rules=had.rules_otherwise(has),
        since=since,
    )


def given(*, revisions: Sequence[Revision], old: Pack, agency_id: int) -> dict[str, treatment.Treatment]:
    """How the versions that came under the old rules were treated, by the digest of the decision.

    What an account had said lately, and who waited for an answer, is not known any more: nothing is judged by it
    again, so nothing is compared by it.
    """
    then_alone = {rule.id for rule in old.rules if isinstance(rule, Repeats | AnswersInquiry)}
    digests = {one.decision_digest for one in revisions if one.pack_digest == old.digest}
    kept = vault.texts_there(digests=digests, agency_id=agency_id)
    return {digest: treatment.frozen(given=json.loads(text), but=then_alone) for digest, text in kept.items()}


def _note(test: BackTest, posts: Sequence[Post], turns: Sequence[_Turn]) -> None:
    """What a slice found, into rows and counts."""
    TurnedPost.objects.bulk_create(
        TurnedPost(
            agency_id=test.agency_id,
            test=test,
            post=turn.post,
            revision=turn.revision,
            unit_id=turn.post.unit_id,
            way=turn.way,
            rules=list(turn.rules),
        )
        for turn in turns
        if turn.way is not None
    )
    for turn in turns:
        unit = str(turn.post.unit_id)
        _count(test.tallies, "looked", unit)
        if turn.way is not None:
            _count(test.tallies, "units", f"{unit} {turn.way}")
            for rule in turn.rules:
                _count(test.tallies, "rules", rule)
        if turn.since:
            _count(test.tallies, "since_units", unit)
            _example(test.tallies, turn.post.pk)
        for rule in turn.since:
            _count(test.tallies, "since_rules", rule)
    test.looked += len(turns)
    test.changed += sum(turn.way is not None for turn in turns)
    test.unread += sum(not turn.read for turn in turns)
    if posts:
        test.after_id = posts[-1].pk
    test.total = max(test.total, test.looked)


def _count(tallies: dict[str, dict[str, int]], part: str, key: str) -> None:
    counts = tallies.setdefault(part, {})
    counts[key] = counts.get(key, 0) + 1


def _example(tallies: dict[str, dict[str, int]], post_id: int) -> None:
    """The first posts of those that the rules in force treat otherwise by now."""
    if len(tallies.setdefault("since_posts", {})) < EXAMPLES:
        tallies["since_posts"][str(post_id)] = 1


@lru_cache(maxsize=8)
def _pack(agency_id: int, source_digest: str) -> Pack:
    """A digest names one text for ever, so it is parsed once a process. Raises PackErrors.

    It was sound when it was tried; what a later release allows no more is asked of what is proposed then.
    """
    text = vault.text(digest=source_digest, agency_id=agency_id)
    return parse_pack(file="rules.toml", source=text, adopted=True)


def rules_of(*, test: BackTest) -> tuple[Pack, Pack]:
    """The rules that were in force, and those that were tried. Raises PackHasChanged, PackErrors."""
    old = policies.pack_of(policy_pack=test.base.pack, digest=test.base.digest)
    return old, _pack(test.agency_id, test.source_digest)


def _record(verb: str, test: BackTest, actor: Member | None, at: datetime, **keys: object) -> None:
    trail.record(
        verb=verb,
        agency_id=test.agency_id,
        actor_id=actor.pk if actor else None,
        subject_id=test.agency_id,
        at=at,
        proposal_id=test.proposal_id,
        pack_digest=test.digest,
        **keys,
    )


def tallied(*, test: BackTest, part: str) -> Mapping[str, int]:
    """What was counted: 'looked' by unit, 'units' by unit and way, 'rules' by rule.

    Of those that the rules in force treat otherwise by now: 'since_units', 'since_rules', and 'since_posts', the first.
    """
    counts: Mapping[str, int] = test.tallies.get(part, {})
    return counts
