"""A post about an arrest says that a charge is no proof: the line is offered, and stands in what is approved."""

from dataclasses import replace
from datetime import date

import pytest

from directives.decision import Finding
from directives.engine import judge
from directives.facts import Facts, Part
from directives.pack import PackErrors, parse_pack
from tests.rules import text as source_of

TODAY = date(2026, 11, 20)
LINE = "A charge is not proof of guilt."
SPANISH = "Un cargo no prueba la culpa."
TOLD = "A man is charged with burglary after garages near Palmer Square were entered."
ANSWERS = {
    "charge_level": "felony",
    "charging_final_on": "2026-11-19",
    "document_reference": "JG-441-207",
    "open_case": "no",
    "known_protected": "no",
    "member_involved": "no",
    "notable": "no",
    "source": "Area Five detectives, case file",
}


def wanted(pack, text: str, **more: object) -> Finding | None:
    facts = Facts(**{"category": "arrest", "text": text, "today": TODAY, "answers": ANSWERS, **more})
    found = [one for one in judge(pack=pack, facts=facts).findings if one.rule == "charge-line"]
    assert len(found) <= 1
    return found[0] if found else None


def test_an_arrest_without_the_line_is_stopped_and_one_press_adds_it_cpd_sm_iii_c_4_b(chicago):
    finding = wanted(chicago, f"{TOLD}\n")
    assert finding is not None and (finding.level, finding.basis) == ("must_fix", "choice")
    assert LINE in finding.sentence and finding.wording
    start, end = finding.span or (0, 0)
    added = TOLD[:start] + (finding.suggestion or "") + TOLD[end:]
    assert added == f"{TOLD} {LINE}"
    assert wanted(chicago, added) is None


@pytest.mark.parametrize(
    "said",
    [
        LINE,
        LINE.upper(),
        "A charge  is not\nproof of guilt",
        "He is presumed innocent until a court decides.",
        "Everybody is innocent until proven guilty.",
    ],
)
def test_what_says_it_already_needs_no_line_cpd_sm_iii_c_4_b(chicago, said):
    assert wanted(chicago, f"{TOLD} {said}") is None


def test_a_spanish_post_says_it_in_spanish_cpd_sm_iii_c_4_b(chicago):
    told, spoken = "Un hombre está acusado de robo.", {"language": "Spanish", "meaning": "A man is charged."}
    finding = wanted(chicago, told, **spoken)
    assert finding is not None and finding.suggestion == f" {SPANISH}"
    assert wanted(chicago, f"{told} {LINE}", **spoken) is not None
    assert wanted(chicago, f"{told} {SPANISH}", **spoken) is None
    assert wanted(chicago, f"{told} Se presume inocente.", **spoken) is None


def test_a_language_without_a_line_has_that_of_the_department(chicago):
    finding = wanted(chicago, "Mężczyzna jest oskarżony.", language="Polish", meaning="A man is charged.")
    assert finding is not None and finding.suggestion == f" {LINE}"


def test_words_that_say_it_in_such_a_language_go_on_with_a_reason_cpd_sm_iii_c_4_b(chicago):
    told = "Mężczyzna jest oskarżony, co nie dowodzi winy."
    spoken = {"language": "Polish", "meaning": "A man is charged."}
    stopped = wanted(chicago, told, **spoken)
    assert stopped is not None and (stopped.level, stopped.way_on) == ("must_fix", "line_reason")
    why = "The last words say it in Polish."
    shown = wanted(chicago, told, answers={**ANSWERS, "line_reason": why}, **spoken)
    assert shown is not None and (shown.level, shown.reason) == ("needs_somebody", why)


def test_of_a_thread_the_line_stands_in_any_part_and_is_offered_at_its_end(chicago):
    parts = (Part(text=TOLD, remaining=100), Part(text="Call us.", remaining=100))
    finding = wanted(chicago, f"{TOLD}\n\nCall us.", parts=parts)
    assert finding is not None and (finding.part, finding.span) == (2, (8, 8))
    assert wanted(chicago, f"{TOLD} {LINE}\n\nCall us.", parts=parts) is None


def test_of_a_thread_whose_last_part_is_empty_yet_the_line_is_offered_there(chicago):
    parts = (Part(text=TOLD, remaining=100), Part(text="", remaining=280))
    finding = wanted(chicago, f"{TOLD}\n\n", parts=parts)
    assert finding is not None and (finding.part, finding.span) == (2, (0, 0))


@pytest.mark.parametrize("other", [{"category": "safety_tip"}, {"text": "  "}, {"reposts": True}])
def test_other_posts_have_no_line_of_ours(chicago, other):
    assert wanted(chicago, **{"text": TOLD, **other}) is None


def test_a_department_switches_it_off_or_words_it_its_own_way_cpd_sm_iii_c_4_b(chicago):
    rule = chicago.rule(id="charge-line")
    assert rule is not None and rule.on
    others = tuple(one for one in chicago.rules if one.id != rule.id)
    assert wanted(replace(chicago, rules=(*others, replace(rule, on=False))), TOLD) is None
    other = source_of("chicago").replace(LINE, "Charges are claims.")
    finding = wanted(parse_pack(file="chicago.toml", source=other), TOLD)
    assert finding is not None and finding.suggestion == " Charges are claims."


def test_a_rule_of_no_line_is_no_rule():
    begins = 'lines = [\n    { language = "English"'
    source = source_of("chicago")
    assert begins in source
    at = source.index(begins)
    gone = source[:at] + "lines = []" + source[source.index("\n]", at) + 2 :]
    with pytest.raises(PackErrors, match="must hold the line in a language"):
        parse_pack(file="chicago.toml", source=gone)
