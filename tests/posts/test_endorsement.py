"""Dealings with other accounts can look like praise: each one warns, and the answer is frozen (CPD-TW.IV.K)."""

import json
from datetime import datetime
from typing import Any

import pytest

from audit import vault
from directives.engine import judge
from directives.facts import Facts
from directives.pack import load_pack
from governance.cast import Cast
from posts import drafting, submission
from posts.coordination import alerting
from posts.submission import NotReady
from tests import people
from tests.posts.test_crime_alerts import ALERT, offered
from tests.posts.test_reposting import READ, begun, theirs


def test_cpd_tw_iv_k_every_repost_warns_that_it_can_look_like_praise_and_the_answer_is_frozen(
    out: tuple[Cast, Any], early: datetime
) -> None:
    engaged, ground = out
    post = begun(engaged, theirs(engaged, ground)[0], early)

    def sent(answers: dict[str, str], version: int) -> Any:
        said = people.with_answers(people.TIP, **answers)
        saved = drafting.save(
            post_id=post.pk, actor=engaged.reyes, written=said, seen_version=version, at=early
        )
        return submission.submit(post_id=post.pk, actor=engaged.reyes, seen_version=saved.version, at=early)

    with pytest.raises(NotReady) as refused:
        sent({}, 1)
    (warning,) = refused.value.judged.decision.at(level="must_fix")
    with pytest.raises(NotReady):
        sent({"endorsement": "no"}, 2)
    revision = sent(READ, 3).revision

    assert (warning.clause, warning.question) == ("CPD-TW.IV.K", "endorsement")
    kept = vault.text(digest=revision.answers_digest, agency_id=post.agency_id)
    assert json.loads(kept)["endorsement"] == "read"
    assert ("endorsement-warned", "think") in {(one["rule"], one["level"]) for one in revision.findings}


def test_our_own_words_are_not_warned_of(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, at=at)

    assert post.revision is not None
    assert "endorsement-warned" not in {one["rule"] for one in post.revision.findings}


def test_an_alert_asks_for_the_warning_where_it_did_not_stand_beside_the_button_cpd_tw_iv_k(
    out: tuple[Cast, Any], early: datetime
) -> None:
    engaged, ground = out
    alert = offered(engaged, theirs(engaged, ground, ALERT)[0], early)
    account = engaged.accounts["014"].pk

    def taken(given: dict[str, str]) -> Any:
        return alerting.repost(
            ready_id=alert.pk, account_id=account, actor=engaged.reyes, at=early, given=given
        )

    post = taken({"endorsement": "seen", "evidence": "no"})
    assert set(post.draft.answers) == {"source"}
    with pytest.raises(NotReady) as refused:
        submission.submit(post_id=post.pk, actor=engaged.reyes, seen_version=1, at=early)
    assert [one.clause for one in refused.value.judged.decision.at(level="must_fix")] == ["CPD-TW.IV.K"]


def test_a_statement_of_the_departments_own_is_warned_of_like_every_repost_cpd_tw_iv_k(at: datetime) -> None:
    facts = Facts(
        category="department_statement",
        text="We mourn Officer Lee.",
        today=at.date(),
        reposts=True,
        reposts_statement=True,
    )

    found = judge(pack=load_pack("chicago"), facts=facts).at(level="must_fix")

    assert "endorsement-warned" in {one.rule for one in found}
