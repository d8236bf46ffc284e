"""Two versions of a pack, laid side by side in words."""

import pytest

from directives.comparison import Difference, Line, compare
from directives.editing import Spot, changed, index_of
from directives.pack import EARLIER, PACKS, Pack, load_pack, parse_pack

SOURCE = (PACKS / "chicago.toml").read_text(encoding="utf-8")


def version(rule: str, key: str, value: object) -> Pack:
    """The rules of Chicago with another value in one rule."""
    spot = Spot(table="rule", index=index_of(source=SOURCE, table="rule", name="id", called=rule), key=key)
    return parse_pack(file="x.toml", source=changed(source=SOURCE, spot=spot, value=value))  # type: ignore[arg-type]


def against(after: Pack) -> Difference:
    return compare(before=parse_pack(file="x.toml", source=SOURCE), after=after)


def test_another_name_of_a_version_is_no_difference():
    renamed = changed(source=SOURCE, spot=Spot(table="", key="version"), value="mine")
    found = against(parse_pack(file="x.toml", source=renamed))
    assert found.nothing and found.count == 0


def test_a_choice_that_is_switched_off_says_so_and_nothing_of_its_clause():
    found = against(version("plain-words", "on", False))
    (part,) = found.parts
    (change,) = part.changes
    assert (part.heading, change.how, change.title, change.lines) == ("Rules", "off", "Plain words", ())
    assert found.of_rule(id="plain-words") == change


def test_a_sentence_is_shown_as_it_was_and_as_it_is():
    change = against(version("plain-words", "sentence", "Say “{words}” plainly.")).parts[0].changes[0]
    assert change.how == "changed"
    assert change.lines == (
        Line(
            label="It says",
            before=("Residents may not know “{words}”.",),
            after=("Say “{words}” plainly.",),
        ),
    )


def test_of_a_list_only_what_left_it_and_what_came_is_shown():
    rule = load_pack("chicago").rule(id="plain-words")
    assert rule is not None
    terms = (*rule.terms[1:], type(rule.terms[0])(words="vic", plain="victim"))  # type: ignore[attr-defined]
    (line,) = against(version("plain-words", "terms", terms)).parts[0].changes[0].lines
    assert line.listed
    assert line.before == ("“CAPS office”, better “community policing office”",)
    assert line.after == ("“vic”, better “victim”",)


@pytest.mark.parametrize("path", sorted(EARLIER.glob("*.toml")), ids=lambda path: path.stem)
def test_every_earlier_version_is_told_apart_from_the_present_one_in_words(path):
    name = path.stem.partition("-")[0]
    there = compare(before=load_pack(path), after=load_pack(name))
    back = compare(before=load_pack(name), after=load_pack(path))
    assert there.count == back.count
    turned = {"new": "gone", "gone": "new", "on": "off", "off": "on", "changed": "changed"}
    told = {(part.heading, one.key): one.how for part in there.parts for one in part.changes}
    assert {(part.heading, one.key): turned[one.how] for part in back.parts for one in part.changes} == told
    for part in there.parts:
        for one in part.changes:
            assert one.title and (one.lines or one.how in ("on", "off", "new", "gone"))


def test_answers_and_questions_are_named_by_their_words():
    before = load_pack(EARLIER / "chicago-2020-12-01.1.toml")
    words = repr(compare(before=before, after=load_pack("chicago")))
    assert "“Does this show or describe evidence of a crime?”" in words
    assert "Class B or C misdemeanor" in words
    assert "'misdemeanor_bc'" not in words
