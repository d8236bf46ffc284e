"""Ideas: up the chain of command, onto the board, into a draft that names whose it was."""

import threading
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connections, transaction
from django.urls import reverse

from accounts import authority as authorities
from accounts.models import Authorisation, Message, Role
from audit.models import Event
from governance import cast
from governance.cast import Cast
from posts import history, notices, preserving
from posts.coordination import boards, ideas, origins
from posts.coordination.ideas import DraftedAlready, IdeaMovedOn
from posts.models import Idea, IdeaState, Post, Reach
from posts.workflow import Refused
from tests import people
from tests.posts.writing import signed_in

WORDS = "The officers of Beat 1413 read to children at Bezazian Library every Thursday."


def suggested(chicago: Cast, *, by: str = "lindqvist", at: datetime) -> Idea:
    return ideas.suggest(words=WORDS, actor=chicago.people[by], at=at)


def passed_on(chicago: Cast, *, reach: Reach = Reach.UNIT, at: datetime) -> Idea:
    idea = suggested(chicago, at=at)
    return ideas.pass_on(idea_id=idea.pk, reach=reach, actor=chicago.whitfield, at=at)


def drafted(chicago: Cast, idea: Idea, *, by: str = "reyes", unit: str = "014", at: datetime) -> Post:
    return ideas.take_up(
        idea_id=idea.pk, account_id=chicago.accounts[unit].pk, actor=chicago.people[by], at=at
    )


def told(chicago: Cast, who: str, kind: str) -> int:
    return Message.objects.filter(to=chicago.people[who], kind=kind).count()


def read(chicago: Cast, who: str, at: datetime) -> list[Idea]:
    member = chicago.people[who]
    held = authorities.load(member=member, at=at)
    return list(boards.page(ideas=boards.on_board(authority=held, member=member)).rows)


def test_cpd_tw_v_d_8_an_idea_of_who_may_not_post_goes_up_to_the_sergeant_and_becomes_a_draft_with_credit(
    chicago: Cast, at: datetime
) -> None:
    idea = suggested(chicago, at=at)
    assert (told(chicago, "whitfield", "idea_waits"), told(chicago, "reyes", "idea_on_board")) == (1, 0)
    ideas.pass_on(idea_id=idea.pk, reach=Reach.UNIT, actor=chicago.whitfield, at=at)
    assert told(chicago, "reyes", "idea_on_board") == told(chicago, "lindqvist", "idea_passed_on") == 1

    post = drafted(chicago, idea, at=at)

    idea.refresh_from_db()
    origin = origins.of(post_id=post.pk)
    assert (idea.state, post.author, post.draft.text) == (IdeaState.USED, chicago.reyes, WORDS)
    assert origin is not None and origin.idea == idea
    assert set(post.draft.writers.all()) == {chicago.reyes, chicago.lindqvist}
    assert told(chicago, "lindqvist", "idea_drafted") == 1
    said = f"{chicago.reyes.titled_name} began it from an idea of {chicago.lindqvist.titled_name}"
    assert said in [entry.sentence for entry in history.of(post)]
    assert said in [entry.sentence for entry in preserving.chain_of(post)]


def test_a_supervisor_who_passes_on_can_still_approve_and_one_whose_idea_it_was_cannot(
    chicago: Cast, at: datetime
) -> None:
    of_lindqvist = drafted(chicago, passed_on(chicago, at=at), at=at)
    of_whitfield = drafted(chicago, suggested(chicago, by="whitfield", at=at), at=at)
    assert chicago.whitfield not in of_lindqvist.draft.writers.all()
    assert chicago.whitfield in of_whitfield.draft.writers.all()


def test_cpd_tw_v_d_6_the_board_shows_a_units_ideas_to_the_unit_and_those_for_everybody_to_all(
    chicago: Cast, at: datetime
) -> None:
    mine = suggested(chicago, by="reyes", at=at)
    assert (read(chicago, "lindqvist", at), read(chicago, "murphy", at)) == ([mine], [])
    for_all = passed_on(chicago, reach=Reach.DEPARTMENT, at=at + timedelta(minutes=1))
    assert (read(chicago, "ortega", at), read(chicago, "murphy", at)) == ([for_all, mine], [for_all])


def test_an_idea_for_everybody_stays_on_the_board_and_each_unit_begins_its_own(
    chicago: Cast, at: datetime
) -> None:
    idea = passed_on(chicago, reach=Reach.DEPARTMENT, at=at)
    here = drafted(chicago, idea, at=at)
    there = drafted(chicago, idea, by="kowalczyk", unit="018", at=at)
    assert here.unit != there.unit
    with pytest.raises(DraftedAlready, match=chicago.reyes.titled_name):
        drafted(chicago, idea, by="ortega", at=at)
    assert read(chicago, "murphy", at) == [idea]


def test_whoever_reads_nothing_of_a_unit_is_not_written_to_about_its_draft(
    chicago: Cast, at: datetime
) -> None:
    """Told once that it became a draft, and never with a link that opens nothing."""
    post = drafted(
        chicago, passed_on(chicago, reach=Reach.DEPARTMENT, at=at), by="kowalczyk", unit="018", at=at
    )
    assert notices.authors(post) == [chicago.kowalczyk]


def test_what_was_handed_up_the_commander_decides_and_the_sergeant_no_more_cpd_tw_v_d_8(
    chicago: Cast, at: datetime
) -> None:
    idea = suggested(chicago, at=at)
    for _ in range(2):
        ideas.hand_up(idea_id=idea.pk, actor=chicago.whitfield, at=at)

    assert Event.objects.filter(verb="idea.handed_up").count() == 1
    assert told(chicago, "okafor", "idea_waits") == told(chicago, "lindqvist", "idea_handed_up") == 1
    with pytest.raises(Refused, match="The commander of the 014th District decides"):
        ideas.pass_on(idea_id=idea.pk, reach=Reach.UNIT, actor=chicago.brody, at=at)
    with pytest.raises(Refused, match="The commander of the 014th District decides"):
        ideas.decline(idea_id=idea.pk, reason="No.", actor=chicago.brody, at=at)
    with pytest.raises(Refused, match="A sergeant of the unit"):
        ideas.hand_up(idea_id=idea.pk, actor=chicago.reyes, at=at)
    assert (
        ideas.pass_on(idea_id=idea.pk, reach=Reach.UNIT, actor=chicago.okafor, at=at).state == IdeaState.OPEN
    )
    with pytest.raises(IdeaMovedOn):
        ideas.hand_up(idea_id=idea.pk, actor=chicago.whitfield, at=at)


def test_a_sergeant_who_leads_the_unit_meanwhile_hands_nothing_up_cpd_tw_v_d_8(
    chicago: Cast, at: datetime
) -> None:
    idea = suggested(chicago, at=at)
    people.grants.authorise(
        member=chicago.whitfield,
        unit=chicago.units["014"],
        role=Role.ACTING_COMMANDER,
        given_by=chicago.okafor,
        ends_at=at + timedelta(days=7),
        at=at,
    )
    with pytest.raises(Refused, match="You lead the unit, so you decide"):
        ideas.hand_up(idea_id=idea.pk, actor=chicago.whitfield, at=at)
    assert not Event.objects.filter(verb="idea.handed_up").exists()
    ideas.pass_on(idea_id=idea.pk, reach=Reach.UNIT, actor=chicago.whitfield, at=at)


def test_what_is_handed_up_in_a_unit_without_a_commander_names_communications_cpd_tw_v_d_8(
    chicago: Cast, at: datetime
) -> None:
    """On the page, to its author, to its sergeants; and also once a commander has come."""
    leads = Authorisation.objects.filter(unit=chicago.units["014"], role=Role.COMMANDER)
    leads.update(ends_at=at - timedelta(hours=1))
    idea = suggested(chicago, at=at)
    with time_machine.travel(at, tick=False):
        sergeant, thinker = (signed_in(chicago, who) for who in ("whitfield", "lindqvist"))
        page = sergeant.get(reverse("idea", args=[idea.pk])).content.decode()
        assert "Then Communications is asked" in page and "commander" not in page
        done = sergeant.post(reverse("hand_up_idea", args=[idea.pk]), follow=True).content.decode()
        assert "Handed up. Communications was told, and decides about it." in done
        page = thinker.get(reverse("idea", args=[idea.pk])).content.decode()
        assert "<dd>Communications</dd>" in page and "to Communications," in page
    letter = Message.objects.get(to=chicago.lindqvist, kind="idea_handed_up")
    assert letter.body == f"{chicago.whitfield.titled_name} handed your idea up to Communications."
    assert told(chicago, "natarajan", "idea_waits") == 1
    with pytest.raises(Refused, match=r"^It was handed up\. Communications decides about it\."):
        ideas.decline(idea_id=idea.pk, reason="No.", actor=chicago.brody, at=at)

    later = at + timedelta(hours=1)
    leads.update(starts_at=later, ends_at=None)
    with time_machine.travel(later, tick=False):
        page = signed_in(chicago, "lindqvist").get(reverse("idea", args=[idea.pk])).content.decode()
    assert "The commander of the 014th District</dd>" in page and "to Communications," in page


@pytest.mark.parametrize("by", ["lindqvist", "ortega", "reyes"])
def test_nobody_but_a_supervisor_passes_an_idea_on(chicago: Cast, by: str, at: datetime) -> None:
    idea = suggested(chicago, at=at)
    with pytest.raises(Refused, match="The sergeants and the commander"):
        ideas.pass_on(idea_id=idea.pk, reach=Reach.UNIT, actor=chicago.people[by], at=at)


def test_what_no_supervisor_passed_on_is_nothing_for_anybody_else(chicago: Cast, at: datetime) -> None:
    idea = suggested(chicago, at=at)
    Idea.objects.filter(pk=idea.pk).update(suggested_by=chicago.okafor)
    for who in ("lindqvist", "murphy", "kowalczyk"):
        with pytest.raises(Idea.DoesNotExist):
            ideas.decline(idea_id=idea.pk, reason="No.", actor=chicago.people[who], at=at)


def test_an_idea_is_declined_with_a_sentence_that_its_author_is_told_of(chicago: Cast, at: datetime) -> None:
    idea = passed_on(chicago, at=at)
    ideas.decline(idea_id=idea.pk, reason="The library tells it itself.", actor=chicago.reyes, at=at)
    idea.refresh_from_db()
    assert (idea.state, idea.reason) == (IdeaState.DECLINED, "The library tells it itself.")
    assert told(chicago, "lindqvist", "idea_declined") == 1
    with pytest.raises(IdeaMovedOn, match="This idea is now: Not taken up"):
        drafted(chicago, idea, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Idea.objects.filter(pk=idea.pk).update(reason="")


def test_an_idea_where_nobody_leads_goes_to_communications(chicago: Cast, at: datetime) -> None:
    suggested(chicago, by="marsh", at=at)
    assert told(chicago, "natarajan", "idea_waits") == 1


def test_the_same_idea_from_two_windows_is_one_and_its_author_takes_it_back(
    chicago: Cast, at: datetime
) -> None:
    idea = suggested(chicago, at=at)
    assert suggested(chicago, at=at + timedelta(seconds=1)) == idea
    assert Event.objects.filter(verb="idea.suggested").count() == 1
    with pytest.raises(Refused, match="Only its author"):
        ideas.take_back(idea_id=idea.pk, actor=chicago.whitfield, at=at)
    assert ideas.take_back(idea_id=idea.pk, actor=chicago.lindqvist, at=at).state == IdeaState.WITHDRAWN


def test_of_two_who_take_an_idea_up_at_once_one_is_told(committed_db: str, at: datetime) -> None:
    engaged = people.engage_on_duty(house=cast.CHICAGO, at=at - timedelta(hours=1))
    idea = passed_on(engaged, at=at)
    heard: list[str] = []

    def take_up(by: str) -> None:
        try:
            heard.append(drafted(engaged, idea, by=by, at=at).draft.text)
        except IdeaMovedOn as moved:
            heard.append(str(moved))
        finally:
            connections.close_all()

    both = [threading.Thread(target=take_up, args=[by]) for by in ("reyes", "ortega")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(heard) == sorted([WORDS, "This idea is now: Became a draft."])
