"""The directive at work: what keeps each clause, how often its rules spoke, and for whom."""

import csv
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from accounts.models import ConditionNote, Unit
from directives.pack import load_pack
from directives.texts import CHECKS
from governance.cast import Cast
from posts.models import RuleTally
from tests import people
from watch import asides, directive
from watch.directive import ClauseAtWork

PAGE_QUERIES = 20


def signed_in(engaged: Cast, who: str) -> Client:
    client = Client()
    client.force_login(engaged.people[who])
    return client


def _clauses(page: Any) -> dict[str, ClauseAtWork]:
    return {drawn[0].clause.id: drawn[0] for _, clauses in page.context["shown"] for drawn in clauses}


def test_the_twelve_months_end_with_the_agencys_present_one(chicago: Cast) -> None:
    evening = datetime(2026, 12, 1, 5, 59, tzinfo=UTC)
    within = directive.months(at=evening, zone=chicago.agency.tzinfo)
    assert (within[0], within[-1], len(within)) == (date(2025, 12, 1), date(2026, 11, 1), 12)


def test_each_clause_says_what_keeps_it_and_how_often_its_rules_spoke(chicago: Cast, at: datetime) -> None:
    people.submitted(engaged=chicago, written=people.ARREST, at=at)
    page = signed_in(chicago, "natarajan").get(reverse("directive"))
    found = _clauses(page)
    assert (found["CPD-TW.V.D.9"].counts.spoke, found["CPD-TW.IV.H"].counts.spoke) == (2, 0)
    assert found["CPD-TW.IV.G"].kept_by == ("nothing",)
    assert found["CPD-SM.II.C.1"].kept_by == ("person",)
    assert found["CPD-TW.V.A.2"].kept_by == ("page",)
    assert found["CPD-TW.V.C.1"].kept_by[0] == "rules"
    assert "No machine can judge it" in page.content.decode()


def test_where_rules_disagreed_both_and_the_clause_that_ranks_them_say_which_held_cpd_tw_vi(
    chicago: Cast, at: datetime
) -> None:
    for _ in range(2):
        people.submitted(engaged=chicago, written=people.ARREST, at=at)
    page = signed_in(chicago, "natarajan").get(reverse("directive"))
    met = {id: [(one.told, one.times) for one in clause.met] for id, clause in _clauses(page).items()}
    assert {id: told for id, told in met.items() if told} == {
        "CPD-TW.V.D.9": [("held", 2)],
        "CPD-SM.III.C.4.b": [("gave_way", 2)],
        "CPD-TW.VI": [("both", 2)],
    }
    told = " ".join(re.sub(r"<[^>]*>", "", page.content.decode()).split())
    winner, loser = "“An arrest is told after the charges”", "“Nothing about a case before a court”"
    assert f"{winner} held over {loser} (CPD-SM.III.C.4.b) 2 times." in told
    assert f"{loser} gave way to {winner} (CPD-TW.V.D.9) 2 times." in told
    assert f"{winner} (CPD-TW.V.D.9) held over {loser} (CPD-SM.III.C.4.b), which gave way, 2 times." in told


def test_a_clause_that_a_condition_of_acting_keeps_says_how_often_acts_were_refused(
    chicago: Cast, at: datetime
) -> None:
    """CPD-TW.III.E, CPD-TW.IV.B, CPD-TW.IV.D, CPD-TW.V.C.1"""
    for who, condition, outcome, on in (
        ("reyes", "duty", "refused", at),
        ("ortega", "duty", "refused", at),
        ("reyes", "duty", "observed", at),
        ("reyes", "duty", "refused", at - timedelta(days=366)),
        ("reyes", "training", "refused", at),
    ):
        ConditionNote.objects.create(
            agency=chicago.agency,
            unit=chicago.units["014"],
            member=chicago.people[who],
            condition=condition,
            act="submit",
            outcome=outcome,
            on=on.date(),
            noted_at=on,
        )
    page = signed_in(chicago, "okafor").get(reverse("directive"))
    found = {id: one.refusals for id, one in _clauses(page).items() if one.refusals}
    assert {id: (one.refused, one.observed) for id, one in found.items()} == {
        "CPD-SM.III.C.2": (0, 0),
        "CPD-TW.III.E": (2, 1),
        "CPD-TW.IV.B": (0, 0),
        "CPD-TW.IV.D": (0, 0),
        "CPD-TW.V.C.1": (1, 0),
    }
    told = page.content.decode()
    assert "Refused 2 times in twelve months; 1 time noted and let pass." in told
    assert "Refused 0 times in twelve months." in told


def test_a_filter_shows_the_clauses_with_nothing_behind_them(chicago: Cast, at: datetime) -> None:
    page = signed_in(chicago, "admin").get(reverse("directive"), {"kept_by": "nothing"})
    assert {one.kept_by for one in _clauses(page).values()} == {("nothing",)}
    assert len(_clauses(signed_in(chicago, "admin").get(reverse("directive"), {"kept_by": "x"}))) > 80


def test_a_commander_reads_the_counts_of_their_own_unit(chicago: Cast, alsip: Cast, at: datetime) -> None:
    people.submitted(engaged=chicago, at=at)
    for unit in (chicago.units["018"], alsip.units["PAT"]):
        _tally(unit, fired=7, at=at)
    spoke = {
        who: signed_in(chicago, who).get(reverse("directive")).context["counts"].spoke
        for who in ("okafor", "natarajan")
    }
    own = sum(RuleTally.objects.filter(unit=chicago.units["014"]).values_list("fired", flat=True))
    assert spoke == {"okafor": own, "natarajan": own + 7}


def test_what_a_rule_of_before_did_stands_under_its_clause(chicago: Cast, at: datetime) -> None:
    _tally(chicago.units["014"], fired=3, at=at)
    found = _clauses(signed_in(chicago, "natarajan").get(reverse("directive")))
    assert [rule.title for rule in found["CPD-TW.III.B"].rules if rule.does.startswith("A rule of an")] == [
        "gone"
    ]


def _tally(unit: Unit, *, fired: int, at: datetime) -> None:
    RuleTally.objects.create(
        agency=unit.agency,
        unit=unit,
        month=date(2026, 11, 1),
        rule="gone",
        clause="CPD-TW.III.B",
        fired=fired,
    )


def test_what_was_set_aside_is_listed_with_the_reason_and_whoever_gave_and_agreed_to_it(
    chicago: Cast, at: datetime
) -> None:
    post = people.submitted(engaged=chicago, written=people.MUSEUM, at=at)
    page = signed_in(chicago, "natarajan").get(reverse("directive"))
    assert [row.agreed for row in page.context["asides"].rows] == ["Nobody yet"]
    for who in (chicago.whitfield, chicago.natarajan):
        people.approve(post=post, by=who, at=at)
    told = signed_in(chicago, "natarajan").get(reverse("directive")).content.decode()
    said = ("Words about use of force", "a stun device from 1974", chicago.reyes.titled_name)
    assert [words for words in (*said, chicago.natarajan.titled_name) if words not in told] == []


def test_a_list_of_what_was_set_aside_that_goes_on_says_how_many_there_are(
    chicago: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asides, "PAGE", 2)
    for _ in range(3):
        people.submitted(engaged=chicago, written=people.MUSEUM, at=at)
    reader = signed_in(chicago, "natarajan")
    page = reader.get(reverse("directive"))
    assert "1 to 2 of 3, the newest first." in page.content.decode()
    told = " ".join(page.content.decode().split())
    assert "1 more is not on this paper. All 3 are in one table (CSV), at http://testserver/" in told
    assert "Printed on " in told and "Download all 3 (CSV)" in told
    older = reader.get(reverse("directive"), {"before": page.context["asides"].older})
    assert ">3 of 3, the newest first." in older.content.decode()
    monkeypatch.setattr(asides, "PAGE", 3)
    whole = reader.get(reverse("directive")).content.decode()
    assert "of 3, the newest" not in whole and "not on this paper" not in whole


def test_all_that_was_set_aside_is_one_table_that_is_sent_as_it_is_read(
    chicago: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A chief has all of it at a meeting; of more units than their own nobody has any."""
    monkeypatch.setattr(asides, "AT_ONCE", 2)
    posts = [people.submitted(engaged=chicago, written=people.MUSEUM, at=at) for _ in range(3)]
    other = people.submitted(engaged=chicago, by="kowalczyk", unit="018", written=people.MUSEUM, at=at)
    for who, expected in (("natarajan", [*posts, other]), ("okafor", posts)):
        answer = signed_in(chicago, who).get(reverse("asides_file"))
        assert answer.streaming and answer["Content-Type"].startswith("text/csv")
        head, *rows = csv.reader(answer.getvalue().decode().splitlines())
        assert head[:4] == ["When (America/Chicago)", "Rule", "Clause", "Post"]
        assert [int(row[3]) for row in rows] == [one.pk for one in reversed(expected)]
        assert all("a stun device from 1974" in row[5] and row[7] == "Nobody yet" for row in rows)
    alone = signed_in(chicago, "okafor").get(reverse("asides_file"), {"of": "CPD-TW.V.D.9"})
    assert len(alone.getvalue().decode().splitlines()) == 1


def test_from_a_clause_a_link_leads_to_what_was_set_aside_of_it_alone(chicago: Cast, at: datetime) -> None:
    play = people.with_answers(
        replace(people.TIP, text="In our puppet play the moon is found guilty."),
        says_guilt="no",
        guilt_reason="It is a puppet.",
    )
    for written in (people.MUSEUM, play):
        people.submitted(engaged=chicago, written=written, at=at)
    reader = signed_in(chicago, "natarajan")
    assert "?of=CPD-TW.IV.H#asides" in reader.get(reverse("directive")).content.decode()
    for clause, told in (
        ("CPD-TW.IV.H", ["CPD-TW.IV.H"]),
        ("CPD-TW.V.D.9", []),
        ("NOWHERE.1", ["CPD-SM.III.C.4.b", "CPD-TW.IV.H"]),
    ):
        shown = reader.get(reverse("directive"), {"of": clause}).context["asides"].rows
        assert [row.firing.clause for row in shown] == told


def test_who_approved_last_agreed_to_a_reason_that_no_office_had_to_read(chicago: Cast, at: datetime) -> None:
    play = replace(people.TIP, text="In our puppet play the moon is found guilty.")
    written = people.with_answers(play, says_guilt="no", guilt_reason="It is a puppet.")
    post = people.submitted(engaged=chicago, written=written, at=at)
    people.approve(post=post, by=chicago.whitfield, at=at)
    page = signed_in(chicago, "natarajan").get(reverse("directive"))
    assert [row.agreed for row in page.context["asides"].rows] == [chicago.whitfield.titled_name]
    assert signed_in(chicago, "admin").get(reverse("directive"), {"before": "1"}).context["asides"].rows == ()


def test_what_authors_and_reviewers_say_of_a_rule_stands_at_the_rule_and_at_its_check(
    chicago: Cast, at: datetime
) -> None:
    empty = signed_in(chicago, "natarajan").get(reverse("directive")).content.decode()
    assert "Nobody has answered yet" in empty and "No rule in force asks a check" not in empty
    post = people.submitted(engaged=chicago, written=people.MUSEUM, at=at)
    for who in (chicago.whitfield, chicago.natarajan):
        people.approve(post=post, by=who, at=at)
    page = signed_in(chicago, "natarajan").get(reverse("directive"))
    assert (page.context["counts"].right, page.context["counts"].wrong) == (0, 1)
    of_rule = {rule.title: rule.counts for rule in _clauses(page)["CPD-TW.IV.H"].rules}
    assert of_rule["Words about use of force"].wrong == 1
    assert "0 hits, 1 false alarm<" in page.content.decode()
    within = directive.months(at=at, zone=chicago.agency.tzinfo)
    found = directive.at_work(
        pack=load_pack("chicago"), units=list(chicago.units.values()), within=within, today=at.date()
    )
    checks = directive.checks_at_work(directives=found, months=len(within))
    assert [one.check.slug for one in checks] == list(CHECKS)
    spoke = [one for one in checks if one.counts.spoke]
    assert [(one.check.slug, one.counts.spoke, one.counts.wrong) for one in spoke] == [("use_of_force", 1, 1)]


def test_the_page_asks_twenty_queries_at_most(
    chicago: Cast, at: datetime, django_assert_max_num_queries: Any
) -> None:
    for _ in range(3):
        people.submitted(engaged=chicago, written=people.EVIDENCE, at=at)
        people.submitted(engaged=chicago, written=people.MUSEUM, at=at)
    client = signed_in(chicago, "natarajan")
    client.get(reverse("directive"))
    with django_assert_max_num_queries(PAGE_QUERIES):
        client.get(reverse("directive"))


def test_every_page_that_keeps_a_clause_is_one_of_the_portal(chicago: Cast) -> None:
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    for pack in (load_pack("chicago"), load_pack("alsip")):
        named = [one.removeprefix("screen:") for clause in pack.clauses for one in clause.enforced_by]
        screens = {one for one in named if one not in ("portal", "judgement", "nothing")}
        assert screens <= names | {name for name in screens if _reached(name)}


def _reached(name: str) -> bool:
    try:
        reverse(name)
    except NoReverseMatch:
        return False
    return True
