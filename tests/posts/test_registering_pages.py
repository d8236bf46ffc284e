"""Accounts are proposed by units, approved by the head of the department, and connected only then."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import connecting, grants, registry, rotations
from accounts.models import AccountStatus, Credential, Member, Message, OutletAccount, Role, Unit
from accounts.models.agency import UnitKind
from audit.models import Event
from governance.cast import Cast
from tests import people

pytestmark = pytest.mark.django_db
HANDLE = "CPD14_parks"


@pytest.fixture
def at() -> datetime:
    return timezone.now()


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def typed(chicago: Cast, unit: str = "014", **said: Any) -> dict[str, Any]:
    return {
        "unit": chicago.units[unit].pk,
        "network": "x",
        "handle": f"@{HANDLE}",
        "display_name": "Parks of the 14th",
        "reason": "Events in the parks",
        **said,
    }


def proposed(chicago: Cast, at: datetime, by: str = "okafor") -> OutletAccount:
    return registry.propose(
        unit=chicago.units["014"],
        network="x",
        handle=HANDLE,
        display_name="Parks of the 14th",
        practice=False,
        reason="Events in the parks",
        actor=chicago.people[by],
        at=at,
    )


def headed_by(chicago: Cast, who: str, at: datetime) -> None:
    """A head's office with its commander."""
    head = Unit.objects.create(agency=chicago.agency, number="SUP", name="Superintendent", kind=UnitKind.HEAD)
    grants.authorise(member=chicago.people[who], unit=head, role=Role.COMMANDER, given_by=None, at=at)


def test_a_commander_proposes_for_their_unit_and_the_administrators_are_told(chicago: Cast) -> None:
    answer = signed_in(chicago.okafor).post(reverse("propose_account"), typed(chicago), follow=True)
    made = OutletAccount.objects.get(handle=HANDLE)
    assert (made.status, made.proposed_by, made.unit) == ("proposed", chicago.okafor, chicago.units["014"])
    assert "Waits for approval" in answer.text
    assert Message.objects.get(kind="account_proposed").to == chicago.admin


def test_the_longest_handle_stands_for_the_number_of_an_account(chicago: Cast) -> None:
    longest = "a" * registry.LONGEST
    signed_in(chicago.okafor).post(
        reverse("propose_account"), {**typed(chicago), "network": "training", "handle": f"@{longest}"}
    )
    assert OutletAccount.objects.get(handle=longest).external_id == f"@{longest}"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"handle": "@no spaces"}, "A handle has letters, digits and underscores"),
        (
            {"network": "training", "handle": "@" + "a" * 30},
            "letters, digits and underscores, at most 29 of them.",
        ),
        ({"handle": "a" * 16}, "at most 15 of them"),
        ({"practice": "on"}, "Practice stays on the training network."),
        ({"reason": ""}, "This field is required"),
        ({"network": "training", "handle": "example_018"}, "is on the register already"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    chicago: Cast, said: dict[str, str], sentence: str
) -> None:
    answer = signed_in(chicago.okafor).post(reverse("propose_account"), typed(chicago, **said))
    assert answer.status_code == 200
    assert sentence in answer.text
    assert "Parks of the 14th" in answer.text
    assert not OutletAccount.objects.filter(status=AccountStatus.PROPOSED).exists()


def test_no_commander_proposes_for_another_unit(chicago: Cast) -> None:
    answer = signed_in(chicago.okafor).post(reverse("propose_account"), typed(chicago, unit="018"))
    assert answer.status_code == 200
    assert not OutletAccount.objects.filter(handle=HANDLE).exists()


def test_a_token_is_not_connected_to_an_account_that_is_not_approved_cpd_sm_iii_c_1(
    chicago: Cast, at: datetime
) -> None:
    account = proposed(chicago, at)
    client = signed_in(chicago.okafor)
    answer = client.post(reverse("connect_account", args=[account.pk]), follow=True)
    assert "has not been approved yet" in answer.text
    assert "Connect account" not in answer.text
    secret = Credential(account=account, consumer_key="k", consumer_secret="s", connected_at=at)
    with pytest.raises(connecting.NotConnected, match="not been approved yet"):
        connecting._keep(secret, "77", chicago.okafor, at)
    assert not Credential.objects.filter(account=account).exists()


def test_only_the_head_of_the_department_or_who_acts_for_them_approves(chicago: Cast, at: datetime) -> None:
    headed_by(chicago, "brody", at)
    account = proposed(chicago, at)
    assert Message.objects.get(kind="account_proposed").to == chicago.brody
    page = reverse("approve_account", args=[account.pk])
    for who in ("admin", "natarajan", "okafor"):
        assert signed_in(chicago.people[who]).post(page).status_code == 403
    account.refresh_from_db()
    assert account.status == AccountStatus.PROPOSED
    shown = signed_in(chicago.brody).get(reverse("account", args=[account.pk]))
    assert "Approve account" in shown.text
    signed_in(chicago.brody).post(page)
    account.refresh_from_db()
    assert (account.status, account.approved_by) == (AccountStatus.ACTIVE, chicago.brody)
    assert {one.to for one in Message.objects.filter(kind="account_registered")} >= {chicago.okafor}


def test_whoever_proposes_never_approves(chicago: Cast, at: datetime) -> None:
    account = proposed(chicago, at, by="admin")
    client = signed_in(chicago.admin)
    answer = client.post(reverse("approve_account", args=[account.pk]), follow=True)
    assert "somebody else must approve it" in answer.text
    account.refresh_from_db()
    assert account.status == AccountStatus.PROPOSED


def test_an_account_turned_down_is_proposed_again_under_the_same_row(chicago: Cast, at: datetime) -> None:
    account = proposed(chicago, at)
    client = signed_in(chicago.admin)
    client.post(reverse("retire_account", args=[account.pk]), {"retire-reason": "Not needed"})
    assert "Turned down" in client.get(reverse("account", args=[account.pk])).text
    again = proposed(chicago, at)
    assert (again.pk, again.status, again.retire_reason) == (account.pk, AccountStatus.PROPOSED, "")


def test_a_retired_account_loses_its_keys_and_nothing_is_written_for_it(chicago: Cast, at: datetime) -> None:
    account = chicago.accounts["014"]
    client = signed_in(chicago.okafor)
    page = reverse("retire_account", args=[account.pk])
    assert "This field is required" in client.post(page, {"retire-reason": ""}).text
    client.post(page, {"retire-reason": "The district was merged"})
    account.refresh_from_db()
    assert (account.status, account.retired_by) == (AccountStatus.RETIRED, chicago.okafor)
    assert not Credential.objects.filter(account=account).exists()
    assert Event.objects.filter(verb="account.retired", subject_id=account.pk).exists()
    with pytest.raises(OutletAccount.DoesNotExist):
        people.drafted(engaged=chicago, at=at)
    shown = signed_in(chicago.natarajan).get(reverse("missing_accounts"))
    assert "014th District, Shakespeare" in shown.text
    assert "018th District" not in shown.text
    assert "No account" in shown.text


def test_the_register_shows_what_is_proposed_and_where_to_propose(chicago: Cast, at: datetime) -> None:
    proposed(chicago, at)
    client = signed_in(chicago.okafor)
    shown = client.get(f"{reverse('accounts_register')}?show=proposed")
    assert f"@{HANDLE}" in shown.text
    assert "@example_014" not in shown.text
    assert reverse("propose_account") in shown.text
    assert "without one" not in shown.text


def test_who_knows_a_password_is_noted_and_a_change_closes_what_is_owed_cpd_tw_v_d_4(
    chicago: Cast, at: datetime
) -> None:
    account, client = chicago.accounts["014"], signed_in(chicago.okafor)
    noting, changing = (reverse(name, args=[account.pk]) for name in ("note_password", "rotated"))
    told = {"knower-member": chicago.reyes.pk, "knower-since_on": "2026-01-31"}
    assert "Knows it now" in client.post(noting, told, follow=True).text
    assert "It is noted already" in client.post(noting, told).text
    assert "This day is to come" in client.post(noting, told | {"knower-since_on": "2100-01-01"}).text
    rotations.open_for(member=chicago.reyes, why="moved", actor=chicago.okafor, at=at)
    assert "To be changed" in client.get(reverse("account", args=[account.pk])).text
    shown = client.get(reverse("passwords", args=[account.pk])).text
    assert "Ofc. Dana Reyes</b> knew it. Moved to another unit." in shown
    assert "Mark whoever knows the new password." in client.post(changing, {}).text
    after = client.post(changing, {"changed-knows": [chicago.okafor.pk]}, follow=True).text
    assert "knew it." not in after
    assert not rotations.owed(account_id=account.pk)


def test_no_page_of_an_account_shows_a_secret_cpd_tw_v_d_4(chicago: Cast) -> None:
    account, client = chicago.accounts["014"], signed_in(chicago.okafor)
    secret = Credential.objects.get(account=account)
    for name in ("account", "passwords"):
        shown = client.get(reverse(name, args=[account.pk])).text
        assert not [one for one in Credential.SECRETS if (kept := getattr(secret, one)) and kept in shown]


def test_a_district_is_missing_until_an_account_is_approved_and_practice_is_none_cpd_sm_iii_c_1_cpd_tw_iii_b(
    chicago: Cast, at: datetime
) -> None:
    """CPD-TW.III.B"""

    def missing() -> str:
        return str(signed_in(chicago.natarajan).get(reverse("missing_accounts")).text)

    assert "014th District" not in missing()
    OutletAccount.objects.filter(pk=chicago.accounts["014"].pk).update(practice=True)
    assert "014th District" in missing()
    made = proposed(chicago, at)
    assert "014th District" in missing()
    registry.approve(account_id=made.pk, actor=chicago.admin, at=at)
    assert "014th District" not in missing()
