"""Authority that is revoked or suspended stops what waits in the same instant, and the unit is told at once."""

import threading
import time
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from accounts import members, rotations
from accounts.models import Authorisation, Ending, Message
from audit.models import Event
from bench import rows
from governance import cast
from governance.cast import Cast
from posts import clock, for_cause, gate, history, offering, publishing, submission
from posts.models import Attempt, Post, Publication, Status
from tests import people
from tests.threads import together

MINUTE = timedelta(minutes=1)
ROUNDS, A_ROUND = 24, 6


def end(engaged: Cast, who: str, how: Ending, at: datetime) -> for_cause.Stopped:
    held = Authorisation.objects.in_force(at=at).get(member=engaged.people[who], unit=engaged.units["014"])
    return for_cause.end(
        authorisation_id=held.pk, ended_by=engaged.okafor, at=at, reason="Under inquiry", how=how
    )


def told(kind: str) -> list[str]:
    found = Message.objects.filter(kind=kind).order_by("to__log_on_id").distinct()
    return list(found.values_list("to__log_on_id", flat=True))


@pytest.mark.parametrize("who", ["reyes", "whitfield"])
@pytest.mark.parametrize("how", Ending.values)
def test_what_waits_with_their_part_in_it_goes_back_at_once_where_it_ends_for_cause(
    how: str, who: str, chicago: Cast, at: datetime
) -> None:
    waits = people.approved(engaged=chicago, at=at)
    in_review = people.submitted(engaged=chicago, at=at)
    others = people.approved(engaged=chicago, by="ortega", sergeant="brody", at=at)
    stops = how in (Ending.REVOKED, Ending.SUSPENDED)
    theirs = [waits, in_review] if who == "reyes" else [waits]

    stopped = end(chicago, who, Ending(how), at + 10 * MINUTE)

    assert stopped.sent_back == ([post.pk for post in theirs] if stops else [])
    for post in (waits, in_review, others):
        was = post.status
        post.refresh_from_db()
        assert post.status == (Status.RETURNED if stops and post in theirs else was)
    assert Publication.objects.get(post=waits).state == ("cancelled" if stops else "due")
    assert Publication.objects.get(post=others).state == "due"
    assert waits.turns.count() == 0
    assert Event.objects.filter(verb="post.authority_ended", actor_id=chicago.okafor.pk).count() == len(
        stopped.sent_back
    )
    said = [line.sentence for line in history.of(post=waits)] if stops else []
    assert not stops or any("took the authority of somebody who wrote or approved it" in one for one in said)


def test_the_unit_and_whoever_keeps_the_account_are_told_at_once_and_nobody_of_what_is_none_of_theirs(
    chicago: Cast, at: datetime
) -> None:
    account = chicago.accounts["014"]
    account.custodian, account.deputy = chicago.foster, chicago.whitfield
    account.save(update_fields=["custodian", "deputy"])
    rotations.note(
        account_id=account.pk,
        member=chicago.whitfield,
        since_on=at.date(),
        actor=chicago.natarajan,
        at=at,
    )
    people.approved(engaged=chicago, at=at)

    end(chicago, "whitfield", Ending.REVOKED, at + 10 * MINUTE)

    assert told("for_cause") == ["brody", "foster", "reyes"]
    assert told("password_rotation") == ["foster"]
    letter = Message.objects.get(kind="for_cause", to=chicago.brody)
    assert letter.subject == f"The role of {chicago.whitfield} was revoked"
    assert "One post of the 014th District with their part in it went back" in letter.body
    assert "Palmer" not in letter.body
    keeper = Message.objects.filter(kind="for_cause", to=chicago.foster).order_by("pk").last()
    assert keeper is not None
    assert "may need another keeper" in keeper.subject


def test_what_others_submit_and_approve_afterwards_goes_out(chicago: Cast, at: datetime) -> None:
    post = people.approved(engaged=chicago, at=at)
    later = at + 10 * MINUTE
    end(chicago, "reyes", Ending.REVOKED, later)
    for post_id in offering.owed(at=later):
        offering.offer(post_id=post_id, at=later)
    offering.take_over(post_id=post.pk, actor=chicago.ortega, at=later + MINUTE)
    submission.submit(post_id=post.pk, actor=chicago.ortega, seen_version=1, at=later + MINUTE)
    people.approve(post=post, by=chicago.whitfield, at=later + 2 * MINUTE)

    publication = Publication.objects.select_related("post__account", "account", "revision").get(
        post=post, state="due"
    )
    held = gate.holds_back(post=publication.post, publication=publication, now=later + 3 * MINUTE)

    assert held is None


def test_the_commander_reads_on_the_page_how_many_went_back(chicago_lately: Cast) -> None:
    now = timezone.now()
    chicago = chicago_lately
    people.approved(engaged=chicago, at=now - 10 * MINUTE)
    held = Authorisation.objects.in_force(at=now).get(member=chicago.reyes)
    client = Client()
    client.force_login(chicago.okafor)
    typed = {
        f"end{held.pk}-how": Ending.REVOKED,
        f"end{held.pk}-reason": "Misuse",
        "password": cast.PASSWORD,
    }

    page = client.post(f"/people/authorisation/{held.pk}/end/", typed, follow=True).content.decode()

    assert "1 post that waited went back and must be approved again." in page
    member = client.get(f"/people/members/{chicago.reyes.pk}/").content.decode()
    assert "See the drafts that are offered" in member


def test_of_a_revocation_and_a_claim_in_the_same_instant_one_comes_first(
    committed_db: str, at: datetime
) -> None:
    early = clock.now() - timedelta(minutes=8)
    engaged = people.engage_on_duty(house=cast.CHICAGO, at=early)
    due = rows.approved(
        engaged=engaged, unit="014", by="reyes", sergeant="whitfield", how_many=ROUNDS * A_ROUND, at=early
    )
    held = Authorisation.objects.get(member=engaged.whitfield)
    turn = threading.Barrier(2)
    sent_back: set[int] = set()
    going_out: set[int] = set()

    def claims() -> None:
        for number in range(ROUNDS):
            turn.wait()
            for publication in due[number * A_ROUND : (number + 1) * A_ROUND]:
                publishing.claim(publication_id=publication.pk)
            turn.wait()

    def revokes() -> None:
        for number in range(ROUNDS):
            later = [publication.post_id for publication in due[number * A_ROUND :]]
            # As before the first: what was taken is given back, and what went back waits again.
            Authorisation.objects.filter(pk=held.pk).update(ends_at=None, for_cause=False, ended_how="")
            Post.objects.filter(pk__in=later).update(status=Status.APPROVED, due_at=early)
            Publication.objects.filter(post__in=later).update(state="due")
            turn.wait()
            time.sleep(0.005 * (number % 8))
            stopped = for_cause.end(
                authorisation_id=held.pk,
                ended_by=engaged.okafor,
                at=clock.now(),
                reason="Misuse",
                how=Ending.REVOKED,
            )
            of_this_round = set(later[:A_ROUND])
            sent_back.update(of_this_round & set(stopped.sent_back))
            going_out.update(of_this_round & set(stopped.going_out))
            turn.wait()

    together(claims, revokes)

    claimed = set(Attempt.objects.values_list("publication__post_id", flat=True))
    everything = {publication.post_id for publication in due}
    assert claimed | sent_back == everything, "something neither went out nor went back"
    assert not claimed & sent_back
    assert claimed == going_out, "what was claimed before was not named"
    assert claimed, "no claim ever came first: the test drove one order only"
    assert sent_back, "no revocation ever came first: the test drove one order only"


def test_a_revocation_stays_one_where_the_member_is_deactivated_in_the_same_instant(
    committed_db: str, at: datetime
) -> None:
    engaged = people.engage_on_duty(house=cast.CHICAGO, at=at)

    def deactivates() -> None:
        members.deactivate(member_id=engaged.whitfield.pk, actor=engaged.admin, at=at + 2 * MINUTE)
        connection.close()

    beside = threading.Thread(target=deactivates)
    with transaction.atomic():
        end(engaged, "whitfield", Ending.REVOKED, at + MINUTE)
        beside.start()
        beside.join(timeout=1)
    beside.join()

    held = Authorisation.objects.get(member=engaged.whitfield, unit=engaged.units["014"])
    assert (held.ended_how, held.ended_by, held.ends_at) == (Ending.REVOKED, engaged.okafor, at + MINUTE)
    assert Event.objects.filter(verb="authorisation.ended", subject_id=held.pk).count() == 1
