"""Dealings with other accounts can look like praise: each one warns, and the answer is frozen (CPD-TW.IV.K)."""

import json
from datetime import datetime
from typing import Any

import pytest

from audit import vault
from governance.cast import Cast
from posts import drafting, submission
from posts.submission import NotReady
from tests import people
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
