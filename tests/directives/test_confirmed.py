"""What an author says yes to, which check a finding comes from, and which languages nobody looked at."""

import pytest

from tests.directives.drafts import POLISH, Look


@pytest.mark.parametrize(
    ("text", "answers", "said"),
    [
        ("He could not outrun a Taser.", {"use_of_force": "yes"}, ["force-suspected"]),
        ("He could not outrun a Taser.", {"use_of_force": "no", "use_of_force_reason": "A film."}, []),
        ("He could not outrun a Taser.", {}, []),
        ("Lock your garage.", {"use_of_force": "yes"}, []),
    ],
    ids=["yes", "no", "not answered", "no such words"],
)
def test_a_rule_whose_question_is_answered_yes_was_right_and_did_not_find_nothing(
    look: Look, text: str, answers: dict[str, str | None], said: list[str]
) -> None:
    decision = look("safety_tip", text, answers=answers)
    assert [one.rule for one in decision.confirmed] == said
    assert not {one.rule for one in decision.confirmed} & {one.rule for one in decision.clear}


def test_a_finding_names_the_check_that_its_rule_asks(look: Look) -> None:
    found = look("safety_tip", "The perp met a Taser on [street].")
    assert {one.rule: one.check for one in found.findings} == {
        "force-suspected": "use_of_force",
        "plain-words": "jargon",
        "blanks-filled": None,
    }


def test_a_language_that_no_check_reads_is_told(look: Look) -> None:
    assert look("safety_tip", POLISH, readings=None).unread == ("pl",)
    assert look("safety_tip", "Lock your garage side door tonight.", readings=None).unread == ()
    assert look("safety_tip", "Cierre hoy la puerta de su garaje con llave.", readings=None).unread == ()
