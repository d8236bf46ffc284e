"""What is told: every text would pass the rules today, nothing is said twice, and whoever speaks may."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.models import Role
from directives.decision import Decision
from directives.engine import judge
from directives.facts import Facts
from directives.pack import load_pack
from governance import cast
from governance.demonstration.answering import denials
from governance.demonstration.piece import Ending, Piece
from governance.demonstration.telling import Play, plays
from outlets.weighted import weigh

DEPARTMENT, TOWN = plays(short=False)
EVERYTHING = tuple((play, piece) for play in (DEPARTMENT, TOWN) for piece in play.pieces)
PACKS = {play.house.pack: load_pack(play.house.pack) for play in (DEPARTMENT, TOWN)}
AGENCY_ZONE = "America/Chicago"
A_WEEK = [datetime(2026, 11, 16, 20, 5, tzinfo=UTC) + timedelta(days=day) for day in range(7)]


def _words(piece: Piece) -> str:
    return " ".join(piece.text.lower().split())


@pytest.mark.parametrize("unit", sorted({piece.unit for _, piece in EVERYTHING}))
def test_every_text_passes_the_rules_whenever_it_is_told(unit: str) -> None:
    """Where its words alone make a rule ask, its author says no.

    Each text is told on all days, one after the other: what it means is read once.
    """
    refused = [
        (f"{now:%a}", piece.text, finding.sentence)
        for play, piece in EVERYTHING
        if piece.unit == unit and piece.ending != Ending.DRAFT
        for now in A_WEEK
        for finding in _judged(play, piece, now).at(level="must_fix")
    ]
    assert refused == []


def _judged(play: Play, piece: Piece, now: datetime) -> Decision:
    zone = ZoneInfo(AGENCY_ZONE)
    begun_at = piece.when.moment(now=now, zone=zone)
    written = piece.written(begun_at=begun_at, zone=zone)
    facts = Facts(
        category=written.category,
        text=written.text,
        answers=written.answers,
        today=begun_at.astimezone(zone).date(),
        send_on=written.send_at.astimezone(zone).date() if written.send_at else None,
        remaining=weigh(written.text).remaining,
        unit_kind="district" if play is DEPARTMENT else "office",
        network="Training",
        pictures=1 if piece.picture else 0,
        alt_texts=("Drawing: a park.",) if piece.picture else (),
    )
    pack = PACKS[play.house.pack]
    asked = denials(pack=pack, decision=judge(pack=pack, facts=facts))
    return judge(pack=pack, facts=replace(facts, answers={**written.answers, **asked}))


def test_no_two_texts_are_the_same() -> None:
    told = Counter(_words(piece) for _, piece in EVERYTHING)
    assert [text for text, times in told.items() if times > 1] == []


def test_texts_fit_and_are_written_with_the_keys_of_a_keyboard() -> None:
    unfit = [piece.text for _, piece in EVERYTHING if not weigh(piece.text).valid or "—" in piece.text]
    assert unfit == []


def test_whoever_writes_is_authorised_in_that_unit() -> None:
    writers = {
        person.key: person.unit
        for house in (cast.DEPARTMENT, cast.ALSIP)
        for person in (*house.people, *house.newcomers)
        if Role.USMR in person.roles
    }
    strangers = [(piece.by, piece.unit) for _, piece in EVERYTHING if writers.get(piece.by) != piece.unit]
    assert strangers == []


def test_every_district_has_weeks_of_history_and_every_ending_is_told() -> None:
    published = Counter(
        piece.unit
        for piece in DEPARTMENT.pieces
        if piece.ending in {Ending.PUBLISHED, Ending.CORRECTED} and piece.when.days
    )
    assert set(published) == set(cast.DEPARTMENT.handles)
    assert min(published.values()) >= 10
    assert max(piece.when.days for piece in DEPARTMENT.pieces) > 35
    assert {piece.ending for piece in DEPARTMENT.pieces} == set(Ending)


def test_the_short_telling_corrects_a_post_whose_questions_are_asked_again() -> None:
    corrected = {
        piece.category
        for play in plays(short=True)
        for piece in play.pieces
        if piece.ending == Ending.CORRECTED and piece.first_text
    }
    assert "arrest" in corrected


def test_the_cast_is_invented_once_each() -> None:
    house = cast.DEPARTMENT
    everybody = (*house.people, *house.newcomers)
    for said in ("key", "number", "phone"):
        assert len({getattr(person, said) for person in everybody}) == len(everybody)
    assert len({(person.first_name, person.last_name) for person in everybody}) == len(everybody)
    assert all("-555-01" in person.phone for person in everybody)
    assert cast.CHICAGO.people == house.people[: len(cast.CHICAGO.people)]


def test_every_district_has_whoever_its_posts_need() -> None:
    for number in cast.DEPARTMENT.handles:
        held = Counter(
            role for person in cast.DEPARTMENT.people if person.unit == number for role in person.roles
        )
        assert held[Role.COMMANDER] == 1 and held[Role.SERGEANT] == 2, number
        assert 2 <= held[Role.USMR] <= 3, number
