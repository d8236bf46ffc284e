"""From every clause of the two directives of Chicago a way leads to what keeps it, and the page of it is not old."""

from dataclasses import replace
from pathlib import Path

import pytest

from directives.model import Clause
from directives.pack import Pack, load_pack
from governance import tracing
from governance.management.commands import traceability
from tests.governance.doors.table import addresses


@pytest.fixture(scope="module")
def chicago_pack() -> Pack:
    return load_pack("chicago")


def test_the_page_of_the_documentation_is_what_is_there_now() -> None:
    assert traceability.PAGE.read_text(encoding="utf-8") == traceability.made(), "run make documents"


def test_every_clause_of_the_two_directives_is_told_and_kept_by_something_named(chicago_pack: Pack) -> None:
    assert tracing.faults(pack=chicago_pack, screens=addresses()) == []


ACCEPTED = (
    "CPD-TW: III.B III.F III.G IV.A.1 IV.B IV.C IV.E IV.F IV.H IV.K V.B.1 V.B.2 V.B.3 V.B.4 V.B.5 V.B.6 V.B.7 V.C.2 "
    "V.D.5 V.D.6 V.D.7 V.D.8 V.D.9 V.D.9.NOTE V.D.10 V.D.11 V.E.1 V.E.3 VI",
    "CPD-SM: II.B II.C II.D III.A III.C.3 III.C.4 III.D",
)
"""The clauses about what is said and who must agree or be told, each with those below it; a note is named itself."""


def _accepted(id: str) -> bool:
    rows = [f"{one.partition(': ')[0]}.{row}" for one in ACCEPTED for row in one.partition(": ")[2].split()]
    return id in rows or (not id.endswith(".NOTE") and any(id.startswith(f"{row}.") for row in rows))


def test_each_clause_about_what_is_said_has_a_test_from_end_to_end_or_is_a_persons_judgement(
    chicago_pack: Pack,
) -> None:
    found = tracing.traced(packs=[chicago_pack], tests=traceability.TESTS)
    listed = [one for directive in tracing.CHICAGO for one in found[directive] if _accepted(one.id)]
    assert len(listed) > 35
    assert [one.id for one in listed if not one.end_to_end and not one.judged] == []


def test_each_clause_with_a_test_from_end_to_end_has_one_that_says_it_in_its_name(chicago_pack: Pack) -> None:
    found = tracing.traced(packs=[chicago_pack], tests=traceability.TESTS)
    shown = [one for directive in tracing.CHICAGO for one in found[directive] if one.end_to_end]
    assert len(shown) > 60
    unsaid = [
        one.id
        for one in shown
        if not any(one.id in tracing.named_in(name=test.partition("::")[2]) for test in one.end_to_end)
    ]
    assert unsaid == []


def _without(pack: Pack, id: str) -> Pack:
    return replace(pack, clauses=tuple(one for one in pack.clauses if one.id != id))


def _with(pack: Pack, id: str, *enforced_by: str) -> Pack:
    one = Clause(id=id, directive="CPD-TW", title="X", summary="X.", enforced_by=enforced_by)
    return replace(pack, clauses=(*_without(pack, id).clauses, one))


BARE, CITED, UNKNOWN = "CPD-TW.IV.G", "CPD-TW.IV.H", "CPD-TW.IX.Z"


def test_a_clause_that_is_left_out_unknown_or_kept_by_nothing_named_is_told(chicago_pack: Pack) -> None:
    told = {
        said
        for pack in (
            _without(chicago_pack, BARE),
            _without(chicago_pack, CITED),
            _with(chicago_pack, UNKNOWN, "portal"),
            _with(chicago_pack, BARE, "screen:moon"),
            _with(chicago_pack, BARE),
        )
        for said in tracing.faults(pack=pack, screens=addresses())
    }
    assert told >= {
        f"{BARE} is in no [[clause]].",
        f"The rule force-declared cites {CITED}, which is in no [[clause]].",
        f"{UNKNOWN} is no clause of its directive.",
        f"{BARE} is kept by screen:moon, which is no page.",
        f"{BARE} says nothing of what keeps it.",
    }


SOURCE = """
def test_cpd_tw_v_d_9_note_a_member():
    pass


def test_y():
    '''CPD-TW.V.D.9, CPD-TW.V.D.10.'''
    assert said == "CPD-TW.IV.H"


def test_cpd_tw_iv_hold():
    pass


def test_z_cpd_tw_iv_h_and_v_b_7_and_others():
    pass
"""
FOUND = {
    "CPD-TW.V.D.9.NOTE": ["tests/test_x.py::test_cpd_tw_v_d_9_note_a_member"],
    "CPD-TW.IV.H": ["tests/test_x.py::test_z_cpd_tw_iv_h_and_v_b_7_and_others"],
    "CPD-TW.V.B.7": ["tests/test_x.py::test_z_cpd_tw_iv_h_and_v_b_7_and_others"],
    "CPD-TW.V.D.9": ["tests/test_x.py::test_y"],
    "CPD-TW.V.D.10": ["tests/test_x.py::test_y"],
}


def test_a_test_is_found_by_its_name_and_by_the_clauses_of_its_first_words(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_x.py").write_text(SOURCE, encoding="utf-8")
    assert tracing.named_by_tests(folder=tmp_path / "tests") == FOUND
