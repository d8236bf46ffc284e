"""Stories and ideas over everybody's pages: forwarded or suggested, decided, drafted with credit, out, kept."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from audit.models import Event
from governance import cast
from governance.cast import CORPORATE, Cast
from posts.models import Idea, Post, RevisionAuthor, Story
from tests import people
from tests.posts.test_stories import AGREED
from tests.posts.walking import Out, Person, accepted, goes_out, trail

SOURCE = "The 014th District"


@pytest.fixture
def speaking(chicago_lately: Cast, early: Any, on_sandbox: Callable[[Cast], Any]) -> Out:
    """The cast with the department's own account."""
    cast.speak_for_all(cast=chicago_lately, house=cast.CHICAGO, at=early)
    return chicago_lately, on_sandbox(chicago_lately)


def forwarded(teller: Person, words: str) -> Story:
    forward = reverse("forward_story", args=[teller.engaged.units["014"].pk])
    told = {"words": words, "consent": "agreed", "consent_words": AGREED}
    assert "Forwarded. Communications was told." in teller.press(forward, forward, told)
    return Story.objects.latest("pk")


def test_a_story_is_forwarded_adopted_with_its_provenance_approved_out_and_kept_cpd_tw_v_b_7_and_v_d_5(
    speaking: Out,
) -> None:
    """CPD-TW.V.B.7, CPD-TW.V.D.5"""
    engaged, ground = speaking
    teller, office, second = (Person(engaged, key) for key in ("reyes", "natarajan", "foster"))
    words = f"Officer Reyes taught Mrs. Alvarez, 91, to ride a bicycle again. {people.a_word()}"
    story = forwarded(teller, words)
    assert words in office.reads("stories")

    page = office.press(
        reverse("story", args=[story.pk]),
        reverse("adopt_story", args=[story.pk]),
        {"account": engaged.accounts[CORPORATE].pk, "note": "A lovely one."},
    )
    assert "Adopted." in page
    post = Post.objects.latest("pk")
    office.writes(post, category="good_news")
    office.answers(post, {"people_agreed": "agreed", "source": SOURCE})
    office.submits(post)
    second.approves(post)
    record = goes_out(post)

    assert words in [one["text"] for one in accepted(ground, engaged, CORPORATE)]
    authors = RevisionAuthor.objects.filter(revision=post.revision)
    assert set(authors.values_list("member__log_on_id", flat=True)) == {"natarajan", "reyes"}
    kept = office.reads("record", record.number)
    assert f"adopted it from a story that {engaged.reyes.titled_name} forwarded" in kept
    assert "A lovely one." in teller.reads("story", story.pk)
    assert f"{engaged.natarajan.titled_name}, Communications Division · submitted" in kept
    assert "Social media representative" not in kept
    assert trail(post)[:2] == ["post.begun", "post.from_story"]


def test_a_story_is_declined_and_whoever_forwarded_it_reads_why_cpd_tw_v_b_7_and_v_d_5(speaking: Out) -> None:
    """CPD-TW.V.B.7, CPD-TW.V.D.5"""
    engaged, _ = speaking
    teller, office = Person(engaged, "whitfield"), Person(engaged, "natarajan")
    story = forwarded(teller, "Beat 1413 found a lost parrot.")
    address = reverse("story", args=[story.pk])

    empty = office.press(address, reverse("decline_story", args=[story.pk]), {"feedback": " "})
    assert "Tell the unit in a sentence why it is not adopted." in empty
    why = "We had a parrot on Monday. Send the next one, please."
    office.press(address, reverse("decline_story", args=[story.pk]), {"feedback": why})

    for reader in (teller, Person(engaged, "reyes")):
        assert why in reader.reads("story", story.pk)
        assert "story" in reader.reads("messages").lower()
    assert not Post.objects.filter(origin__story=story).exists()


def test_an_idea_on_the_board_of_all_is_drafted_by_another_unit_cpd_tw_v_d_6(out: Out) -> None:
    engaged, _ = out
    thinker, writer = Person(engaged, "reyes"), Person(engaged, "kowalczyk")
    words = f"Officers read to children at the library. {people.a_word()}"
    suggest = reverse("suggest_idea")
    thinker.press(suggest, suggest, {"words": words, "reach": "department"})
    idea = Idea.objects.latest("pk")
    assert words in writer.reads("contributions")

    page = writer.press(
        reverse("idea", args=[idea.pk]),
        reverse("draft_idea", args=[idea.pk]),
        {"account": engaged.accounts["018"].pk},
    )
    assert words in page and engaged.reyes.titled_name in page
    assert "018th" in thinker.reads("idea", idea.pk)


def test_an_idea_of_who_may_not_post_goes_up_two_ranks_becomes_a_draft_and_is_kept_with_credit_cpd_tw_v_d_8(
    out: Out,
) -> None:
    engaged, ground = out
    thinker, writer = Person(engaged, "lindqvist"), Person(engaged, "ortega")
    sergeant, commander = Person(engaged, "whitfield"), Person(engaged, "okafor")
    words = f"The officers of Beat 1413 read to children every Thursday. {people.a_word()}"
    suggest = reverse("suggest_idea")
    assert "Your supervisor was told" in thinker.press(suggest, suggest, {"words": words})
    idea = Idea.objects.latest("pk")
    own = reverse("idea", args=[idea.pk])
    assert "Begin draft" not in writer.reads("idea", idea.pk), "not before a supervisor passed it on"
    assert "Handed up." in sergeant.press(own, reverse("hand_up_idea", args=[idea.pk]))
    assert "Pass idea on" not in sergeant.reads("idea", idea.pk)
    assert words not in sergeant.client.get(f"{reverse('contributions')}?show=waiting").content.decode()
    assert words in commander.reads("home")
    assert "The commander of the 014th District" in thinker.reads("idea", idea.pk)

    commander.press(own, reverse("pass_on_idea", args=[idea.pk]), {"reach": "unit"})
    page = writer.press(own, reverse("draft_idea", args=[idea.pk]), {"account": engaged.accounts["014"].pk})
    assert f"It names {engaged.lindqvist.titled_name}" in page
    post = Post.objects.latest("pk")
    writer.writes(post, category="good_news")
    writer.answers(post, {"people_agreed": "nobody_named", "source": SOURCE})
    writer.submits(post)
    sergeant.approves(post)
    record = goes_out(post)

    assert words in [one["text"] for one in accepted(ground, engaged)]
    kept = sergeant.reads("record", record.number)
    assert f"from an idea of {engaged.lindqvist.titled_name}" in kept
    assert "Became a draft" in thinker.reads("idea", idea.pk)
    assert trail(post)[:2] == ["post.begun", "post.from_idea"]
    handed = ["idea.suggested", "idea.handed_up", "idea.passed_on", "idea.taken_up"]
    told = Event.objects.filter(subject_id=idea.pk, verb__startswith="idea.").order_by("pk")
    assert [event.verb for event in told] == handed
