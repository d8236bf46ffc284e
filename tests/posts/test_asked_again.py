"""Answers to sensitive questions are for the words and pictures that were frozen: a change asks them again."""

from dataclasses import replace
from datetime import datetime

import pytest

from governance.cast import Cast
from posts import drafting, reviewing, submission
from posts.models import Draft, Post, Revision
from posts.pictured import Pictured
from posts.submission import NotReady
from tests import people
from tests.posts import desks, picturing

SENSITIVE = {"open_case", "notable", "evidence_shown", "evidence_safe", "source"}


def came_back(engaged: Cast, at: datetime, written: people.Written = people.EVIDENCE) -> Draft:
    post = people.submitted(engaged=engaged, written=written, at=at)
    assert post.revision is not None
    reviewing.return_(
        post_id=post.pk, binding=post.revision.binding, actor=engaged.whitfield, reason="Shorter.", at=at
    )
    return Draft.objects.get(post=post)


def saved(engaged: Cast, draft: Draft, at: datetime, **changes: object) -> Draft:
    before = drafting.written_in(draft=draft, category=Post.objects.get(pk=draft.post_id).category)
    written = replace(before, **changes)  # type: ignore[arg-type]
    return drafting.save(
        post_id=draft.post_id, actor=engaged.reyes, written=written, seen_version=draft.version, at=at
    )


def test_a_changed_text_asks_the_sensitive_questions_again_cpd_tw_v_d_10(chicago: Cast, at: datetime) -> None:
    draft = saved(chicago, came_back(chicago, at), at, text="Forty bicycles wait for their owners.")

    assert not draft.answers, "the source, too, is of exactly these words"
    assert set(draft.asked_again) == SENSITIVE
    with pytest.raises(NotReady) as refused:
        submission.submit(post_id=draft.post_id, actor=chicago.reyes, seen_version=draft.version, at=at)
    left = {finding.question for finding in refused.value.judged.decision.at(level="must_fix")}
    assert left == SENSITIVE


def test_the_court_record_and_the_source_of_an_arrest_are_asked_again_with_its_words_cpd_tw_v_d_9(
    chicago: Cast, at: datetime
) -> None:
    other = f"{people.ARREST.text} Garages near Humboldt Park, too."
    draft = saved(chicago, came_back(chicago, at, people.ARREST), at, text=other)
    assert {"document_reference", "source"} <= set(draft.asked_again)
    assert not {"document_reference", "source"} & draft.answers.keys()


def test_the_source_of_a_plain_post_stays_when_its_words_change(chicago: Cast, at: datetime) -> None:
    draft = saved(chicago, came_back(chicago, at, people.TIP), at, text="Lock your side door tonight.")
    assert draft.answers == people.TIP.answers and draft.asked_again == []


def test_who_runs_and_allowed_an_event_is_asked_again_and_its_day_is_laid_beside_the_new_words_cpd_tw_iv_e(
    chicago: Cast, at: datetime
) -> None:
    answers = {"run_by": "somebody_else", "who_allowed": "Lt. J. Marek, 20 Nov", "event_date": "2026-12-05"}
    fair = people.Written(
        category="community_event",
        text="The block club fair is on Oak on Saturday, Dec. 5, from 10 a.m.",
        answers={**answers, "source": "The block club"},
    )
    draft = saved(chicago, came_back(chicago, at, fair), at, text="The bakery's fair is on Oak, Dec. 5.")
    assert set(draft.asked_again) == {"run_by", "who_allowed"}
    assert draft.answers == {"event_date": "2026-12-05", "source": "The block club"}


def test_who_allowed_naming_a_business_is_asked_again_with_other_words_cpd_tw_iv_e(
    chicago: Cast, at: datetime
) -> None:
    given = people.with_answers(people.TIP, advert_allowed="Lt. J. Marek, 20 Nov")
    boxes = replace(given, text="Boxes sponsored by Palmer Hardware.")
    draft = saved(chicago, came_back(chicago, at, boxes), at, text="Boxes sponsored by Oak Hardware.")
    assert draft.asked_again == ["advert_allowed"]


def test_what_is_answered_after_the_change_counts_and_is_bound_with_the_new_version(
    chicago: Cast, at: datetime
) -> None:
    draft = saved(chicago, came_back(chicago, at), at, text="Forty bicycles wait for their owners.")
    draft = saved(chicago, draft, at, answers=dict(people.EVIDENCE.answers))
    draft = saved(chicago, draft, at, text="Forty bicycles wait for you.")

    assert draft.answers == people.EVIDENCE.answers and draft.asked_again == []
    post = submission.submit(post_id=draft.post_id, actor=chicago.reyes, seen_version=draft.version, at=at)
    first, second = Revision.objects.filter(post=post).order_by("number")
    assert first.binding != second.binding
    assert saved(chicago, _back(chicago, post, at), at, text="Forty of them.").answers == {}


def _back(engaged: Cast, post: Post, at: datetime) -> Draft:
    drafting.reopen(post_id=post.pk, actor=engaged.reyes, at=at)
    return Draft.objects.get(post=post)


def test_an_answer_that_changes_with_the_text_is_given_for_the_new_one(chicago: Cast, at: datetime) -> None:
    answers = {**people.EVIDENCE.answers, "open_case": "yes"}
    draft = saved(chicago, came_back(chicago, at), at, text="Forty bicycles.", answers=answers)
    assert draft.answers["open_case"] == "yes"
    assert set(draft.asked_again) == SENSITIVE - {"open_case"}


def test_another_time_or_note_asks_nothing_again(chicago: Cast, at: datetime) -> None:
    draft = saved(chicago, came_back(chicago, at), at, note="Shorter now.")
    assert draft.answers == people.EVIDENCE.answers


def test_another_picture_asks_again_as_another_word_does(chicago: Cast, at: datetime) -> None:
    draft = came_back(chicago, at)
    picture = picturing.made(post=draft.post, by=chicago.reyes, at=at)
    shown = (Pictured(picture_id=picture.pk, alt_text="Bicycles in a row."),)
    assert saved(chicago, draft, at, pictures=shown).answers == {}


def test_a_copy_of_a_sensitive_post_is_asked_from_the_beginning(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, written=people.EVIDENCE, at=at)
    copied = drafting.copy(post_id=post.pk, actor=chicago.reyes, at=at).draft
    copied.refresh_from_db()
    assert copied.answers == {} and set(copied.asked_again) == SENSITIVE


def test_an_older_page_answers_nothing_that_was_asked_again_since(
    chicago_lately: Cast, early: datetime
) -> None:
    """Somebody kept the page of the first version open, and keeps its words over those that were saved meanwhile."""
    old = came_back(chicago_lately, early)
    saved(chicago_lately, old, early, text="Forty bicycles wait for their owners.")
    answers = {f"answer-{key}": said for key, said in people.EVIDENCE.answers.items()}
    sent = {
        "category": "evidence",
        "text": "Forty bicycles.",
        "resolve": "mine",
        "their_version": "2",
        **answers,
    }
    client = desks.signed_in(chicago_lately.reyes)
    client.post(f"/write/{old.post_id}/submit/", {**sent, "version": str(old.version)})
    draft = Draft.objects.get(pk=old.pk)
    assert (draft.text, draft.answers) == ("Forty bicycles.", {})
    assert set(draft.asked_again) == SENSITIVE
    assert Post.objects.get(pk=old.post_id).status == "returned"


def test_the_composer_says_why_a_question_stands_open_again(chicago: Cast, at: datetime) -> None:
    draft = saved(chicago, came_back(chicago, at), at, text="Forty bicycles.")
    page = desks.read(desks.signed_in(chicago.reyes).get(f"/write/{draft.post_id}/"))
    assert "Answer it again: it was answered for other words or pictures" in page
