"""CPD-SM.III.C.4.c and d: whose a picture is, and who is in it."""

from datetime import date
from typing import Any

import pytest

from directives.engine import judge
from directives.facts import Facts, MediaFacts
from directives.pack import Pack
from tests.directives.drafts import Look

TEXT = "Six winter coats were given away at the station today."
OWN: dict[str, Any] = {"owner": "department", "shown": ()}
BORROWED: dict[str, Any] = {"owner": "somebody_else", "licence": True, "document": True, "shown": ()}
SEEN: dict[str, Any] = OWN | {"consent": "given", "under_cover": "no"}


def told(look: Look, kind: str = "good_news", **said: Any) -> list[tuple[str, str]]:
    """What the rules find about one picture of which this was said."""
    decision = look(kind, TEXT, pictures=1, alt_texts=("Coats",), media=(MediaFacts(**said),))
    return [(one.rule, one.level) for one in decision.findings if one.picture == 1]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({}, ["picture-people", "picture-rights"]),
        (OWN, []),
        (SEEN | {"shown": ("juvenile",), "consent": "not_given"}, ["child-or-victim-without-consent"]),
        (SEEN | {"shown": ("victim",)}, ["child-or-victim-with-consent"]),
        (SEEN | {"shown": ("arrestee",)}, ["arrestee-shown"]),
        (SEEN | {"shown": ("arrestee", "juvenile")}, ["child-arrested"]),
        (OWN | {"shown": ("evidence",)}, ["evidence-pictured"]),
        (SEEN | {"shown": ("other",), "under_cover": "may"}, ["under-cover"]),
        (OWN | {"restricted": True}, ["blurred-picture"]),
    ],
)
def test_apd_1021_5_b_a_picture_says_whose_it_is_and_who_is_in_it(alsip: Pack, said, found):
    facts = Facts(
        category="announcement",
        text=TEXT,
        today=date(2026, 11, 21),
        answers={"source": "Chief's office"},
        pictures=1,
        alt_texts=("Coats",),
        media=(MediaFacts(**said),),
    )
    decision = judge(pack=alsip, facts=facts)
    hardest = [one.rule for one in decision.findings if one.level == decision.findings[0].level]
    assert hardest == found
    assert bool(decision.route) == any(one.level == "needs_somebody" for one in decision.findings)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"shown": ()}, [("picture-rights", "must_fix")]),
        (OWN, []),
        (BORROWED, []),
        (BORROWED | {"licence": False}, [("picture-rights", "must_fix")]),
        (BORROWED | {"document": False}, [("picture-rights", "must_fix")]),
        (BORROWED | {"ends_on": date(2026, 11, 20)}, [("picture-rights", "must_fix")]),
        (BORROWED | {"ends_on": date(2026, 11, 21)}, [("picture-rights", "think")]),
        (OWN | {"video": True}, [("video-music", "must_fix")]),
        (OWN | {"video": True, "music": "not_allowed"}, [("video-music", "must_fix")]),
        (OWN | {"video": True, "music": "none"}, []),
        (OWN | {"video": True, "music": "allowed"}, []),
    ],
)
def test_cpd_sm_iii_c_4_c_a_picture_without_rights_cannot_be_submitted(look: Look, said, found):
    assert told(look, **said) == found


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"owner": "department"}, [("picture-people", "must_fix")]),
        (SEEN | {"shown": ("other",)}, []),
        (SEEN | {"shown": ("other",), "consent": ""}, [("picture-people", "must_fix")]),
        (
            SEEN | {"shown": ("other",), "consent": "not_given"},
            [("others-without-consent", "needs_somebody")],
        ),
        (SEEN | {"shown": ("juvenile",)}, [("child-with-consent", "needs_somebody")]),
        (SEEN | {"shown": ("juvenile",), "consent": "not_given"}, [("child-without-consent", "must_fix")]),
        (SEEN | {"shown": ("victim",)}, [("victim-with-consent", "needs_somebody")]),
        (SEEN | {"shown": ("victim",), "consent": "not_given"}, [("victim-without-consent", "must_fix")]),
        (SEEN | {"shown": ("arrestee",)}, [("arrestee-elsewhere", "must_fix")]),
        (SEEN | {"shown": ("other",), "under_cover": ""}, [("under-cover", "must_fix")]),
        (SEEN | {"shown": ("other",), "under_cover": "may"}, [("under-cover", "must_fix")]),
        (OWN | {"shown": ("plate",)}, [("plate-shown", "needs_somebody")]),
        (OWN | {"shown": ("evidence",)}, [("evidence-pictured", "must_fix")]),
        (
            OWN | {"shown": ("other", "evidence")},
            [
                ("evidence-pictured", "must_fix"),
                ("picture-people", "must_fix"),
                ("under-cover", "must_fix"),
            ],
        ),
        (OWN | {"restricted": True}, [("blurred-picture", "must_fix")]),
    ],
)
def test_cpd_sm_iii_c_4_d_who_is_shown_decides_what_is_asked_and_what_stays_back(look: Look, said, found):
    assert told(look, **said) == found


def test_cpd_sm_iii_c_4_d_a_child_under_arrest_is_shown_in_no_kind_of_post(look: Look):
    said = SEEN | {"shown": ("arrestee", "juvenile")}
    assert ("child-arrested", "must_fix") in told(look, "arrest", **said)
    assert told(look, "arrest", **SEEN | {"shown": ("arrestee",)}) == [("arrestee-shown", "needs_somebody")]


@pytest.mark.parametrize(
    ("kind", "answer", "found"),
    [
        ("evidence", None, []),
        ("arrest", "yes", []),
        ("arrest", "no", [("evidence-pictured-denied", "must_fix")]),
    ],
)
def test_cpd_tw_v_d_10_a_picture_of_evidence_has_its_own_kind_or_is_told_with_an_arrest(
    look: Look, kind: str, answer: str | None, found: list[tuple[str, str]]
):
    said = (MediaFacts(**OWN | {"shown": ("evidence",)}),)
    answers = {"shows_evidence": answer, "booking_photo": "no"} if answer else {}
    decision = look(kind, TEXT, answers=answers, pictures=1, alt_texts=("A table",), media=said)
    assert [(one.rule, one.level) for one in decision.findings if one.picture == 1] == found
    assert decision.step_keys() == (
        ("sergeant", "communications")
        if answer == "no"
        else ("sergeant", "communications", "community_policing")
    )


def test_a_victim_who_agreed_brings_communications_in_and_the_decision_keeps_what_was_said(look: Look):
    said = MediaFacts(**SEEN | {"shown": ("victim",), "ends_on": date(2027, 1, 31)})
    decision = look("good_news", TEXT, pictures=1, alt_texts=("Coats",), media=(said,))
    assert decision.step_keys() == ("sergeant", "communications")
    assert decision.media == (said,)
    assert decision.as_json()["media"][0]["ends_on"] == "2027-01-31"


def test_a_sentence_names_the_picture_or_the_video(look: Look):
    media = (MediaFacts(**OWN), MediaFacts(), MediaFacts(video=True))
    decision = look("good_news", TEXT, pictures=3, alt_texts=("1", "2", "3"), media=media)
    said = [one.sentence for one in decision.findings if one.rule == "picture-rights"]
    assert said == ["Say whose picture 2 is.", "Say whose the video is."]


def test_what_is_said_alike_of_two_videos_stands_in_their_order(look: Look) -> None:
    """Else a post is judged anew because another process put its findings in another order."""
    said = MediaFacts(video=True)
    decision = look("good_news", TEXT, pictures=2, alt_texts=("1", "2"), media=(said, said))
    asked = [(one.rule, one.picture) for one in decision.findings if one.picture]
    assert asked == sorted(asked)
