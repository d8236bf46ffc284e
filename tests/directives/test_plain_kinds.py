"""The plain kinds of Chicago: events, tips, good news, their questions and their wording."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from directives.decision import Decision
from directives.engine import judge
from directives.facts import Facts
from directives.pack import Pack
from directives.word_rules import WordsAsk
from tests.directives.drafts import Look


def rules_at(decision: Decision, level) -> list[str]:
    return [finding.rule for finding in decision.at(level=level)]


FRIENDLY = [
    (
        "community_event",
        "Senior citizens coffee hour on Saturday, Dec. 5, 10 a.m., in the community room.",
    ),
    ("community_event", "Happy Pride! Walk with our LGBTQ liaison on Saturday, Dec. 5."),
    ("community_event", "Ramadan Mubarak. Join us for iftar on Dec. 5 at the mosque on Elston."),
    (
        "community_event",
        "Juneteenth planning night, Dec. 5. Bring your ideas and your grandmother's recipes.",
    ),
    ("safety_tip", "Polling place traffic on Fullerton is slow until 7 p.m. Bikes move faster."),
    ("safety_tip", "Register to vote at the library; officers at the door can point the way."),
    ("safety_tip", "Never leave a car running. It takes a moment to lose it."),
    ("district_event", "Beat meeting on 12/5, 6:30 p.m. Open Sat 10-4. All CAPS for fun? No need."),
    ("good_news", "Ofc. Reyes and the bakery found Lupe's lost dog. Welcome home, Churro."),
    ("good_news", "Black History Month: we honor the first women on our force."),
    ("safety_tip", "A deaf neighbor may not hear a siren. Look, wave, wait."),
    ("safety_tip", "Keep hats and caps off your dashboard, thieves love a clear view."),
]


@pytest.mark.parametrize(("category", "text"), FRIENDLY)
def test_friendly_posts_pass_untouched(look: Look, category, text):
    """CPD-TW.III.B, CPD-TW.III.F, CPD-TW.III.G, CPD-TW.IV.E, CPD-TW.IV.H"""
    decision = look(category, text)
    assert decision.findings == ()
    assert decision.step_keys() == ("sergeant",)
    assert "An arrest" in decision.skipped_steps[0].why


@pytest.mark.parametrize(("category", "text"), FRIENDLY)
def test_nothing_stops_a_friendly_post_with_the_checks_in_force(look: Look, category, text):
    """CPD-TW.III.B, CPD-TW.III.F, CPD-TW.III.G, CPD-TW.IV.E, CPD-TW.IV.H"""
    decision = look(category, text, readings=None)
    assert rules_at(decision, "must_fix") == []


def test_a_post_without_a_kind_cannot_be_submitted(look: Look):
    """CPD-TW.III.B"""
    for category in (None, ""):
        (finding,) = look(category, "Hello.").at(level="must_fix")
        assert (finding.rule, finding.clause) == ("listed-kind", "CPD-TW.III.B")
        assert finding.sentence == "Choose what kind of post this is."


@pytest.mark.parametrize("category", ["gossip", "Safety tip", "safety_tip ", "notice"])
def test_a_kind_that_is_not_listed_is_denied_and_treated_as_sensitive(look: Look, category):
    """CPD-TW.III.B"""
    decision = look(category, "Hello.")
    assert rules_at(decision, "must_fix") == ["listed-kind"]
    assert len(decision.attestation.boxes) == 4


def test_a_kind_for_districts_is_denied_to_an_office(look: Look):
    """CPD-TW.III.B"""
    assert rules_at(look("district_event", "Beat meeting.", unit_kind="office"), "must_fix") == [
        "listed-kind"
    ]


@pytest.mark.parametrize(
    ("category", "key", "rule", "clause"),
    [
        ("community_event", "run_by", "run-by-asked", "CPD-TW.IV.E"),
        ("community_event", "event_date", "event-day-given", "CPD-TW.IV.F"),
        ("community_event", "source", "source-named", "CPD-TW.V.B.4"),
        ("safety_tip", "source", "source-named", "CPD-TW.V.B.4"),
        ("good_news", "people_agreed", "people-asked", "CPD-SM.III.C.4.d"),
        ("good_news", "source", "source-named", "CPD-TW.V.B.4"),
        ("district_event", "event_date", "event-day-given", "CPD-TW.IV.F"),
        ("district_event", "source", "source-named", "CPD-TW.V.B.4"),
    ],
)
@pytest.mark.parametrize("blank", [None, "", "  "])
def test_each_kind_asks_its_questions(look: Look, category, key, rule, clause, blank):
    """CPD-TW.IV.E, CPD-TW.IV.F, CPD-TW.V.B.4, CPD-SM.III.C.4.d"""
    decision = look(category, "Hello.", answers={key: blank})
    (finding,) = decision.at(level="must_fix")
    assert (finding.rule, finding.clause, finding.question) == (rule, clause, key)


def test_an_event_of_somebody_else_asks_who_allowed_it(look: Look):
    """CPD-TW.IV.E"""
    decision = look("community_event", "Block club fair.", answers={"run_by": "somebody_else"})
    assert rules_at(decision, "must_fix") == ["allowed-by"]
    allowed = {"run_by": "somebody_else", "who_allowed": "Lt. Marek, 20 Nov"}
    assert look("community_event", "Block club fair.", answers=allowed).may_submit
    assert look("community_event", "Block club fair.", answers={"run_by": "with_partner"}).may_submit


def test_people_named_must_agree(look: Look):
    """CPD-SM.III.C.4.d"""
    assert rules_at(look("good_news", "Well done.", answers={"people_agreed": "not_yet"}), "must_fix") == [
        "people-agree"
    ]
    assert look("good_news", "Well done.", answers={"people_agreed": "nobody_named"}).may_submit


@pytest.mark.parametrize(
    ("event", "send_on", "asked"),
    [
        ("2026-11-20", None, True),
        ("2026-11-21", None, False),
        ("2026-11-23", date(2026, 11, 24), True),
        ("2026-11-24", date(2026, 11, 24), False),
        ("2026-12-05", date(2026, 11, 1), False),
    ],
)
def test_a_past_event_is_asked_about_and_never_blocked(look: Look, event, send_on, asked):
    """CPD-TW.IV.F"""
    decision = look("community_event", "Open house.", answers={"event_date": event}, send_on=send_on)
    assert decision.may_submit
    assert rules_at(decision, "think") == (["event-passed"] if asked else [])


def test_this_saturday_is_laid_beside_the_day_given(look: Look):
    """CPD-TW.IV.F"""
    text = "Coat drive this Saturday, Dec. 5, at 10."
    (finding,) = look("community_event", text).findings
    assert (finding.level, finding.basis) == ("think", "choice")
    assert text[slice(*finding.span)] == "this Saturday, Dec. 5"
    assert finding.suggestion == "on Saturday, Dec. 5"
    assert "reads as Sat 21 Nov" in finding.sentence and "on Sat 5 Dec" in finding.sentence


def test_the_wrong_day_of_the_week_is_noticed(look: Look):
    """CPD-TW.IV.F"""
    text = "Coat drive on Friday, Dec. 5, at 10."
    (finding,) = look("community_event", text).findings
    assert text[slice(*finding.span)] == "Friday, Dec. 5"
    assert (finding.sentence, finding.suggestion) == (
        "“Friday, Dec. 5” is a Saturday. Check the day of the week.",
        "Saturday, Dec. 5",
    )


@pytest.mark.parametrize(
    ("text", "words", "plain"),
    [
        ("Ask the CAPS office.", "CAPS office", "community policing office"),
        ("The perp ran.", "perp", "suspect"),
        ("An offender ran.", "offender", "suspect"),
        ("Give the RD number to your insurer.", "RD number", "report number"),
        ("That's a 10-4, neighbors.", "10-4", "understood"),
    ],
)
def test_words_of_the_trade_come_with_a_plain_one(look: Look, text, words, plain):
    """CPD-TW.IV.F"""
    answers = {"open_case": "no"}
    advice = [one for one in look("safety_tip", text, answers=answers).findings if one.rule == "plain-words"]
    assert [(text[slice(*one.span)], one.suggestion, one.level, one.basis) for one in advice] == [
        (words, plain, "think", "choice")
    ]


@pytest.mark.parametrize(
    ("tag", "advised"), [("#shakespearedistrict", True), ("#ShakespeareDistrict", False), ("#cpd", False)]
)
def test_a_long_hashtag_in_small_letters_is_advised_about(look: Look, tag, advised):
    """CPD-TW.IV.F"""
    found = rules_at(look("safety_tip", f"Lock up. {tag}", readings=None), "think")
    assert found == (["hashtag-case"] if advised else [])


@pytest.mark.parametrize(
    ("text", "words", "plain"),
    [
        ("Boxes sponsored by Palmer Hardware.", "sponsored by", "given by"),
        ("Mention us for 10% off.", "% off", None),
        ("Use promo code SAFE.", "promo code", None),
    ],
)
def test_words_of_an_advertisement_ask_whether_it_is_one_and_who_allowed_it(look: Look, text, words, plain):
    """CPD-TW.IV.E"""
    (asked,) = look("safety_tip", text).at(level="must_fix")
    assert (asked.rule, asked.question, asked.suggestion) == ("advertising", "advertises", plain)
    assert text[slice(*asked.span)] == words
    (left,) = look("safety_tip", text, answers={"advertises": "yes"}).at(level="must_fix")
    assert (left.rule, left.question) == ("advertising-allowed", "advert_allowed")
    said: dict[str, str | None] = {"advertises": "yes", "advert_allowed": "Lt. J. Marek, 20 Nov"}
    decision = look("safety_tip", text, answers=said)
    assert decision.may_submit and rules_at(decision, "needs_somebody") == ["advertising-declared"]
    assert [one.rule for one in decision.confirmed] == ["advertising"]


def test_words_that_advertise_nothing_go_on_with_a_reason_that_whoever_decides_sees(look: Look):
    """CPD-TW.IV.E"""
    text = "Supper for our crossing guards, sponsored by their own children."
    assert not look("safety_tip", text, answers={"advertises": "no"}).may_submit
    why = "The children cooked it."
    decision = look("safety_tip", text, answers={"advertises": "no", "advert_reason": why})
    assert decision.may_submit and "advert_allowed" not in {one.key for one in decision.questions}
    (shown,) = decision.at(level="needs_somebody")
    assert (shown.rule, shown.reason) == ("advertising", why)


def test_an_advertisement_is_declared_where_no_word_betrays_it(look: Look):
    """CPD-TW.IV.E"""
    text = "Bike lights like ours are at the shop on Oak."
    assert look("safety_tip", text).may_submit
    decision = look("safety_tip", text, answers={"advertises": "yes"})
    assert rules_at(decision, "must_fix") == ["advertising-allowed"]
    assert {"advertises", "advert_allowed"} <= {one.key for one in decision.questions}


@pytest.mark.parametrize(
    ("text", "question", "declared", "clause"),
    [
        ("Vote for Dana on Tuesday.", "political", "politics-declared", "CPD-TW.III.G"),
        ("We know how those people drive.", "disparaging", "respect-declared", "CPD-SM.II.C.3"),
    ],
)
def test_politics_and_disrespect_are_asked_about_refused_on_yes_and_shown_on_a_reasoned_no(
    look: Look, text, question, declared, clause
):
    """CPD-TW.III.F, CPD-TW.III.G"""
    (asked,) = look("safety_tip", text).at(level="must_fix")
    assert (asked.question, asked.clause, asked.basis) == (question, clause, "reading")
    (refused,) = look("safety_tip", text, answers={question: "yes"}).at(level="must_fix")
    assert (refused.rule, refused.basis) == (declared, "clause")
    assert not look("safety_tip", text, answers={question: "no"}).may_submit
    reasoned = look(
        "safety_tip", text, answers={question: "no", f"{question}_reason": "A poll about cookies"}
    )
    assert reasoned.may_submit and len(reasoned.at(level="needs_somebody")) == 1


@pytest.mark.parametrize(
    ("remaining", "sentence"), [(-1, "1 character too long"), (-12, "12 characters too long")]
)
def test_a_text_too_long_for_the_network_is_the_networks_limit_and_no_clause(look: Look, remaining, sentence):
    (finding,) = look("safety_tip", "Lock up.", remaining=remaining).findings
    assert (finding.level, finding.basis, finding.clause) == ("must_fix", "network", None)
    assert sentence in finding.sentence
    assert look("safety_tip", "Lock up.", remaining=0).findings == ()


def test_a_post_needs_words(look: Look):
    assert rules_at(look("safety_tip", " \n "), "must_fix") == ["network-length"]


def test_the_author_of_a_district_declares_that_it_is_about_the_district(look: Look):
    """CPD-TW.IV.C"""
    (said,) = look("safety_tip", "Lock up.").declarations
    assert (said.clause, said.basis) == ("CPD-TW.IV.C", "clause")
    assert look("safety_tip", "Lock up.", unit_kind="office").declarations == ()


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("crime_alert", {"reposts": True, "reposts_alert": True}),
        ("department_statement", {"reposts": True, "reposts_statement": True}),
        ("safety_tip", {"author_role": "communications"}),
    ],
)
def test_what_speaks_for_all_of_the_department_is_not_declared_to_be_about_one_district_cpd_tw_iv_c(
    look: Look, kind: str, facts: dict[str, Any]
) -> None:
    assert look(kind, "Lock up.", **facts).declarations == ()


def test_an_idiom_spares_what_a_check_saw_as_it_spares_what_is_listed(chicago: Pack) -> None:
    """CPD-SM.III.C.4.b"""
    rule = chicago.rule(id="guilt")
    assert isinstance(rule, WordsAsk) and (rule.check, rule.seen) == ("guilt", "sure")
    seeing = replace(rule, terms=(), idioms=())
    text = "Everybody knows that he did nothing wrong."
    drafts = Facts(category="safety_tip", text=text, today=date(2026, 11, 21))
    found = [
        [one.rule for one in judge(pack=replace(chicago, rules=(one,)), facts=drafts).findings]
        for one in (seeing, replace(seeing, idioms=("nothing wrong",)))
    ]
    assert found == [["guilt"], []]
