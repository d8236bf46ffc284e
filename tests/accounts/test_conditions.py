"""The conditions of acting: how each is taken in a unit, what a member lacks, and what is noted of it."""

from datetime import datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from accounts import authority, conditions, duty
from accounts.facts import Rule
from accounts.models import (
    AccessApproval,
    Acknowledgement,
    AgencyPolicy,
    Authorisation,
    Condition,
    ConditionNote,
    Device,
    DeviceKind,
    Member,
)
from governance.cast import Cast
from posts import drafting, stopping, submission
from posts.stops import Target
from posts.workflow import Refused
from tests import people, rules

OURS, THEIRS = 14, 18
TAKEN = [
    ([], Condition.DUTY, "enforced"),
    ([], Condition.TRAINING, "off"),
    ([(Condition.DUTY, None, "off")], Condition.DUTY, "off"),
    ([(Condition.TRAINING, None, "observed")], Condition.TRAINING, "observed"),
    ([(Condition.TRAINING, None, "observed")], Condition.DEVICE, "off"),
    (
        [(Condition.TRAINING, None, "observed"), (Condition.TRAINING, OURS, "enforced")],
        Condition.TRAINING,
        "enforced",
    ),
    (
        [(Condition.TRAINING, None, "observed"), (Condition.TRAINING, THEIRS, "enforced")],
        Condition.TRAINING,
        "observed",
    ),
    (
        [(Condition.TRAINING, None, "observed"), (Condition.TRAINING, OURS, "")],
        Condition.TRAINING,
        "observed",
    ),
    ([(Condition.DUTY, OURS, "")], Condition.DUTY, "enforced"),
]


@pytest.mark.parametrize(("rules", "condition", "expected"), TAKEN)
def test_a_units_own_rule_holds_before_its_agencys_and_that_before_what_was_always_so(
    rules: list[tuple[str, int | None, str]], condition: Condition, expected: str
) -> None:
    made = [Rule(condition=what, unit_id=unit_id, force=force) for what, unit_id, force in rules]
    assert conditions.force(rules=made, condition=condition, unit_id=OURS) == expected


def unread(engaged: Cast, *, force: str = "enforced", at: datetime) -> AgencyPolicy:
    """A version of the policy that nobody has read yet, and the rule that they must have."""
    people.enforce(engaged=engaged, condition=Condition.ACKNOWLEDGEMENT, force=force, at=at)
    source = rules.called(rules.text(engaged.agency.policy_at(at=at).pack), "9")
    return rules.adopt(agency=engaged.agency, source=source, effective_at=at, at=at)


def lacks(member: Member, *, at: datetime, unit_id: int | None = None) -> list[str]:
    held = authority.load(member=member, at=at)
    return [lack.slug for lack in held.lacks(unit_id=unit_id or member.unit_id)]


def test_the_newest_rule_that_has_begun_holds(chicago: Cast, at: datetime) -> None:
    duty.end(member=chicago.reyes, at=at)
    people.enforce(engaged=chicago, condition=Condition.DUTY, force="off", at=at)
    people.enforce(engaged=chicago, condition=Condition.DUTY, at=at + timedelta(days=1))

    assert lacks(chicago.reyes, at=at) == []
    assert lacks(chicago.reyes, at=at + timedelta(days=1)) == ["off_duty"]


def test_each_version_of_the_policy_is_read_anew_cpd_tw_iv_b_cpd_sm_iii_c_4_a(
    chicago: Cast, at: datetime
) -> None:
    """CPD-TW.IV.B, CPD-SM.III.C.4.a"""
    people.enforce(engaged=chicago, condition=Condition.ACKNOWLEDGEMENT, at=at)
    before = chicago.agency.policy_at(at=at)
    Acknowledgement.objects.get_or_create(policy=before, member=chicago.reyes, defaults={"at": at})
    assert lacks(chicago.reyes, at=at) == []

    policy = unread(chicago, at=at)
    assert lacks(chicago.reyes, at=at) == ["unacknowledged"]
    Acknowledgement.objects.create(policy=policy, member=chicago.reyes, at=at)

    assert lacks(chicago.reyes, at=at) == []
    assert lacks(chicago.whitfield, at=at) == ["unacknowledged"]


def test_a_department_device_is_its_network_or_its_key_cpd_tw_iv_d(chicago: Cast, at: datetime) -> None:
    people.enforce(engaged=chicago, condition=Condition.DEVICE, at=at)
    reyes = chicago.reyes
    assert lacks(reyes, at=at) == ["wrong_device"], "nobody looked where they are"
    assert lacks(people.came_by(reyes, in_network=False), at=at) == ["wrong_device"]
    assert lacks(people.came_by(reyes), at=at) == []


def test_a_supervisor_may_approve_a_device_until_a_day_apd_1021_3(alsip: Cast, at: datetime) -> None:
    people.enforce(engaged=alsip, condition=Condition.DEVICE, at=at)
    key = Authenticator.objects.create(user=alsip.petrov, type="webauthn", data={})
    people.came_by(alsip.petrov, in_network=False, key_id=key.pk)
    assert lacks(alsip.petrov, at=at) == ["wrong_device"]

    Device.objects.create(
        agency=alsip.agency,
        member=alsip.petrov,
        kind=DeviceKind.PERSONAL,
        name="Own phone",
        key=key,
        asked_at=at,
        approved_by=alsip.petrov,
        approved_at=at,
        expires_at=at + timedelta(days=30),
    )
    assert lacks(alsip.petrov, at=at) == []
    assert lacks(alsip.petrov, at=at + timedelta(days=30)) == ["off_duty", "wrong_device"]


def test_a_role_is_the_approval_of_access_and_else_a_dated_record_cpd_sm_iii_c_2(
    chicago: Cast, at: datetime
) -> None:
    people.enforce(engaged=chicago, condition=Condition.ACCESS, at=at)
    assert lacks(chicago.reyes, at=at) == []

    Authorisation.objects.filter(member=chicago.reyes).update(ends_at=at)
    assert lacks(chicago.reyes, at=at) == ["no_access"]

    AccessApproval.objects.create(
        agency=chicago.agency,
        member=chicago.reyes,
        starts_at=at,
        ends_at=at + timedelta(days=1),
        reason="Reads replies for the 014th District.",
        given_by=chicago.okafor,
        given_at=at,
    )
    assert lacks(chicago.reyes, at=at) == []


def noted() -> list[tuple[str, str, str]]:
    return sorted(ConditionNote.objects.values_list("act", "condition", "outcome"))


def test_what_is_observed_goes_through_and_is_noted_once_a_day(chicago: Cast, at: datetime) -> None:
    unread(chicago, force="observed", at=at)
    people.enforce(engaged=chicago, condition=Condition.DEVICE, unit="018", at=at)

    post = people.drafted(engaged=chicago, at=at)
    for _ in range(2):
        drafting.save(post_id=post.pk, actor=chicago.reyes, written=people.TIP, seen_version=1, at=at)
    submission.submit(post_id=post.pk, actor=chicago.reyes, seen_version=1, at=at)

    assert noted() == [(act, "acknowledgement", "observed") for act in ("begin", "save", "submit")]


def test_what_is_enforced_is_refused_with_a_sentence_that_says_what_to_do(
    chicago: Cast, at: datetime
) -> None:
    unread(chicago, at=at)

    with pytest.raises(Refused, match="Read and confirm them to write") as refused:
        people.drafted(engaged=chicago, at=at)

    assert (refused.value.ruling.slug, refused.value.ruling.clause) == ("unacknowledged", "CPD-TW.IV.B")


def test_acts_that_stop_are_never_refused_and_what_was_missing_is_noted_cpd_tw_iii_e(
    chicago: Cast, at: datetime
) -> None:
    posts = [people.approved(engaged=chicago, at=at) for _ in range(2)]
    unread(chicago, at=at)
    people.enforce(engaged=chicago, condition=Condition.DEVICE, at=at)
    duty.end(member=chicago.whitfield, at=at)

    stopping.stop(post_id=posts[0].pk, actor=chicago.whitfield, reason="Wrong street.", at=at)
    drafting.withdraw(post_id=posts[1].pk, actor=chicago.whitfield, at=at)
    stopping.place(
        target=Target(scope="unit", unit=chicago.units["014"]), reason="Wait.", actor=chicago.whitfield, at=at
    )

    missing = ("acknowledgement", "device", "duty")
    acts = ("place_stop", "stop", "withdraw")
    assert noted() == [(act, condition, "exempt") for act in acts for condition in missing]


def test_a_refused_try_is_noted_and_the_page_of_the_post_names_nobody_for_it(
    chicago: Cast, client: Client, at: datetime
) -> None:
    post = people.submitted(engaged=chicago, at=at)
    unread(chicago, at=at)
    people.enforce(engaged=chicago, condition=Condition.DEVICE, force="observed", at=at)
    with time_machine.travel(at + timedelta(minutes=1), tick=False):
        client.force_login(chicago.whitfield)
        desk = reverse("return_post", args=[post.pk])
        answer = client.post(
            desk,
            {"binding": post.revision.binding, "ground": "facts", "reason": "Name the day."},
            follow=True,
        )
        assert "Read and confirm them to decide" in answer.content.decode()
        assert noted() == [("return", "acknowledgement", "refused")]

        client.post(reverse("withdraw_post", args=[post.pk]))
        page = client.get(reverse("post", args=[post.pk])).content.decode()
        assert "withdraw post: rules not read, no department device." in page
        assert "return post: rules not read" not in page.lower()

        client.force_login(chicago.ortega)
        assert "rules not read" not in client.get(reverse("post", args=[post.pk])).content.decode()


def test_the_composer_says_what_would_be_refused(chicago: Cast, client: Client, at: datetime) -> None:
    post = people.drafted(engaged=chicago, at=at)
    unread(chicago, force="observed", at=at)
    with time_machine.travel(at, tick=False):
        client.force_login(chicago.reyes)
        page = client.get(reverse("composer", args=[post.pk])).content.decode()
    assert "Read and confirm them to write. For now this is only noted" in page
    assert '<fieldset class="card__body write__body" disabled' not in page
