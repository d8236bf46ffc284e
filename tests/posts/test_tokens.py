"""Keys that end: renewed before, once and by one worker, or the account needs connecting again."""

import operator
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.db import connection
from django.utils import timezone

from accounts import identity, refreshing
from accounts.models import Credential, Health, Message, OutletAccount
from governance.cast import CHICAGO, Cast
from posts import sending, stopping
from posts.models import Attempt, Post, Status
from tests import people
from tests.posts.troubled import PATH, account_of, due, fault, send, short_lived


def test_tokens_are_renewed_before_they_end_and_the_post_goes_out(
    out: tuple[Cast, Any], early: datetime
) -> None:
    engaged, ground = out
    publication, now = due(engaged, early), timezone.now()
    old = short_lived(ground, account_of(publication), ends_at=now + timedelta(minutes=2))

    assert send(publication, now) == "published"

    new = Credential.objects.get(pk=old.pk)
    assert new.access_token != old.access_token
    assert new.refresh_token not in (None, old.refresh_token)
    assert (new.refreshed_at, new.doubted_at) == (now, None)


def test_a_token_that_is_refused_is_renewed_once_and_then_the_account_needs_connecting(
    out: tuple[Cast, Any], early: datetime
) -> None:
    engaged, ground = out
    publication, now = due(engaged, early), timezone.now()
    short_lived(ground, account_of(publication), ends_at=now + timedelta(hours=2))
    refused = {"name": "reject_before", "status": 401, "body": {"title": "Unauthorized", "status": 401}}
    fault(ground, publication, refused, times=2)

    assert send(publication, now) == "rejected"
    assert account_of(publication).health == Health.CONNECTED
    assert send(publication, now + timedelta(minutes=1)) == "rejected"
    assert account_of(publication).health == Health.RECONNECT
    assert send(publication, now + timedelta(minutes=3)) == "published"
    assert account_of(publication).health == Health.CONNECTED


def test_a_takedown_whose_token_is_refused_goes_on_at_once_with_a_new_one(
    out: tuple[Cast, Any], early: datetime
) -> None:
    engaged, ground = out
    publication, now = due(engaged, early), timezone.now()
    assert send(publication, now) == "published"
    old = short_lived(ground, account_of(publication), ends_at=now + timedelta(hours=2))
    stopping.take_down(post_id=publication.post_id, actor=engaged.brody, reason="Wrong street.", at=now)
    ended = {"account": publication.account.external_id, "method": "DELETE", "path": f"{PATH}/*"}
    refused = {"name": "reject_before", "status": 401, "body": {"title": "Unauthorized", "status": 401}}
    ground.control("POST", "faults", {"match": ended, "times": 2, "effect": refused})

    later = now + timedelta(minutes=1)
    assert send(publication, later) == "rejected"
    publication.refresh_from_db()
    assert publication.due_at == later
    assert account_of(publication).health == Health.CONNECTED
    assert not Message.objects.filter(kind="takedown_refused").exists()

    assert send(publication, later) == "rejected", "the new one is refused as well"
    assert Credential.objects.get(pk=old.pk).refreshed_at == later
    publication.refresh_from_db()
    assert (publication.due_at, account_of(publication).health) == (
        later + timedelta(minutes=10),
        Health.RECONNECT,
    )
    assert send(publication, publication.due_at) == "deleted"


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (429, {"title": "Too Many Requests"}),
        (408, {"error": "invalid_grant"}),
        (407, "<html>The proxy wants to know you.</html>"),
        (403, {"title": "Forbidden"}),
        (401, {"error": "invalid_client"}),
        (400, {"error": "invalid_request", "error_description": "Missing required parameter [client_id]."}),
        (503, {"error": "invalid_grant"}),
    ],
)
def test_trouble_that_passes_when_tokens_are_renewed_is_waited_for(
    out: tuple[Cast, Any], early: datetime, status: int, body: object
) -> None:
    engaged, ground = out
    publication, now = due(engaged, early), timezone.now()
    account = account_of(publication)
    old = short_lived(ground, account, ends_at=now + timedelta(minutes=2))
    fault(
        ground, publication, {"name": "reject_before", "status": status, "body": body}, path="/2/oauth2/token"
    )

    refreshing.keep_fresh(account_id=account.pk, now_by=lambda: now)
    secret = Credential.objects.get(pk=old.pk)
    assert (secret.refresh_token, account_of(publication).health) == (old.refresh_token, Health.CONNECTED)
    again = now + refreshing.AGAIN_AFTER
    refreshing.keep_fresh(account_id=account.pk, now_by=lambda: again)
    secret.refresh_from_db()
    assert secret.refresh_token not in (None, old.refresh_token)
    assert secret.refreshed_at == again


def test_a_call_that_began_while_new_tokens_were_asked_for_does_not_speak_against_them(
    out: tuple[Cast, Any], early: datetime
) -> None:
    engaged, ground = out
    publication, now = due(engaged, early), timezone.now()
    account = account_of(publication)
    short_lived(ground, account, ends_at=now + timedelta(minutes=2))
    clock = iter(now + timedelta(seconds=second) for second in (0, 0, 20))
    refreshing.keep_fresh(account_id=account.pk, now_by=lambda: next(clock))
    meanwhile = now + timedelta(seconds=10)
    for _ in range(2):
        assert refreshing.doubt(account_id=account.pk, used_at=meanwhile, at=now + timedelta(seconds=30))
    assert Credential.objects.get(account=account).doubted_at is None


def test_tokens_whose_answer_was_lost_end_with_connect_again_and_never_in_a_loop(
    out: tuple[Cast, Any], early: datetime
) -> None:
    engaged, ground = out
    publication, now = due(engaged, early), timezone.now()
    account = account_of(publication)
    secret = short_lived(ground, account, ends_at=now + timedelta(minutes=2))
    fault(ground, publication, {"name": "refresh_lost"}, path="/2/oauth2/token")

    for minutes in range(6):
        refreshing.keep_fresh(
            account_id=account.pk, now_by=partial(operator.add, now, timedelta(minutes=minutes))
        )

    secret.refresh_from_db()
    assert (account_of(publication).health, secret.refresh_token) == (Health.RECONNECT, None)
    assert not refreshing.wanted(secret=secret, now=now + timedelta(hours=3))
    assert Message.objects.filter(
        kind="account_troubled", body__contains="Connect the account again"
    ).exists()


def test_two_workers_never_show_the_same_refresh_token(
    committed_db: str, on_sandbox: Callable[[Cast], Any]
) -> None:
    now = timezone.now()
    engaged = people.engage_on_duty(house=CHICAGO, at=now - timedelta(hours=1))
    ground = on_sandbox(engaged)
    account = engaged.accounts["014"]
    secret = short_lived(ground, account, ends_at=now + timedelta(minutes=2))

    def refresh() -> None:
        refreshing.keep_fresh(account_id=account.pk, now_by=lambda: now)
        connection.close()

    workers = [threading.Thread(target=refresh) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    new = Credential.objects.get(pk=secret.pk)
    assert new.refresh_token not in (None, secret.refresh_token)
    # A token that is shown twice ends all that grew from one consent; these still work.
    assert "works" in identity.check(account_id=account.pk, at=now)


def test_keys_that_speak_for_somebody_else_hold_the_account(out: tuple[Cast, Any], early: datetime) -> None:
    engaged, _ = out
    publication = due(engaged, early)
    mine = Credential.objects.get(account=publication.account_id)
    other = Credential.objects.get(account=engaged.accounts["018"])
    for name in Credential.SECRETS:
        setattr(mine, name, getattr(other, name))
    mine.external_id = publication.account.external_id
    mine.checked_at = early - timedelta(days=2)
    mine.save()

    assert publication.account_id in list(identity.due(at=early))
    identity.check(account_id=publication.account_id, at=early)

    assert account_of(publication).health == Health.MISMATCH
    assert send(publication, timezone.now()) == "nothing to do"
    assert not Attempt.objects.filter(publication=publication).exists()


def test_short_lived_keys_that_cannot_be_read_hold_the_post_with_a_sentence_and_break_nothing(
    out: tuple[Cast, Any], early: datetime, settings: Any
) -> None:
    publication = due(out[0], early)
    short_lived(out[1], account_of(publication), ends_at=early + timedelta(hours=1))
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]

    assert send(publication, early + timedelta(minutes=2)) == "nothing to do"
    publication.refresh_from_db()
    assert "FIELD_KEYS" in publication.waiting_for
    assert "FIELD_KEYS" in identity.check(account_id=publication.account_id, at=early)

    assert send(publication, early + timedelta(hours=9)) == "nothing to do"
    assert Post.objects.get(pk=publication.post_id).status == Status.MISSED


def test_whoever_reads_an_account_that_has_not_posted_for_hours_gets_new_keys_first(
    out: tuple[Cast, Any], early: datetime
) -> None:
    account = OutletAccount.objects.get(pk=out[0].accounts["014"].pk)
    old = short_lived(out[1], account, ends_at=early)

    who = sending.reach(account).whoami(now=timezone.now())

    assert who.external_user_id == account.external_id
    assert Credential.objects.get(account=account).access_token != old.access_token
