"""An account that the network does not take: told once, its posts wait, one tries, and the end is told."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts import health
from accounts.models import Health, Message, OutletAccount
from audit.models import Event
from governance.cast import Cast
from posts import publishing
from posts.models import Post, Publication, PublicationState, Status
from tests.posts.troubled import account_of, due, fault, send, told


def test_one_alert_and_not_a_thousand_while_its_posts_wait_and_one_tries(
    out: tuple[Cast, Any], early: datetime
) -> None:
    engaged, ground = out
    OutletAccount.objects.update(custodian=engaged.reyes, deputy=engaged.lindqvist)
    posts = [due(engaged, early) for _ in range(4)]
    fault(ground, posts[0], {"name": "suspended"}, times=2)
    at = early + timedelta(minutes=1)

    assert [send(one, at) for one in posts] == ["rejected", *["nothing to do"] * 3]
    assert account_of(posts[0]).health == Health.SUSPENDED
    assert told("account_troubled") == ["lindqvist", "reyes"]

    later = at + health.GAPS[0]
    assert [send(one, later) for one in posts] == ["rejected", *["nothing to do"] * 3]
    assert account_of(posts[0]).probe_at == later + health.GAPS[0]

    much_later = later + timedelta(minutes=5)
    assert [send(one, much_later) for one in posts] == ["published"] * 4
    assert told("account_troubled") == told("account_recovered") == ["lindqvist", "reyes"]
    assert not Message.objects.filter(kind__in=["refused", "held_back"]).exists()
    verbs = Event.objects.filter(subject="account", verb__in=["account.troubled", "account.recovered"])
    assert list(verbs.order_by("pk").values_list("verb", flat=True)) == [
        "account.troubled",
        "account.recovered",
    ]


def test_what_waits_for_an_account_is_asked_when_one_may_try_and_at_once_when_it_works_again(
    out: tuple[Cast, Any], early: datetime
) -> None:
    engaged, ground = out
    first, second = due(engaged, early), due(engaged, early)
    fault(ground, first, {"name": "suspended"})
    at = early + timedelta(minutes=1)
    send(first, at)

    send(second, at)
    second.refresh_from_db()
    assert second.due_at == at + health.GAPS[0]

    Publication.objects.filter(pk=second.pk).update(due_at=at + timedelta(minutes=20))
    recovered = at + health.GAPS[0]
    send(first, recovered)
    second.refresh_from_db()
    assert second.due_at == recovered


def test_a_post_asks_each_minute_for_an_account_that_may_be_connected_anew(
    out: tuple[Cast, Any], early: datetime
) -> None:
    publication = due(out[0], early)
    at = early + timedelta(minutes=1)
    OutletAccount.objects.filter(pk=publication.account_id).update(
        health=Health.RECONNECT, probe_at=at + timedelta(hours=1)
    )

    assert send(publication, at) == "nothing to do"
    publication.refresh_from_db()
    assert publication.due_at == at + publishing.HELD_PAUSE

    health.recover(account_id=publication.account_id, at=at)
    assert send(publication, publication.due_at) == "published"


def test_a_late_limit_counts_while_a_post_waits_for_its_account(
    out: tuple[Cast, Any], early: datetime
) -> None:
    engaged, ground = out
    publication = due(engaged, early)
    fault(ground, publication, {"name": "suspended"})
    send(publication, early + timedelta(minutes=1))

    too_late = publication.revision.not_after or early + timedelta(hours=30)
    send(publication, too_late + timedelta(minutes=1))

    publication.refresh_from_db()
    assert (publication.state, Post.objects.get(pk=publication.post_id).status) == (
        PublicationState.CANCELLED,
        Status.MISSED,
    )


@pytest.mark.parametrize(
    ("effect", "becomes", "hears"),
    [
        ({"name": "cap_24h"}, Health.CAPPED, ["foster", "natarajan", "okafor"]),
        ({"name": "credits_depleted"}, Health.CREDITS, ["admin", "foster", "natarajan", "okafor"]),
        ({"name": "token_expired"}, None, []),
    ],
)
def test_where_nobody_is_named_the_commander_and_communications_hear(
    out: tuple[Cast, Any], early: datetime, effect: dict[str, Any], becomes: Health | None, hears: list[str]
) -> None:
    engaged, ground = out
    publication = due(engaged, early)
    fault(ground, publication, effect)

    send(publication, early + timedelta(minutes=1))

    if becomes is not None:
        assert account_of(publication).health == becomes
        assert set(hears) <= set(told("account_troubled"))
        assert len(told("account_troubled")) == len(set(told("account_troubled")))


def test_credit_that_is_used_up_is_told_of_once_for_all_accounts_and_ends_for_all(
    out: tuple[Cast, Any], early: datetime
) -> None:
    engaged, _ = out
    first, second = engaged.accounts["014"].pk, engaged.accounts["018"].pk
    for account_id in (first, second):
        health.trouble(account_id=account_id, health=Health.CREDITS, said="", at=early)
    alerts = Message.objects.filter(kind="account_troubled").count()
    health.recover(account_id=second, at=early)

    assert alerts == len(set(told("account_troubled")))
    assert set(OutletAccount.objects.values_list("health", flat=True)) == {Health.CONNECTED}
    assert len(told("account_recovered")) == len(set(told("account_recovered")))
