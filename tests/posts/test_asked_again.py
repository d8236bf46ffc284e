"""A sensitive question is answered for what goes out: another text asks it again, at the press that hands it in."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts.models import Role
from audit.models import Event
from governance.cast import Cast
from posts import drafting, pairs, rights, submission
from posts.models import Draft, MediaRights, Post, Revision, Status
from posts.pairs import OtherHalf
from posts.pictured import Pictured
from posts.said import Rights
from posts.submission import NotReady
from tests import people
from tests.posts import desks, paired, picturing
from tests.posts.answered import SENSITIVE, came_back, confirmed, drafted, saved, stale


def test_a_changed_text_asks_the_sensitive_questions_again_cpd_tw_v_d_10(chicago: Cast, at: datetime) -> None:
    draft = saved(chicago, came_back(chicago, at), at, text="Forty bicycles wait for their owners.")

    assert draft.answers == people.EVIDENCE.answers, "they stay to be read"
    assert stale(chicago, draft, at) == SENSITIVE, "the source, too, is of exactly these words"
    with pytest.raises(NotReady, match=r"^6 answers to confirm first\.$"):
        submission.submit(post_id=draft.post_id, actor=chicago.reyes, seen_version=draft.version, at=at)


def test_before_the_first_submission_too_an_answer_is_of_the_words_that_it_was_given_for_cpd_tw_v_d_10(
    chicago: Cast, at: datetime
) -> None:
    draft = saved(chicago, drafted(chicago, at), at, text="Forty bicycles wait for their owners.")
    assert stale(chicago, draft, at) == SENSITIVE
    assert stale(chicago, confirmed(chicago, draft, at, "open_case", "notable"), at) == {
        "known_protected",
        "evidence_shown",
        "evidence_safe",
        "source",
    }
    assert stale(chicago, confirmed(chicago, draft, at), at) == set()
    assert Post.objects.get(pk=draft.post_id).status == Status.IN_REVIEW


def test_each_later_rewrite_asks_again_what_was_confirmed_after_the_one_before(
    chicago: Cast, at: datetime
) -> None:
    draft = saved(chicago, came_back(chicago, at), at, text="Forty bicycles wait for their owners.")
    draft = confirmed(chicago, draft, at)
    draft = saved(chicago, draft, at, text="Forty bicycles wait for you.")
    assert stale(chicago, draft, at) == SENSITIVE


def test_who_answers_after_having_written_is_asked_nothing_twice(chicago: Cast, at: datetime) -> None:
    draft = drafted(chicago, at, replace(people.EVIDENCE, text="Forty bi", answers={}))
    draft = saved(chicago, draft, at, text=people.EVIDENCE.text)
    for question, answer in people.EVIDENCE.answers.items():
        draft = saved(chicago, draft, at, answers={**draft.answers, question: answer})
    assert stale(chicago, draft, at) == set()


def test_only_what_was_answered_before_the_change_is_asked_again(chicago: Cast, at: datetime) -> None:
    answers = dict(people.EVIDENCE.answers)
    early = {key: answers[key] for key in ("open_case", "notable")}
    draft = drafted(chicago, at, replace(people.EVIDENCE, text="Forty bicycles.", answers=early))
    draft = saved(chicago, draft, at, text="Forty bicycles wait.", answers=answers)
    assert stale(chicago, draft, at) == early.keys()


def test_words_that_are_as_they_were_again_ask_nothing(chicago: Cast, at: datetime) -> None:
    draft = saved(chicago, drafted(chicago, at), at, text="Forty bicycles.")
    draft = saved(chicago, draft, at, text=people.EVIDENCE.text, note="As it was.")
    assert stale(chicago, draft, at) == set()


def test_the_court_record_and_the_source_of_an_arrest_are_asked_again_with_its_words_cpd_tw_v_d_9(
    chicago: Cast, at: datetime
) -> None:
    other = f"{people.ARREST.text} Garages near Humboldt Park, too."
    draft = saved(chicago, came_back(chicago, at, people.ARREST), at, text=other)
    assert {"document_reference", "source"} <= stale(chicago, draft, at)


def test_the_source_of_a_plain_post_stays_when_its_words_change(chicago: Cast, at: datetime) -> None:
    draft = saved(chicago, came_back(chicago, at, people.TIP), at, text="Lock your side door tonight.")
    assert stale(chicago, draft, at) == set()


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
    assert stale(chicago, draft, at) == {"run_by", "who_allowed"}


def test_whether_and_by_leave_of_whom_it_advertises_is_asked_again_with_other_words_cpd_tw_iv_e(
    chicago: Cast, at: datetime
) -> None:
    given = people.with_answers(people.TIP, advertises="yes", advert_allowed="Lt. J. Marek, 20 Nov")
    boxes = replace(given, text="Boxes sponsored by Palmer Hardware.")
    draft = saved(chicago, came_back(chicago, at, boxes), at, text="Boxes sponsored by Oak Hardware.")
    assert stale(chicago, draft, at) == {"advertises", "advert_allowed"}


def test_what_is_confirmed_is_bound_with_the_new_version(chicago: Cast, at: datetime) -> None:
    draft = saved(chicago, came_back(chicago, at), at, text="Forty bicycles wait for you.")
    draft = confirmed(chicago, draft, at)
    post = submission.submit(post_id=draft.post_id, actor=chicago.reyes, seen_version=draft.version, at=at)
    first, second = Revision.objects.filter(post=post).order_by("number")
    assert first.binding != second.binding
    drafting.reopen(post_id=post.pk, actor=chicago.reyes, at=at)
    draft = saved(chicago, Draft.objects.get(post=post), at, text="Forty of them.")
    assert stale(chicago, draft, at) == SENSITIVE


def test_whoever_confirms_an_answer_becomes_a_writer_of_the_post_and_leaves_an_event_cpd_tw_v_d_10(
    chicago: Cast, at: datetime
) -> None:
    """What another officer says is still so, they answer for: they do not approve it afterwards."""
    people.grants.authorise(
        member=chicago.natarajan, unit=chicago.units["014"], role=Role.USMR, given_by=chicago.novak, at=at
    )
    draft = saved(chicago, drafted(chicago, at), at, text="Forty bicycles wait for their owners.")
    assert set(draft.writers.all()) == {chicago.reyes}
    confirmed(chicago, draft, at, "open_case", by=chicago.natarajan)
    assert set(draft.writers.all()) == {chicago.reyes, chicago.natarajan}
    event = Event.objects.filter(verb="post.saved", subject_id=draft.post_id).latest("pk")
    assert (event.actor_id, event.keys["version"]) == (chicago.natarajan.pk, draft.version)


def test_a_tick_for_other_words_makes_nobody_a_writer_and_leaves_no_event(
    chicago: Cast, at: datetime
) -> None:
    draft = saved(chicago, drafted(chicago, at), at, text="Forty bicycles wait for their owners.")
    events = Event.objects.filter(verb="post.saved", subject_id=draft.post_id).count()
    drafting.save(
        post_id=draft.post_id,
        actor=chicago.reyes,
        written=drafting.written_in(draft=draft, category=Post.objects.get(pk=draft.post_id).category),
        seen_version=draft.version,
        still={"open_case": "0" * 64},
        at=at,
    )
    assert Event.objects.filter(verb="post.saved", subject_id=draft.post_id).count() == events


def test_an_answer_that_changes_with_the_text_is_given_for_the_new_one(chicago: Cast, at: datetime) -> None:
    answers = {**people.EVIDENCE.answers, "open_case": "yes"}
    draft = saved(chicago, came_back(chicago, at), at, text="Forty bicycles.", answers=answers)
    assert draft.answers["open_case"] == "yes"
    assert stale(chicago, draft, at) == SENSITIVE - {"open_case"}


def test_another_time_or_note_asks_nothing_again(chicago: Cast, at: datetime) -> None:
    draft = came_back(chicago, at)
    later = saved(chicago, draft, at, note="Shorter now.", send_at=at + timedelta(hours=2))
    assert stale(chicago, later, at) == set()


def _a_picture(engaged: Cast, draft: Draft, at: datetime) -> dict[str, Any]:
    picture = picturing.made(post=Post.objects.get(pk=draft.post_id), by=engaged.reyes, at=at)
    return {"pictures": (Pictured(picture_id=picture.pk, alt_text="Bicycles in a row."),)}


def _its_kind(engaged: Cast, draft: Draft, at: datetime) -> dict[str, Any]:
    return {"category": "arrest"}


def _a_part(engaged: Cast, draft: Draft, at: datetime) -> dict[str, Any]:
    return {"further": ("Bring the serial number.",)}


def _its_language(engaged: Cast, draft: Draft, at: datetime) -> dict[str, Any]:
    return {"language": "es", "meaning": "Forty bicycles."}


@pytest.mark.parametrize(
    "change", [_a_picture, _its_kind, _a_part, _its_language], ids=lambda one: one.__name__
)
def test_whatever_goes_out_otherwise_makes_other_contents(chicago: Cast, at: datetime, change: Any) -> None:
    draft = came_back(chicago, at)
    draft = saved(chicago, draft, at, **change(chicago, draft, at))
    assert "notable" in stale(chicago, draft, at)


def test_another_english_meaning_asks_again(chicago: Cast, at: datetime) -> None:
    spanish = replace(people.EVIDENCE, text="Cuarenta bicicletas.", language="es", meaning="Forty bicycles.")
    draft = saved(chicago, drafted(chicago, at, spanish), at, meaning="Fifty bicycles.")
    assert stale(chicago, draft, at) == SENSITIVE


def test_another_account_asks_again(chicago: Cast, at: datetime) -> None:
    people.grants.authorise(
        member=chicago.reyes, unit=chicago.units["001"], role=Role.USMR, given_by=chicago.novak, at=at
    )
    draft = drafted(chicago, at)
    drafting.change_account(
        post_id=draft.post_id,
        account_id=chicago.accounts["001"].pk,
        actor=chicago.reyes,
        seen_version=draft.version,
        at=at,
    )
    draft.refresh_from_db()
    assert stale(chicago, draft, at) == SENSITIVE


def test_what_an_author_said_of_their_own_accord_is_asked_again_too(chicago: Cast, at: datetime) -> None:
    declared = people.with_answers(people.TIP, open_case="yes")
    draft = saved(chicago, drafted(chicago, at, declared), at, text="The fire on Oak is looked into.")
    assert stale(chicago, draft, at) == {"open_case"}


def test_what_is_said_of_a_picture_is_content_too(chicago: Cast, at: datetime) -> None:
    draft = drafted(chicago, at, replace(people.EVIDENCE, answers={}))
    picture = picturing.placed(post=draft.post, by=chicago.reyes, at=at)
    draft = saved(chicago, Draft.objects.get(pk=draft.pk), at, answers=dict(people.EVIDENCE.answers))
    said = Rights(
        owner="department",
        shown=("other",),
        consent="given",
        agreed="By mail.",
        under_cover="no",
        asked="Lee",
    )
    seen = MediaRights.objects.get(picture=picture).pk
    rights.say(picture=picture, rights=said, seen=seen, actor=chicago.reyes, at=at)
    assert stale(chicago, draft, at) == SENSITIVE


def test_a_copy_of_a_sensitive_post_is_asked_from_the_beginning(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, written=people.EVIDENCE, at=at)
    copied = drafting.copy(post_id=post.pk, actor=chicago.reyes, at=at).draft
    copied.refresh_from_db()
    assert copied.answers == {} and set(copied.asked_again) == SENSITIVE
    page = desks.read(desks.signed_in(chicago.reyes).get(f"/write/{copied.post_id}/"))
    assert "Answer it again: it was answered for other words or pictures" in page
    answered = saved(chicago, copied, at, answers=dict(people.EVIDENCE.answers))
    assert stale(chicago, answered, at) == set()


def test_each_post_of_a_pair_asks_for_its_own_words(chicago: Cast, at: datetime) -> None:
    first, second = paired.begun(engaged=chicago, written=people.EVIDENCE, at=at)
    saved(chicago, Draft.objects.get(post=second), at, answers=dict(people.EVIDENCE.answers))
    draft = Draft.objects.get(post=second)
    draft = saved(chicago, draft, at, text="Cuarenta bicicletas esperan.")
    with pytest.raises(OtherHalf, match="6 answers to confirm first"):
        pairs.submit(post_id=first.pk, actor=chicago.reyes, seen_version=1, at=at)
    confirmed(chicago, draft, at)
    assert pairs.submit(post_id=first.pk, actor=chicago.reyes, seen_version=1, at=at).status == "in_review"
