"""Single values of a pack's text are changed, and every other line stays as it was written."""

import difflib

import pytest

from directives.editing import CannotEdit, Spot, Value, changed, index_of
from directives.model import Term
from directives.pack import PACKS, parse_pack
from tests.directives.small_pack import PACK

CHICAGO = (PACKS / "chicago.toml").read_text(encoding="utf-8")


def touched(before: str, after: str) -> list[str]:
    """The lines that left and came."""
    compared = difflib.unified_diff(before.split("\n"), after.split("\n"), n=0, lineterm="")
    return [line for line in compared if line[0] in "+-" and line[:3] not in ("+++", "---")]


def of_rule(rule: str, key: str) -> Spot:
    return Spot(table="rule", index=index_of(source=CHICAGO, table="rule", name="id", called=rule), key=key)


def test_a_choice_is_switched_off_by_one_line_and_on_again_by_taking_it_out():
    off = changed(source=CHICAGO, spot=of_rule("plain-words", "on"), value=False)
    assert touched(CHICAGO, off) == ["+on = false"]
    rule = parse_pack(file="x.toml", source=off).rule(id="plain-words")
    assert rule is not None and not rule.on
    assert changed(source=off, spot=of_rule("plain-words", "on"), value=None) == CHICAGO


@pytest.mark.parametrize(
    ("spot", "value"),
    [
        (Spot(table="", key="version"), "2020-12-01.6+1"),
        (of_rule("plain-words", "sentence"), 'Say “{words}” plainly, "as it is" \\ here.'),
        (of_rule("plain-words", "terms"), (Term(words="perp", plain="suspect"), Term(words="BOLO"))),
        (of_rule("plain-words", "idioms"), ("CAPS LOCK",)),
        (of_rule("plain-words", "level"), "needs_somebody"),
        (Spot(table="settings", key="precedence"), 11),
    ],
    ids=["version", "sentence", "terms", "idioms", "level", "setting"],
)
def test_a_value_is_replaced_and_the_notes_around_it_stay(spot: Spot, value: Value):
    new = changed(source=CHICAGO, spot=spot, value=value)
    parse_pack(file="x.toml", source=new)
    notes = [line for line in CHICAGO.split("\n") if line.startswith("#")]
    assert [line for line in new.split("\n") if line.startswith("#")] == notes
    assert changed(source=new, spot=spot, value=value) == new


def test_a_row_that_does_not_exist_has_no_place():
    assert index_of(source=PACK, table="rule", name="id", called="nowhere") is None


def test_what_stands_on_a_line_of_its_table_is_left_to_a_new_file():
    """A table in one line has no line of its own for a key."""
    source = PACK + '\n[training]\nclause = ""\ntopics = []\n'
    inline = source.replace('[training]\nclause = ""\ntopics = []\n', "")
    inline = 'training = { clause = "", topics = [] }\n' + inline
    with pytest.raises(CannotEdit):
        changed(source=inline, spot=Spot(table="training", key="clause"), value="S.1")
