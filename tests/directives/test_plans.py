"""What the plan of an account does not include is said where a draft tries it."""

import pytest

from directives.plans import PLAN
from tests.directives.drafts import Look

NEITHER = frozenset({"quote", "reply"})


@pytest.mark.parametrize(
    ("text", "cannot", "level"),
    [
        ("See https://x.com/chicago/status/1 today", NEITHER, "must_fix"),
        ("See twitter.com/chicago/status/1234", NEITHER, "must_fix"),
        ("See https://mobile.x.com/chicago/status/1", NEITHER, "must_fix"),
        ("See https://x.com/chicago/status/1 today", frozenset({"reply"}), ""),
        ("See https://x.com/chicago", NEITHER, ""),
        ("See https://fox.com/chicago/status/1", NEITHER, ""),
        ("@chicago Coats are here", NEITHER, "think"),
        ("@chicago Coats are here", frozenset({"quote"}), ""),
        ("Coats of @chicago are here", NEITHER, ""),
    ],
)
def test_what_the_plan_refuses_is_said(look: Look, text: str, cannot: frozenset[str], level: str) -> None:
    decision = look("safety_tip", text=text, cannot=cannot)
    found = [finding.level for finding in decision.findings if finding.rule == PLAN]
    assert found == ([level] if level else [])
    assert decision.may_submit == (level != "must_fix")
