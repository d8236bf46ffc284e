"""Accounts on networks that the portal does not publish on: registered, compared, looked at, archived; and follows."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts import account_tasks, connecting, reach, registry
from accounts.elsewhere import MUST_SAY, NoAddress, read_address
from accounts.models import (
    AccountStatus,
    AccountTask,
    Credential,
    CredentialKind,
    Followed,
    Message,
    Network,
    OutletAccount,
    TaskKind,
)
from audit.models import Event
from governance.cast import Cast
from posts import gate
from posts.accounts_to_write import accounts_to_speak_from, accounts_to_write_for
from tests import people
from tests.posts.desks import at, read, signed_in

__all__ = ["at"]
PAGE = "https://www.facebook.com/cpd014/"


def typed(chicago: Cast, **said: Any) -> dict[str, Any]:
    return {
        "unit": chicago.units["014"].pk,
        "network": "facebook",
        "handle": "cpd014",
        "address": PAGE,
        "display_name": "Shakespeare District",
        "reason": "Neighbors who are not on X",
        **said,
    }


def registered(chicago: Cast, at: datetime, **said: Any) -> OutletAccount:
    """A Facebook page in use."""
    made = registry.propose(
        unit=chicago.units["014"],
        network="facebook",
        handle="cpd014",
        display_name="Shakespeare District",
        practice=False,
        reason="Neighbors",
        address="https://facebook.com/cpd014",
        actor=chicago.okafor,
        at=at,
        **said,
    )
    return registry.approve(account_id=made.pk, actor=chicago.admin, at=at)


def test_a_facebook_page_is_registered_its_page_compared_looked_at_and_archived_cpd_sm_i_and_ii_b_and_ii_d(
    chicago: Cast, at: datetime
) -> None:
    """CPD-SM.I"""
    client = signed_in(chicago.okafor)
    answer = read(client.post(reverse("propose_account"), typed(chicago), follow=True))
    assert "Waits for approval" in answer
    made = OutletAccount.objects.get(network=Network.FACEBOOK)
    assert (made.address, made.get_network_display()) == ("https://facebook.com/cpd014", "Facebook")
    signed_in(chicago.admin).post(reverse("approve_account", args=[made.pk]))

    page = read(client.get(reverse("account", args=[made.pk])))
    assert "The portal does not publish here." in page
    assert "Connect account" not in page
    assert "What its plan can do" not in page
    for kind in TaskKind:
        assert reverse("account_task", args=[made.pk, kind.value]) in page
    refused = read(client.post(reverse("connect_account", args=[made.pk]), follow=True))
    assert "does not publish on Facebook" in refused
    client.post(reverse("name_keepers", args=[made.pk]), {"custodian": chicago.reyes.pk, "deputy": ""})

    disclosures = reverse("account_task", args=[made.pk, "disclosures"])
    some = [one for one in MUST_SAY if one != "emergency"]
    said = read(client.post(disclosures, {"shows": some, "words": "The line of 911 is gone."}, follow=True))
    assert "The task stays open" in said
    assert "Something is lacking" in said
    assert "lacking when somebody last looked" in read(client.get(disclosures))
    assert "It is done until its next day" in read(
        signed_in(chicago.reyes).post(disclosures, {"shows": list(MUST_SAY), "words": ""}, follow=True)
    )
    review = reverse("account_task", args=[made.pk, "review"])
    assert "This field is required" in read(client.post(review, {"words": ""}))
    client.post(review, {"words": "Nine posts, all approved. Two comments hidden."})
    archive = reverse("account_task", args=[made.pk, "archive"])
    where = "Records office, folder 014, facebook-2026.zip"
    client.post(archive, {"kept_where": where, "words": "January to November, with comments."})
    assert where in read(client.get(archive))

    done = AccountTask.objects.filter(account=made, done_at__isnull=False)
    assert {(one.kind, one.looked_by) for one in done} == {
        ("disclosures", chicago.reyes),
        ("review", chicago.okafor),
        ("archive", chicago.okafor),
    }
    assert {one.kind for one in account_tasks.open_of(account_id=made.pk)} == set(TaskKind.values)
    assert Event.objects.filter(verb="account.task_looked", subject_id=made.pk).count() == 4


def test_what_is_overdue_is_listed_and_told_once_cpd_sm_ii_b_and_ii_d(chicago: Cast, at: datetime) -> None:
    made = registered(chicago, at)
    assert account_tasks.remind(agency_id=chicago.agency.pk, at=at) == 1
    assert account_tasks.remind(agency_id=chicago.agency.pk, at=at) == 0
    assert "is due" in Message.objects.filter(kind="account_task", to=chicago.okafor).get().subject
    AccountTask.objects.filter(account=made, kind="review").update(due_at=at - timedelta(days=1))
    client = signed_in(chicago.natarajan)
    shown = read(client.get(f"{reverse('accounts_register')}?show=trouble"))
    assert "Task overdue" in shown
    assert "Overdue" in read(client.get(reverse("account", args=[made.pk])))
    assert account_tasks.remind(agency_id=chicago.agency.pk, at=at) == 1
    assert account_tasks.remind(agency_id=chicago.agency.pk, at=at) == 0
    told = Message.objects.filter(kind="account_task", subject__endswith="is overdue")
    assert {one.to for one in told} >= {chicago.okafor, chicago.natarajan}


def test_nothing_is_written_for_it_connected_or_sent_to_it_cpd_sm_ii_b_and_ii_d(
    chicago: Cast, at: datetime
) -> None:
    made = registered(chicago, at)
    from accounts import authority as authorities

    for member in (chicago.reyes, chicago.natarajan):
        held = authorities.load(member=member, at=at)
        assert made not in accounts_to_write_for(authority=held)
        assert made not in accounts_to_speak_from(authority=held)
    with pytest.raises(connecting.NotConnected):
        connecting.begin(
            account=made, member=chicago.okafor, kind=CredentialKind.OAUTH1, callback="https://x/", at=at
        )
    with pytest.raises(IntegrityError, match="does not publish"), transaction.atomic():
        Credential.objects.create(
            account=made, consumer_key="k", consumer_secret="s", access_token="t", access_token_secret="s",
            connected_at=at,
        )  # fmt: skip
    post = people.drafted(engaged=chicago, at=at)
    keys = Credential.objects.get(account=post.account)
    with pytest.raises(reach.NotPublishedHere):
        reach.outlet(network=made.network, credential=reach.keys_in(secret=keys))
    post.account = made
    held = gate.cannot_reach(post=post)
    assert held is not None
    assert held.slug == "not_published_here"


def test_a_retired_one_has_its_archive_fetched_once_more_cpd_sm_ii_b_and_ii_d(
    chicago: Cast, at: datetime
) -> None:
    made = registered(chicago, at)
    client = signed_in(chicago.okafor)
    client.post(reverse("retire_account", args=[made.pk]), {"retire-reason": "Nobody reads it"})
    [task] = account_tasks.open_of(account_id=made.pk)
    assert (task.kind, task.due_at <= at + timedelta(days=15)) == ("archive", True)
    page = read(client.get(reverse("account", args=[made.pk])))
    assert "Its archive is fetched once more" in page
    client.post(
        reverse("account_task", args=[made.pk, "archive"]), {"kept_where": "Folder 014", "words": "All of it"}
    )
    assert account_tasks.open_of(account_id=made.pk) == []
    gone = client.post(reverse("account_task", args=[made.pk, "review"]), {"words": "Late"}, follow=True)
    assert "Nothing was changed" in read(gone)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"address": ""}, "Paste the address of the page"),
        ({"address": "https://instagram.com/cpd"}, "Paste the address of its page on Facebook"),
        ({"address": "https://facebook.com/"}, "Paste the address of the page itself"),
        ({"address": "javascript:alert(1)"}, "Paste the address of the page"),
        ({"handle": "no spaces"}, "letters, digits, underscores, dots and hyphens"),
        ({"network": "elsewhere", "address": "https://mastodon.example/@cpd"}, "what the network is called"),
        ({"practice": "on"}, "Practice stays on the training network"),
    ],
)
def test_what_is_wrong_with_another_network_is_said(
    chicago: Cast, said: dict[str, str], sentence: str
) -> None:
    answer = signed_in(chicago.okafor).post(reverse("propose_account"), typed(chicago, **said))
    assert answer.status_code == 200
    assert sentence in read(answer)
    assert not OutletAccount.objects.filter(status=AccountStatus.PROPOSED).exists()


def test_another_network_goes_by_its_name_and_one_page_is_registered_once(
    chicago: Cast, at: datetime
) -> None:
    client = signed_in(chicago.okafor)
    said = {"network": "elsewhere", "network_name": "Mastodon", "address": "mastodon.example/@cpd/"}
    client.post(reverse("propose_account"), typed(chicago, **said))
    made = OutletAccount.objects.get(network=Network.ELSEWHERE)
    assert "on Mastodon" in read(client.get(reverse("account", args=[made.pk])))
    again = client.post(reverse("propose_account"), typed(chicago, **said, handle="another"))
    assert "is on the register already" in read(again)


@pytest.mark.parametrize(
    "address", ["https://[::1", "ftp://facebook.com/x", "https://facebook.com/" + "a" * 300]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(NoAddress):
        read_address(typed=address, network="facebook")


def test_whom_an_account_follows_is_decided_doubted_and_unfollowed_cpd_tw_iii_f(
    chicago: Cast, at: datetime
) -> None:
    account = chicago.accounts["014"]
    page = reverse("following", args=[account.pk])
    client = signed_in(chicago.okafor)
    follow = {"follow-handle": "@cityparks", "follow-why": "Events in the parks"}
    assert "Look at its page" in read(client.post(page, follow))
    refused = read(client.post(page, follow | {"follow-puts_down": "yes"}))
    assert "does not follow it (CPD-TW.III.F)" in refused
    assert not Followed.objects.exists()
    client.post(page, follow | {"follow-puts_down": "no"})
    again = read(client.post(page, follow | {"follow-handle": "CityParks", "follow-puts_down": "no"}))
    assert "is on the list already" in again
    one = Followed.objects.get()
    assert (one.handle, one.decided_by) == ("cityparks", chicago.okafor)

    office = signed_in(chicago.natarajan)
    assert "@cityparks" in read(office.get(page))
    change = reverse("change_followed", args=[account.pk, one.pk])
    assert "This field is required" in read(office.post(change, {"why": ""}))
    office.post(change, {"why": "It mocked a religion yesterday."})
    for address in (reverse("follows_doubted"), page):
        assert "It mocked a religion yesterday." in read(office.get(address))
    assert Message.objects.filter(kind="follow_doubted", to=chicago.okafor).exists()
    shown = read(office.get(f"{reverse('accounts_register')}?show=trouble"))
    assert f"@{account.handle}" in shown

    client.post(change, {"act": "unfollowed"})
    one.refresh_from_db()
    assert one.ended_by == chicago.okafor
    assert "Nobody asks for one to be unfollowed" in read(office.get(reverse("follows_doubted")))
    assert "Followed no longer" in read(office.get(page))
    verbs = Event.objects.filter(subject_id=account.pk, verb__contains="follow").values_list(
        "verb", flat=True
    )
    assert sorted(verbs) == ["account.follow_doubted", "account.followed", "account.unfollowed"]
    assert "not on the list any more" in read(client.post(change, {"act": "unfollowed"}, follow=True))
    client.post(page, follow | {"follow-puts_down": "no"})
    assert Followed.objects.count() == 2


@pytest.mark.parametrize("model", ["task", "followed"])
def test_what_was_kept_of_it_stays(chicago: Cast, at: datetime, model: str) -> None:
    made = registered(chicago, at)
    kept: Any = AccountTask.objects.filter(account=made).first()
    if model == "followed":
        kept = Followed.objects.create(
            account=made, handle="a", why="b", decided_by=chicago.okafor, decided_at=at
        )
    with pytest.raises(Exception, match="Cannot delete"), transaction.atomic():
        kept.delete()
    changed = {"kind": "x"} if model == "task" else {"why": "c"}
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        type(kept).objects.filter(pk=kept.pk).update(**changed)
