"""Approval to use social media: by a role, which is cited, or by a dated record for members without one."""

from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts import access, grants, members, transfers
from accounts.models import AccessApproval, Authorisation, Condition, Message, Role
from audit.models import Event
from governance import cast
from governance.cast import Cast
from posts.permissions import NOT_A_WRITER
from tests import people

WHAT_TO_ASK = "Nobody has approved that you use social media here. Ask your commander for it to see drafts."


@pytest.fixture
def without_role(chicago: Cast, at: datetime) -> Cast:
    """Officer Reyes holds no role, and the unit insists on approval."""
    people.enforce(engaged=chicago, condition=Condition.ACCESS, at=at)
    for held in Authorisation.objects.in_force(at=at).filter(member=chicago.reyes):
        grants.end(authorisation_id=held.pk, ended_by=chicago.okafor, at=at, reason="Other work")
    return chicago


def client_of(engaged: Cast, who: str) -> Client:
    client = Client()
    client.force_login(engaged.people[who])
    return client


def give(engaged: Cast, at: datetime, *, by: str = "okafor", **said: Any) -> Any:
    typed = {"member": engaged.reyes.pk, "last_on": "2026-11-30", "reason": "Reads replies for the 014th."}
    with time_machine.travel(at, tick=False):
        return client_of(engaged, by).post(
            reverse("give_access", args=[engaged.units["014"].pk]),
            typed | {"password": cast.PASSWORD} | said,
            follow=True,
        )


def composer(engaged: Cast, post_id: int, at: datetime, *, who: str = "reyes") -> Any:
    with time_machine.travel(at, tick=False):
        return client_of(engaged, who).get(reverse("composer", args=[post_id]))


def test_with_neither_the_composer_is_refused_a_record_or_a_role_opens_it_cpd_sm_iii_c_2(
    without_role: Cast, at: datetime
) -> None:
    chicago = without_role
    post = people.drafted(engaged=chicago, at=at, by="ortega")
    refused = composer(chicago, post.pk, at)
    assert refused.status_code == 403
    assert f"{NOT_A_WRITER} {WHAT_TO_ASK}" in unescape(refused.text)
    assert Event.objects.filter(verb="act.refused", actor_id=chicago.reyes.pk).exists()

    assert "Ofc. Dana Reyes may use social media for the department, and was told." in give(chicago, at).text
    given = AccessApproval.objects.get()
    assert (given.member, given.given_by) == (chicago.reyes, chicago.okafor)
    assert Message.objects.filter(to=chicago.reyes, kind="access").exists()
    opened = composer(chicago, post.pk, at)
    assert opened.status_code == 200
    assert NOT_A_WRITER in unescape(opened.text)
    assert "Submit" not in opened.text
    last = datetime(2026, 12, 1, 6, tzinfo=at.tzinfo)
    assert composer(chicago, post.pk, last - timedelta(seconds=1)).status_code == 200
    assert composer(chicago, post.pk, last).status_code == 403

    grants.authorise(
        member=chicago.reyes, unit=chicago.units["014"], role=Role.USMR, given_by=chicago.okafor, at=last
    )
    assert composer(chicago, post.pk, last).status_code == 200


def test_the_page_cites_the_role_that_covers_and_a_record_ends_by_hand_dpd_227_c_a_iv_1(
    without_role: Cast, at: datetime, django_assert_max_num_queries: Any
) -> None:
    chicago = without_role
    give(chicago, at)
    commander, member = client_of(chicago, "okafor"), client_of(chicago, "reyes")
    with time_machine.travel(at, tick=False):
        with django_assert_max_num_queries(14):
            page = commander.get(reverse("access")).text
        assert "Reads replies for the 014th." in page
        assert "Designated sergeant" in page, "by which the sergeant is covered"
        assert "Reads replies for the 014th." in member.get(reverse("my_authority")).text
        approval = AccessApproval.objects.get()
        ended = commander.post(reverse("end_access", args=[approval.pk]), follow=True).text
        assert "The approval of Ofc. Dana Reyes has ended." in ended
        assert "Not approved" in member.get(reverse("my_authority")).text
        again = commander.post(reverse("end_access", args=[approval.pk]), follow=True).text
        assert "That approval had ended already." in again
        covered = client_of(chicago, "ortega").get(reverse("my_authority")).text
    assert "by the role “Unit social media representative”" in covered
    verbs = Event.objects.filter(verb__startswith="access.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["access.approved", "access.ended"]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"last_on": "2026-11-20"}, "This day has passed."),
        ({"last_on": "2028-01-01"}, "An approval lasts a year at most."),
        ({"last_on": ""}, "Choose the last day."),
        ({"reason": ""}, "Say what the member needs it for."),
        ({"password": "wrong"}, "This is not your password."),
        ({"member": "ortega"}, "Choose a member of this unit who is not approved yet."),
        ({"member": "murphy"}, "Choose a member of this unit who is not approved yet."),
    ],
)
def test_what_is_not_right_is_said_and_what_was_typed_stays(
    without_role: Cast, at: datetime, said: dict[str, str], words: str
) -> None:
    if "member" in said:
        said = {"member": str(without_role.people[said["member"]].pk)}
    page = give(without_role, at, **said).text
    assert words in page
    assert ('value="Reads replies for the 014th."' in page) is ("reason" not in said)
    assert not AccessApproval.objects.exists()


def test_whoever_holds_a_role_gets_no_record_and_nobody_gets_two(without_role: Cast, at: datetime) -> None:
    chicago, until = without_role, at + timedelta(days=3)
    with pytest.raises(access.ApprovedAlready, match="by the role “Unit social media representative”"):
        access.give(member=chicago.ortega, by=chicago.okafor, ends_at=until, reason="Both", at=at)
    access.give(member=chicago.reyes, by=chicago.okafor, ends_at=until, reason="One", at=at)
    with pytest.raises(access.ApprovedAlready, match="is approved already"):
        access.give(member=chicago.reyes, by=chicago.admin, ends_at=until, reason="Two", at=at)


@pytest.mark.parametrize("how", ["moves", "goes"])
def test_whoever_leaves_the_unit_leaves_the_approval_behind(
    without_role: Cast, at: datetime, how: str
) -> None:
    chicago, later = without_role, at + timedelta(hours=1)
    access.give(
        member=chicago.reyes, by=chicago.okafor, ends_at=at + timedelta(days=3), reason="Reads", at=at
    )
    if how == "moves":
        to = chicago.units["018"]
        transfers.transfer(member=chicago.reyes, to=to, actor=chicago.admin, at=later, reason="Moved")
    else:
        members.deactivate(member_id=chicago.reyes.pk, actor=chicago.admin, at=later)
    assert (AccessApproval.objects.get().ends_at, access.in_force(at=later).exists()) == (later, False)
