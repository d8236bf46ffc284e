"""One post under two versions: whatever part of the rules makes the difference is named and shown (CPD-TW.VI)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from directives.comparison import compare
from directives.engine import judge
from directives.facts import Facts
from directives.pack import Pack, parse_pack
from governance.cast import Cast
from posts import side_by_side
from posts.models import Post
from posts.side_by_side import Compared
from tests import people, rules
from tests.directives.drafts import TODAY
from tests.directives.small_pack import PACK
from tests.directives.test_disagreements import pack_with

LOOKED_AT = """
[training]
clause = "S.1"
topics = [{ key = "all", label = "All of it" }]
checklist = ["Is the picture right?"]

[[clause]]"""
FORCE = """
[[rule]]
id = "force"
kind = "use_of_force"
title = "Use of force"
clause = "S.1"
basis = "clause"
sentence = "Nothing about a use of force."
question = "charged"
values = ["yes"]
"""


def small(source: str = PACK) -> Pack:
    return parse_pack(file="small.toml", source=source)


def between(before: Pack, after: Pack, *, charged: str = "yes") -> Compared:
    facts = Facts(category="tip", text="A tip.", today=TODAY, answers={"source": "Desk", "charged": charged})
    left, right = (judge(pack=pack, facts=facts) for pack in (before, after))
    return side_by_side.between(left=left, right=right, difference=compare(before=before, after=after))


def explained(compared: Compared) -> set[str]:
    return {one.why for side in (compared.left, compared.right) for one in side.only}


def test_use_of_force_that_is_shown_to_somebody_instead_of_stopped_names_the_setting():
    source = PACK + FORCE
    compared = between(
        small(source), small(source.replace('use_of_force = "stop"', 'use_of_force = "somebody"'))
    )
    assert not compared.same
    why = "Its own rule is the same in both. It follows from the settings (a post about use of force)."
    assert explained(compared) == {why}
    (change,) = compared.changes
    (line,) = change.lines
    assert (change.title, line.before, line.after) == ("Settings", ("Stopped",), ("Shown to somebody",))


def test_what_is_said_by_approving_names_itself():
    before = small()
    other = replace(before.attestation, sentence="By approving, you say that it is true.")
    compared = between(before, replace(before, attestation=other))
    assert explained(compared) == {"It follows from what is said by approving (it says)."}
    assert [one.title for one in compared.changes] == ["Words"]


def test_a_line_of_the_checklist_names_the_training():
    source = PACK.replace("\n[[clause]]", LOOKED_AT, 1)
    compared = between(small(source), small(source.replace("the picture right", "the picture ours")))
    assert explained(compared) == {"It follows from the training (checklist for who approves)."}
    assert [one.title for one in compared.changes] == ["Training"]


def test_a_question_that_its_kind_of_post_asks_now_names_the_kind():
    after = small(PACK.replace('questions = ["source"]', 'questions = ["source", "charged"]'))
    compared = between(small(), after, charged="no")
    (asked,) = compared.right.only
    why = "The question itself is the same in both. It follows from the kind of post “Tip” (asks)."
    assert (asked.words, asked.why) == ("Is somebody charged?", why)
    assert [one.title for one in compared.changes] == ["Tip"]


def test_the_rank_of_a_directive_is_named_and_both_sides_show_which_rule_gave_way():
    compared = between(pack_with(), pack_with(T=30))
    (left,), (right,) = compared.left.gives_way, compared.right.gives_way
    assert left.words.startswith("“Charges are told” stands and “Nothing about charges” gives way.")
    assert right.words.startswith("“Nothing about charges” stands and “Charges are told” gives way.")
    assert "the directive “Other orders” (place among directives)" in left.why
    assert not left.also and not right.also
    assert [one.title for one in compared.changes] == ["Other orders"]


@pytest.mark.parametrize("point", ["record_class", "review_minutes"])
def test_the_class_of_a_record_and_the_minutes_name_the_kind_of_post(point: str):
    values = {"record_class": ('"tips"', '"letters"'), "review_minutes": ("= 60", "= 90")}
    compared = between(small(), small(PACK.replace(*values[point])))
    assert not compared.same and not compared.left.only
    assert [one.title for one in compared.changes] == ["Tip"]


@pytest.fixture
def _now(at: datetime) -> Iterator[None]:
    with time_machine.travel(at, tick=False):
        yield


def page_of(chicago: Cast, post: Post, **versions: str) -> str:
    client = Client()
    client.force_login(chicago.reyes)
    answer = client.get(reverse("compare_versions", args=[post.pk]), versions)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.usefixtures("_now")
@pytest.mark.django_db
def test_a_post_about_force_under_the_setting_that_stops_it_and_the_one_that_shows_it_to_somebody(
    chicago: Cast, at: datetime
) -> None:
    """Nothing but the setting differs: the page names it, and shows what it was and is."""
    stops = chicago.agency.policies.get()
    shows = rules.called(rules.text("chicago"), rules.NEXT).replace(
        'use_of_force = "stop"', 'use_of_force = "somebody"'
    )
    policy = rules.adopt(agency=chicago.agency, source=shows, effective_at=at, at=at)
    answers = {key: said for key, said in people.MUSEUM.answers.items() if key != "use_of_force_reason"}
    told = replace(people.MUSEUM, answers={**answers, "use_of_force": "yes"})
    post = people.submitted(engaged=chicago, written=told, at=at)
    page = page_of(chicago, post, left=f"v{stops.pk}", right=f"v{policy.pk}")
    assert page.count("It follows from the settings (a post about use of force).") >= 2
    assert "<del>Stopped</del>" in page and "<ins>Shown to somebody</ins>" in page


@pytest.mark.usefixtures("_now")
@pytest.mark.django_db
def test_what_gave_way_and_what_its_author_set_aside_stand_on_both_sides(chicago: Cast, at: datetime) -> None:
    own = chicago.agency.policies.get()
    post = people.submitted(engaged=chicago, written=people.MUSEUM, at=at)
    page = page_of(chicago, post, left=f"v{own.pk}", right=f"v{own.pk}")
    reason = str(people.MUSEUM.answers["use_of_force_reason"])
    assert page.count("What gives way") == 2
    assert page.count(f"is set aside with a reason of the author: {reason}") == 2
