"""Every part of a pack is called by words, wherever a difference or the directive at work shows it."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Literal, get_args, get_origin, get_type_hints

import pytest

from accounts.models.permission import PermissionKind
from directives.comparison import compare
from directives.comparison_words import DOES, LABELS, OWN_VALUES, VALUES
from directives.editing import Spot, changed, index_of
from directives.model import BASIS_WORDS, Category, Clause, Question
from directives.pack import PACKS, Pack, parse_pack
from directives.rule_kinds import RULE_KINDS
from directives.rules import Rule

NAMES = {"id", "key"}
"""By these a thing is found in both versions: they never differ."""


def parts() -> Iterator[type]:
    """Every kind of rule, and whatever else stands in a pack by itself or row by row."""
    yield from RULE_KINDS.values()
    for hint in get_type_hints(Pack).values():
        found = [one for one in (hint, *get_args(hint)) if isinstance(one, type) and is_dataclass(one)]
        yield from (one for one in found if one is not Rule)


PARTS = tuple(parts())


def listed(hint: object) -> Iterator[str]:
    """The words that a field may hold where only some are allowed."""
    if get_origin(hint) is Literal:
        yield from (one for one in get_args(hint) if one)
    else:
        for one in get_args(hint):
            yield from listed(one)


def test_the_parts_are_those_of_which_a_pack_is_made():
    assert {Category, Clause, Question, *RULE_KINDS.values()} < set(PARTS)


def test_every_kind_of_rule_says_in_a_sentence_what_it_does_and_no_kind_is_told_that_is_none():
    assert DOES.keys() == RULE_KINDS.keys()
    assert all(words[:1].isupper() and words.endswith(".") for words in DOES.values())


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_every_field_has_a_label_and_every_word_it_may_hold_has_words(part: type):
    assert {one.name for one in fields(part)} - LABELS.keys() - NAMES == set()
    hints = get_type_hints(part)
    for name in (one.name for one in fields(part)):
        words = BASIS_WORDS if name == "basis" else OWN_VALUES.get(name, VALUES)
        assert set(listed(hints[name])) - words.keys() == set(), name


def test_written_permissions_are_called_as_on_their_own_page():
    assert dict(PermissionKind.choices) == OWN_VALUES["permission"]


def test_a_rule_about_pictures_is_told_in_words():
    """Which picture it looks at stands there as its author reads it, and what rules of its kind do."""
    source = (PACKS / "chicago.toml").read_text(encoding="utf-8")
    at = index_of(source=source, table="rule", name="id", called="child-without-consent")
    spot = Spot(table="rule", index=at, key="consent")
    after = parse_pack(file="x.toml", source=changed(source=source, spot=spot, value=("given",)))
    (change,) = compare(before=parse_pack(file="x.toml", source=source), after=after).parts[0].changes
    assert change.does == DOES["media_shows"]
    (line,) = change.lines
    assert (line.label, line.before, line.after) == (
        "Where the people in it",
        ("Did not agree",),
        ("Agreed",),
    )
