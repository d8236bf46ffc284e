"""Devices: what counts as the department's, who approves which, until when, and what nobody can pretend."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from accounts import authority
from accounts.models import Condition, ConditionNote, Device, DeviceKind, Member, Message
from directives import pack
from governance.cast import Cast
from posts.models import Post, Status
from tests import people, rules

NETWORK, PROXY, INNER_PROXY, HOME = "10.1.2.3", "192.0.2.1", "10.1.0.1", "203.0.113.9"


def key_of(member: Member) -> Authenticator:
    return Authenticator.objects.create(
        user=member, type=Authenticator.Type.WEBAUTHN, data={"name": "Blue key"}
    )


def signed_in(member: Member, *, at: datetime, key: Authenticator | None = None) -> Client:
    """A browser in which the member has signed in, with the key where one is named."""
    client = Client()
    client.force_login(member)
    if key is not None:
        session = client.session
        shown = {"method": "mfa", "type": "webauthn", "id": key.pk, "at": at.timestamp()}
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            *session.get(AUTHENTICATION_METHODS_SESSION_KEY, []),
            shown,
        ]
        session["_account_authentication_methods_user"] = str(member.pk)
        session.save()
    return client


def asked(member: Member, *, kind: str, at: datetime) -> Device:
    """A device that the member asked for by a key."""
    key = key_of(member)
    with time_machine.travel(at, tick=False):
        typed = {"key": key.pk, "kind": kind, "name": "Phone 7"}
        answer = signed_in(member, at=at).post(reverse("enrol_device"), typed)
    assert answer.status_code == 302, answer.content.decode()
    return Device.objects.get(key=key)


def decide(device: Device, *, by: Member, at: datetime, act: str = "approve_device", **typed: Any) -> Any:
    with time_machine.travel(at, tick=False):
        return signed_in(by, at=at).post(reverse(act, args=[device.pk]), typed)


def slugs(member: Member, *, key_id: int | None, at: datetime) -> list[str]:
    people.came_by(member, in_network=False, key_id=key_id)
    held = authority.load(member=member, at=at)
    return [lack.slug for lack in held.lacks(unit_id=member.unit_id) if lack.condition == Condition.DEVICE]


@pytest.mark.parametrize(
    ("caller", "forwarded", "goes"),
    [
        (HOME, None, False),
        (HOME, NETWORK, False),
        (PROXY, HOME, False),
        (PROXY, f"{NETWORK}, {HOME}", False),
        (INNER_PROXY, None, False),
        (INNER_PROXY, f"{NETWORK}, {HOME}", False),
        (INNER_PROXY, NETWORK, True),
        (PROXY, NETWORK, True),
        (NETWORK, None, True),
    ],
)
def test_on_a_strange_device_one_reads_and_stops_and_no_header_changes_that_cpd_tw_iv_d(
    chicago: Cast, at: datetime, settings: Any, caller: str, forwarded: str | None, goes: bool
) -> None:
    settings.DEPARTMENT_NETWORKS, settings.TRUSTED_PROXIES = ["10.0.0.0/8"], [PROXY, INNER_PROXY]
    post = people.submitted(engaged=chicago, at=at)
    draft = people.drafted(engaged=chicago, at=at)
    people.enforce(engaged=chicago, condition=Condition.DEVICE, at=at)
    said = {"REMOTE_ADDR": caller} | ({"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {})
    with time_machine.travel(at, tick=False):
        author, sergeant = signed_in(chicago.reyes, at=at), signed_in(chicago.whitfield, at=at)
        for kept in (post, draft):
            assert author.get(reverse("post", args=[kept.pk]), **said, follow=True).status_code == 200
        author.post(reverse("submit_post", args=[draft.pk]), submitted_form(draft), **said)
        returned = {"binding": post.revision.binding, "reason": "Name the day.", "ground": "other"}
        refused = sergeant.post(reverse("return_post", args=[post.pk]), returned, **said, follow=True)
        if not goes:
            assert "no device of the department" in refused.content.decode()
        stop = sergeant.post(reverse("withdraw_post", args=[post.pk]), **said)
    draft.refresh_from_db()
    assert (draft.status == Status.IN_REVIEW) is goes
    assert stop.status_code == 302
    outcomes = set(ConditionNote.objects.values_list("act", "outcome"))
    assert (("save", "refused") in outcomes) is not goes
    assert (("withdraw", "exempt") in outcomes) is not goes


def submitted_form(draft: Post) -> dict[str, Any]:
    kept = draft.draft
    answers = {f"answer-{key}": value for key, value in people.TIP.answers.items()}
    return {
        "account": draft.account_id,
        "category": people.TIP.category,
        "text": people.TIP.text,
        "version": kept.version,
        **answers,
    }


def test_a_device_of_the_department_counts_once_it_is_approved_dpd_227_c_a_iv_1(
    chicago: Cast, at: datetime
) -> None:
    people.enforce(engaged=chicago, condition=Condition.DEVICE, at=at)
    device = asked(chicago.reyes, kind="department", at=at)
    assert Message.objects.filter(to=chicago.okafor, kind="device-asked").exists()
    assert slugs(chicago.reyes, key_id=device.key_id, at=at) == ["wrong_device"]

    assert decide(device, by=chicago.okafor, at=at).status_code == 302
    assert slugs(chicago.reyes, key_id=device.key_id, at=at) == []
    assert slugs(chicago.reyes, key_id=None, at=at) == ["wrong_device"]
    assert slugs(chicago.ortega, key_id=device.key_id, at=at) == ["wrong_device"], "it is another's key"

    with time_machine.travel(at, tick=False):
        page = signed_in(chicago.reyes, at=at, key=device.key).get(reverse("devices")).content.decode()
    assert "Counts" in page
    decide(device, by=chicago.reyes, at=at, act="end_device")
    assert slugs(chicago.reyes, key_id=device.key_id, at=at) == ["wrong_device"]


def adopt(agency: Any, *, device_policy: str, folder: Path, monkeypatch: Any, at: datetime) -> None:
    """The agency's rules, with another sentence about devices."""
    source = (pack.PACKS / "chicago.toml").read_text(encoding="utf-8")
    changed = source.replace('device_policy = "department-only"', f'device_policy = "{device_policy}"')
    written = folder / "chicago-other.toml"
    written.write_text(changed.replace('version = "', 'version = "other-', 1), encoding="utf-8")
    monkeypatch.setattr(pack, "EARLIER", folder)
    other = pack.load_pack(written)
    rules.noted(agency=agency, version=other.version, digest=other.digest, effective_at=at, at=at)


def test_a_personal_device_works_while_its_written_permission_runs_dpd_227_c_a_iv_2(
    chicago: Cast, at: datetime, tmp_path: Path, monkeypatch: Any
) -> None:
    adopt(chicago.agency, device_policy="written-permission", folder=tmp_path, monkeypatch=monkeypatch, at=at)
    people.enforce(engaged=chicago, condition=Condition.DEVICE, at=at)
    device = asked(chicago.reyes, kind="personal", at=at)
    unsaid = decide(device, by=chicago.okafor, at=at, last_on="2026-11-30").content.decode()
    assert "Say why the member needs their own device." in unsaid
    assert 'value="2026-11-30"' in unsaid

    said = {"last_on": "2026-11-30", "reason": "Order 26-201"}
    assert decide(device, by=chicago.whitfield, at=at, **said).status_code == 403
    assert decide(device, by=chicago.okafor, at=at, **said).status_code == 302

    last = datetime(2026, 12, 1, 6, tzinfo=UTC)
    assert slugs(chicago.reyes, key_id=device.key_id, at=last - timedelta(seconds=1)) == []
    assert slugs(chicago.reyes, key_id=device.key_id, at=last) == ["wrong_device"]


def test_a_supervisor_approves_a_device_until_a_day_apd_1021_3(alsip: Cast, at: datetime) -> None:
    people.enforce(engaged=alsip, condition=Condition.DEVICE, at=at)
    device = asked(alsip.vance, kind="personal", at=at)
    said = {"last_on": "2026-11-22", "reason": "The desk is being moved."}
    assert decide(device, by=alsip.ibarra, at=at, **said).status_code == 302
    assert slugs(alsip.vance, key_id=device.key_id, at=at) == []
    assert slugs(alsip.vance, key_id=device.key_id, at=at + timedelta(days=2)) == ["wrong_device"]


def test_where_only_the_departments_devices_count_nobody_can_ask_for_another(
    chicago: Cast, at: datetime
) -> None:
    assert asked(chicago.reyes, kind="personal", at=at).kind == DeviceKind.DEPARTMENT


@pytest.mark.parametrize(
    ("by", "status"),
    [("reyes", 403), ("ortega", 403), ("whitfield", 403), ("murphy", 404), ("okafor", 302), ("admin", 302)],
)
def test_nobody_approves_their_own_device_and_only_whoever_leads_approves(
    chicago: Cast, at: datetime, by: str, status: int
) -> None:
    device = asked(chicago.reyes, kind="department", at=at)
    assert decide(device, by=chicago.people[by], at=at).status_code == status
    device.refresh_from_db()
    assert (device.approved_at is not None) is (status == 302)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 20), "This day has passed."),
        (date(2028, 1, 1), "A permission lasts a year at most."),
        ("soon", "Choose a day, such as"),
    ],
)
def test_a_permission_ends_within_a_year(alsip: Cast, at: datetime, day: date | str, said: str) -> None:
    device = asked(alsip.vance, kind="personal", at=at)
    page = decide(device, by=alsip.keane, at=at, last_on=day, reason="Moved.").content.decode()
    assert said in page
    assert 'value="Moved."' in page
    device.refresh_from_db()
    assert device.approved_at is None


def test_the_page_costs_the_same_however_many_wait(
    chicago: Cast, at: datetime, django_assert_max_num_queries: Any
) -> None:
    for who in ("reyes", "ortega", "whitfield"):
        Device.objects.create(
            agency=chicago.agency, member=chicago.people[who], kind="department", name=who, asked_at=at
        )
    with time_machine.travel(at, tick=False):
        client = signed_in(chicago.okafor, at=at)
        with django_assert_max_num_queries(14):
            page = client.get(reverse("devices")).content.decode()
    assert page.count("Approve device") == 3
