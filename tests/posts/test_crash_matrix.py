"""Everything that can go wrong on the network, at every point at which a worker can die: never two posts.

After each crash messages come twice, two sweepers run, and the account is read until nothing more is to be done. Every
fault that the sandbox can plan has its row: a test counts them.
"""

import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import transaction

from accounts import health, refreshing
from accounts.models import Credential, Health, Message, OutletAccount
from audit import vault
from governance.cast import Cast
from outlets.outcomes import Outcome
from outlets.x import X
from posts import drafting, media, publishing, reconciling, sending, settling
from posts.models import Attempt, Publication, PublicationState
from posts.publishing import Claim
from records.models import Record
from sandbox import faults
from tests import people
from tests.posts.test_moving_pictures import due as with_gif
from tests.posts.troubled import short_lived

IMPATIENT = (1.0, 0.3)
"""Seconds to connect and to read: so that a network which hangs is given up soon."""
ROUNDS = 12
CLOSED_SECONDS = 0.3
TOLD = {PublicationState.CANCELLED: "missed"}
"""As what people are told of where a publication ended, where its state says it in other words."""
TWICE = range(2)


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """One fault of the network. `took` says whether it carries the request out all the same."""

    effect: dict[str, Any] | None
    took: bool
    ends: PublicationState
    """Where a publication ends that no crash interrupts."""
    path: str = "/2/tweets"
    claims: bool = True
    """Whether the post's way goes on as far as a claim."""
    moving: bool = False
    """Whether the post shows a GIF, which the network has to prepare."""
    tokens: bool = False
    """Whether the account's keys are tokens of OAuth 2.0 that have ended and must be refreshed first."""


TROUBLES = {
    "none": Trouble(effect=None, took=True, ends=PublicationState.PUBLISHED),
    "refused": Trouble(
        effect={"name": "reject_before", "status": 400}, took=False, ends=PublicationState.REFUSED
    ),
    "server error": Trouble(
        effect={"name": "reject_before", "status": 503}, took=False, ends=PublicationState.UNKNOWN
    ),
    "said twice": Trouble(effect={"name": "duplicate_403"}, took=False, ends=PublicationState.REFUSED),
    "suspended": Trouble(effect={"name": "suspended"}, took=False, ends=PublicationState.PUBLISHED),
    "asked to wait": Trouble(effect={"name": "rate_limited"}, took=False, ends=PublicationState.PUBLISHED),
    "day's cap": Trouble(effect={"name": "cap_24h"}, took=False, ends=PublicationState.CANCELLED),
    "no credits": Trouble(effect={"name": "credits_depleted"}, took=False, ends=PublicationState.PUBLISHED),
    "token expired": Trouble(effect={"name": "token_expired"}, took=False, ends=PublicationState.PUBLISHED),
    "reset": Trouble(effect={"name": "reset_before"}, took=False, ends=PublicationState.UNKNOWN),
    "reset unread": Trouble(effect={"name": "reset_before_read"}, took=False, ends=PublicationState.UNKNOWN),
    "took, then 500": Trouble(
        effect={"name": "accept_then_status", "status": 500}, took=True, ends=PublicationState.PUBLISHED
    ),
    "took, then hung": Trouble(
        effect={"name": "accept_then_hang", "seconds": 0.6}, took=True, ends=PublicationState.PUBLISHED
    ),
    "took, then reset": Trouble(
        effect={"name": "accept_then_reset"}, took=True, ends=PublicationState.PUBLISHED
    ),
    "took, then closed": Trouble(
        effect={"name": "accept_then_close"}, took=True, ends=PublicationState.PUBLISHED
    ),
    "took, answer cut": Trouble(
        effect={"name": "accept_then_cut"}, took=True, ends=PublicationState.PUBLISHED
    ),
    "took, body cut": Trouble(
        effect={"name": "accept_then_truncated_body"}, took=True, ends=PublicationState.PUBLISHED
    ),
    "took, bad JSON": Trouble(
        effect={"name": "accept_then_bad_json"}, took=True, ends=PublicationState.PUBLISHED
    ),
    "took late": Trouble(
        effect={"name": "late_accept", "seconds": 0}, took=True, ends=PublicationState.PUBLISHED
    ),
    "took far too late": Trouble(
        effect={"name": "late_accept", "seconds": 3_600}, took=False, ends=PublicationState.UNKNOWN
    ),
    "answers slowly": Trouble(
        effect={"name": "slow", "seconds": 0.1}, took=True, ends=PublicationState.PUBLISHED
    ),
    "lets nobody in": Trouble(
        effect={"name": faults.CLOSING, "seconds": CLOSED_SECONDS},
        took=False,
        ends=PublicationState.PUBLISHED,
    ),
    "prepares for long": Trouble(
        effect={"name": "media_pending", "polls": 4},
        took=True,
        ends=PublicationState.PUBLISHED,
        path="*/finalize",
        moving=True,
    ),
    "cannot prepare": Trouble(
        effect={"name": "media_failed"},
        took=False,
        ends=PublicationState.REFUSED,
        path="*/finalize",
        claims=False,
        moving=True,
    ),
    "new tokens lost": Trouble(
        effect={"name": "refresh_lost"},
        took=True,
        ends=PublicationState.PUBLISHED,
        path="/2/oauth2/token",
        tokens=True,
    ),
}


class Died(Exception):
    """The worker was killed here."""


class Ended(Exception):
    """What comes before the claim has ended the post's way: nobody claims it."""


def _before_the_claim_commits(publication: Publication, at: datetime, ground: Any) -> None:
    at = _prepared(publication, at, ground)
    with transaction.atomic():
        assert publishing.claim(publication_id=publication.pk, now_by=_standing_at(at))
        raise Died


def _before_the_call(publication: Publication, at: datetime, ground: Any) -> None:
    _claimed(publication, at, ground)
    raise Died


def _before_the_answer_is_written(publication: Publication, at: datetime, ground: Any) -> None:
    _called(_claimed(publication, at, ground), at)
    raise Died


def _while_it_is_written(publication: Publication, at: datetime, ground: Any) -> None:
    claim = _claimed(publication, at, ground)
    answer = _called(claim, at)
    with transaction.atomic():
        settling.settle(attempt_id=claim.attempt_id, outcome=answer, at=at)
        raise Died


def _never(publication: Publication, at: datetime, ground: Any) -> None:
    claim = _claimed(publication, at, ground)
    settling.settle(attempt_id=claim.attempt_id, outcome=_called(claim, at), at=at)


CRASHES = {
    "never": _never,
    "before the claim commits": _before_the_claim_commits,
    "before the call": _before_the_call,
    "before the answer is written": _before_the_answer_is_written,
    "while the answer is written": _while_it_is_written,
}


def _prepared(publication: Publication, at: datetime, ground: Any) -> datetime:
    """Tokens and files are seen to, as before each claim; when it is the post's turn then. Raises Ended.

    Whoever keeps an account that lost its keys connects it again.
    """
    for _ in range(ROUNDS):
        refreshing.keep_fresh(account_id=publication.account_id, now_by=_standing_at(at))
        if OutletAccount.objects.get(pk=publication.account_id).health == Health.RECONNECT:
            short_lived(ground, publication.account, ends_at=at + timedelta(hours=2))
            health.recover(account_id=publication.account_id, at=at)
        media.bring(publication_id=publication.pk, reach=sending.reach, now_by=_standing_at(at))
        publication.refresh_from_db()
        if publication.state != PublicationState.DUE:
            raise Ended
        secret = Credential.objects.get(account=publication.account_id)
        if publication.due_at <= at and refreshing.usable(secret=secret, now=at):
            return at
        at = max(publication.due_at, at + timedelta(minutes=1))
    raise AssertionError(f"Not ready after {ROUNDS} rounds: {publication}")


def _claimed(publication: Publication, at: datetime, ground: Any) -> Claim:
    at = _prepared(publication, at, ground)
    claim = publishing.claim(publication_id=publication.pk, now_by=_standing_at(at))
    assert claim is not None
    return claim


def _called(claim: Claim, at: datetime) -> Outcome:
    impatient = X(credential=claim.credential, base_url=settings.TRAINING_URL, timeout=IMPATIENT)
    return impatient.publish(claim.intent, now=at)


def _standing_at(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


def recover(publication: Publication) -> None:
    """What beat, sweeper and doubled messages do afterwards, until nothing is due any more."""
    for _ in range(ROUNDS):
        for _ in TWICE:
            settling.sweep()
        publication.refresh_from_db()
        if publication.state == PublicationState.DUE:
            for _ in TWICE:
                sending.send(publication_id=publication.pk, now_by=_standing_at(publication.due_at))
        elif publication.look_at is not None:
            now_by = _standing_at(publication.look_at)
            for _ in TWICE:
                reconciling.look(publication_id=publication.pk, reach=sending.reach, now_by=now_by)
        else:
            return
    raise AssertionError(f"Not settled after {ROUNDS} rounds: {publication}")


def _open_again(ground: Any) -> None:
    """Once the network takes connections again."""
    address = urlsplit(ground.base_url)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with suppress(ConnectionRefusedError), socket.create_connection((address.hostname, address.port)):
            return
    raise AssertionError("The network stayed closed.")


@pytest.mark.parametrize("crash", CRASHES.values(), ids=CRASHES)
@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES)
def test_a_post_is_out_once_or_a_person_is_told(
    out: tuple[Cast, Any], early: datetime, trouble: Trouble, crash: Callable[..., None]
) -> None:
    engaged, ground = out
    text = f"The library on North Avenue is open until nine: {people.a_word()}."
    publication = _due(engaged, text, early, trouble)
    post = publication.post
    at = early + timedelta(minutes=1)
    if trouble.tokens:
        short_lived(ground, publication.account, ends_at=at)
    if trouble.effect:
        _plan(ground, publication, trouble)

    with suppress(Died, Ended):
        crash(publication, at, ground)
    if trouble.effect and trouble.effect["name"] == faults.CLOSING:
        _open_again(ground)
    recover(publication)

    told = ground.control("GET", "accepted", account=publication.account.external_id)["accepted"]
    accepted = [one for one in told if one["text"] == text]
    undisturbed = crash in (_never, _before_the_claim_commits) or not trouble.claims
    ends = trouble.ends if undisturbed else _of_what_the_account_shows(trouble, crash)
    publication.refresh_from_db()
    assert publication.state == ends
    assert len(accepted) == int(ends == PublicationState.PUBLISHED)
    assert not Attempt.objects.filter(publication=publication, outcome="").exists()
    if ends == PublicationState.PUBLISHED:
        assert publication.external_id == accepted[0]["id"]
        assert Record.objects.get(post_id=post.pk).external_id == accepted[0]["id"]
    else:
        assert Message.objects.filter(about_post_id=post.pk, kind=TOLD.get(ends, ends.value)).exists()
    words = vault.text(digest=publication.revision.text_digest, agency_id=post.agency_id)
    assert [one["text"] for one in accepted] == [words] * len(accepted)


def _due(engaged: Cast, text: str, at: datetime, trouble: Trouble) -> Publication:
    if trouble.moving:
        return with_gif(engaged, text, at)
    written = drafting.Written(**{**people.TIP.__dict__, "text": text})
    post = people.submitted(engaged=engaged, written=written, at=at)
    people.approve(post=post, by=engaged.whitfield, at=at)
    return Publication.objects.get(post=post)


def _plan(ground: Any, publication: Publication, trouble: Trouble) -> None:
    """A door that is closed is closed to everybody: it has nothing to match."""
    assert trouble.effect is not None
    match = {"account": publication.account.external_id, "method": "POST", "path": trouble.path}
    wish = {} if trouble.effect["name"] == faults.CLOSING else {"match": match, "times": 1}
    ground.control("POST", "faults", {**wish, "effect": trouble.effect})


def test_every_fault_that_can_be_planned_has_its_row() -> None:
    rows = {trouble.effect["name"] for trouble in TROUBLES.values() if trouble.effect}

    assert rows == faults.BEFORE | faults.AFTER | {faults.CLOSING}


def _of_what_the_account_shows(trouble: Trouble, crash: Callable[..., None]) -> PublicationState:
    """Where an attempt ends of whose answer nobody knows: it depends on what residents can see alone."""
    there = trouble.took and crash is not _before_the_call
    return PublicationState.PUBLISHED if there else PublicationState.UNKNOWN
