"""A rule about words is turned from advice to a question and back on the page of a proposal (CPD-TW.I, VI)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import PolicyProposal
from governance.cast import Cast
from posts.models import Post
from tests import people
from tests.posts.writing import check, signed_in

ALIKE = "He kept a diary! With drawings! Of the safe! Our favorite page is in the comments."
SAID = "Officers recovered a handgun from the car."
ASKS_ALIKE = "This reads like posts about evidence of a crime. Say whether it shows or describes some."
ADVISES_ALIKE = "If it shows or describes some, choose the kind “Evidence”."
ASKS_SAID = "“recovered a handgun from” can tell about evidence of a crime. Say whether it does."
ADVISES_SAID = (
    "“recovered a handgun from” can tell about evidence of a crime. If it does, choose the kind “Evidence”."
)
QUESTION = 'id="question-shows_evidence"'


@pytest.fixture(autouse=True)
def _now(at: datetime) -> Iterator[None]:
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def draft(chicago: Cast, at: datetime) -> Post:
    return people.drafted(engaged=chicago, at=at)


def begun(writer: Client) -> PolicyProposal:
    writer.post(reverse("begin_proposal"), {"begin_with": "present"})
    return PolicyProposal.objects.latest("pk")


def with_words(writer: Client, proposal: PolicyProposal, rule: str, **other: str) -> str:
    """The page after the form of a rule was sent as it stood, but for what is `other`."""
    address = reverse("change_rule", args=[proposal.pk, rule])
    form = writer.get(address).context["form"]
    typed = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    return writer.post(address, {**typed, **other}, follow=True).content.decode()


def adopted(engaged: Cast, rule: str, **other: str) -> str:
    """What the page of the proposal said of a change of one rule that is in force now."""
    writer, reviewer = signed_in(engaged, "natarajan"), signed_in(engaged, "admin")
    proposal = begun(writer)
    page = with_words(writer, proposal, rule, **other)
    writer.post(reverse("hand_in_proposal", args=[proposal.pk]), {"why": "We tried it."})
    proposal.refresh_from_db()
    agreed = {"read_against": proposal.base_id, "answer": "Agreed."}
    reviewer.post(reverse("adopt_proposal", args=[proposal.pk]), agreed)
    assert engaged.agency.policies.latest("pk").version == proposal.version
    return page


def composed(engaged: Cast, draft: Post, text: str) -> str:
    page: Any = check(signed_in(engaged, "reyes"), draft, follow=True, text=text)
    said: str = page.content.decode()
    return said


def test_what_only_reads_alike_tells_what_to_do_asks_where_a_version_lets_it_and_tells_again(
    chicago: Cast, draft: Post
) -> None:
    """CPD-TW.V.D.10"""
    before = composed(chicago, draft, ALIKE)
    assert ADVISES_ALIKE in before and ASKS_ALIKE not in before and QUESTION not in before

    page = adopted(chicago, "evidence-hinted", strength="asks")
    for said in ("Its author reads", ADVISES_ALIKE, ASKS_ALIKE, "Asks, and waits for the answer"):
        assert said in page
    asked = composed(chicago, draft, ALIKE)
    assert ASKS_ALIKE in asked and QUESTION in asked and ADVISES_ALIKE not in asked

    adopted(chicago, "evidence-hinted", strength="advises")
    after = composed(chicago, draft, ALIKE)
    assert ADVISES_ALIKE in after and ASKS_ALIKE not in after and QUESTION not in after


def test_words_that_asked_tell_what_to_do_where_a_version_makes_advice_of_it(
    chicago: Cast, draft: Post
) -> None:
    """CPD-TW.V.D.10"""
    assert ASKS_SAID in composed(chicago, draft, SAID)
    page = adopted(chicago, "evidence-suspected", strength="advises")
    assert "Gives advice, and asks nothing" in page and "If it does, choose the kind “Evidence”." in page
    after = composed(chicago, draft, SAID)
    assert ADVISES_SAID in after and ASKS_SAID not in after and QUESTION not in after


def test_the_words_of_an_advice_are_changed_on_the_page_and_must_be_there(chicago: Cast) -> None:
    writer = signed_in(chicago, "natarajan")
    proposal = begun(writer)
    page = with_words(
        writer, proposal, "evidence-suspected", strength="advises", sentence_as_advice="Leave “{words}” out."
    )
    assert "As advice" in page and "Leave “{words}” out." in page
    empty = with_words(writer, proposal, "evidence-hinted", sentence_as_advice=" ")
    assert "This sentence cannot be empty." in empty


def test_a_version_that_wrote_no_advice_is_asked_for_it_once_a_rule_is_to_advise(chicago: Cast) -> None:
    writer = signed_in(chicago, "natarajan")
    proposal = begun(writer)
    file = writer.get(reverse("proposal_file", args=[proposal.pk])).content.decode()
    bare = "\n".join(row for row in file.split("\n") if not row.startswith("sentence_as_advice"))
    typed = {"file": SimpleUploadedFile("rules.toml", bare.encode())}
    writer.post(reverse("replace_proposal", args=[proposal.pk]), typed)
    page = with_words(writer, proposal, "evidence-suspected", strength="advises")
    assert "Write what it says as advice: what to do next." in page
    page = with_words(
        writer, proposal, "evidence-suspected", strength="advises", sentence_as_advice="Leave “{words}” out."
    )
    assert "Its author reads" in page and "Leave “{words}” out." in page
