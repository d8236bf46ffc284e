"""Everything wrong with a pack is named by file, key and line."""

import re

import pytest

from directives.pack import PackErrors, parse_pack
from tests.directives.small_pack import PACK

ADVICE = (
    '\n[[rule]]\nid = "x"\nkind = "{kind}"\ntitle = "X"\nclause = "S.1"\nbasis = "choice"\nsentence = "X."\n'
)


def line_of(source: str, words: str, nth: int = 1) -> int:
    rows = [number for number, row in enumerate(source.splitlines(), 1) if words in row]
    return rows[nth - 1]


def errors_of(source: str) -> list[tuple[str, str, int, str]]:
    with pytest.raises(PackErrors) as raised:
        parse_pack(file="small.toml", source=source)
    return [(error.file, error.key, error.line, error.message) for error in raised.value.errors]


def test_the_small_pack_of_these_tests_is_right():
    assert parse_pack(file="small.toml", source=PACK).slug == "small"


@pytest.mark.parametrize(
    ("old", "new", "key", "marker", "message"),
    [
        ('title = "A small pack"', "", "title", "slug =", "is missing"),
        ('slug = "small"', "slug = 3", "slug", "slug =", "must be words in quotes"),
        ('slug = "small"', 'slug = " "', "slug", "slug =", "must not be empty"),
        (
            "effective_on = 2026-01-01",
            'effective_on = "soon"',
            "effective_on",
            "effective_on",
            "must be a date",
        ),
        (
            "effective_on = 2026-01-01",
            "effective_on = 2026-01-01T10:00:00",
            "effective_on",
            "effective_on",
            "must be a date",
        ),
        ('agency = "Smallville"', 'agency = "S"\nmayor = "X"', "mayor", "mayor", "is not a key of a pack"),
        ('"always"', '"sometimes"', "settings.approval_mode", "approval_mode", "must be one of"),
        ("precedence = 1", "precedence = -1", "settings.precedence", "precedence", "must not be negative"),
        (
            "precedence = 1",
            "precedence = true",
            "settings.precedence",
            "precedence",
            "must be a whole number",
        ),
        ("floor = true", "floor = false", "settings.booking_photo_floor", "floor", "cannot be switched off"),
        (
            'unit_kinds = ["district"]',
            "unit_kinds = []",
            "settings.unit_kinds",
            "unit_kinds",
            "must name a kind",
        ),
        (
            'unit_kinds = ["district"]',
            "unit_kinds = 4",
            "settings.unit_kinds",
            "unit_kinds",
            "must be a list",
        ),
        (
            'source_question = "source"',
            'source_question = "sauce"',
            "attestation.source_question",
            "sauce",
            "no question",
        ),
        (
            'source_question = "source"',
            'date_question = "source"',
            "attestation.date_question",
            "date_q",
            "for a date",
        ),
        (
            '{ key = "right", label',
            '{ key = "right", size = 1, label',
            "attestation.boxes",
            "size",
            "'size' is not a key",
        ),
        (
            '{ key = "right", label = "It is right." }',
            '"right"',
            "attestation.boxes",
            "boxes",
            "must be a table",
        ),
        (
            'title = "Somebody looks"\nsummary',
            'titel = "x"\nsummary',
            "clause[0].titel",
            "titel",
            "is not a key",
        ),
        (
            'title = "Somebody looks"\nsummary',
            'title = "X"\nhow = "X."\nenforced_by = ["page:roster"]\nsummary',
            "clause[0].enforced_by",
            "page:roster",
            "'page:roster' must be",
        ),
        (
            'title = "Somebody looks"\nsummary',
            'title = "X"\nhow = "X."\nenforced_by = ["nothing", "judgement"]\nsummary',
            "clause[0].enforced_by",
            "enforced_by",
            "stands alone",
        ),
        (
            'title = "Somebody looks"\nsummary',
            'title = "X"\nhow = "X."\nsummary',
            "clause[0].how",
            "how",
            "says what",
        ),
        (
            '{ value = "no", label',
            '{ value = "yes", label',
            "question[1].options",
            '"Yes"',
            "'yes' is used twice",
        ),
        (
            '{ value = "no", label',
            '{ value = "no", lable',
            "question[1].options",
            "lable",
            "'lable' is not a key",
        ),
        (
            "[attestation]",
            '[training]\nclause = "S.9"\ntopics = [{ key = "law", label = "Law" }]\n[attestation]',
            "training.clause",
            "S.9",
            "no clause",
        ),
        (
            "[attestation]",
            '[training]\nclause = "S.1"\n[attestation]',
            "training.topics",
            "[training]",
            "at least one topic",
        ),
        (
            "[attestation]",
            '[training]\nclause = "S.1"\ntopics = [{ key = "The law", label = "Law" }]\n[attestation]',
            "training.topics",
            "The law",
            "must be small letters",
        ),
        ('kind = "text"', 'kind = "essay"', "question[0].kind", "essay", "must be one of"),
        ('kind = "text"', 'kind = "choice"', "question[0].options", "[[question]]", "a choice has options"),
        (
            'kind = "text"',
            'kind = "text"\nrequired = false',
            "question[0].required",
            "required =",
            "a rule demands",
        ),
        (
            'questions = ["source"]',
            'questions = ["sauce"]',
            "category[0].questions",
            "sauce",
            "no question 'sauce'",
        ),
        (
            'record_class = "tips"',
            'unit_kinds = ["moon"]\nrecord_class = "t"',
            "category[0].unit_kinds",
            "moon",
            "no kind",
        ),
        ('key = "sergeant"', 'key = "captain"', "step[0].key", "captain", "must be one of"),
        (
            'clause = "S.1"\nbasis = "reading"',
            'clause = "S.9"\nbasis = "reading"',
            "rule[1].clause",
            "S.9",
            "no clause 'S.9'",
        ),
        ('kind = "approval"', 'kind = "approve"', "rule[0].kind", "approve", "must be one of advice"),
        ('kind = "approval"', 'kind = ["approval"]', "rule[0].kind", '["approval"]', "must be one of advice"),
        ('kind = "approval"', 'kind = "author_declares"', "rule[0].step", "step =", "is not a key"),
        ('id = "words"', 'id = "look"', "rule[3].id", 'id = "look"', "'look' is used twice"),
        (
            'settled_by = ["no"]',
            'settled_by = ["nope"]',
            "rule[3].settled_by",
            "nope",
            "has no option 'nope'",
        ),
        (
            'question = "charged"',
            'question = "charge"',
            "rule[3].question",
            '"charge"',
            "no question 'charge'",
        ),
        (
            '"Name the source."',
            '"Name the {words}."',
            "rule[2].sentence",
            "{words}.",
            "{words} cannot be filled in",
        ),
        ('basis = "reading"', 'basis = "reading"\non = false', "rule[1].on", "on = false", "only a choice"),
        ('basis = "reading"', 'basis = "habit"', "rule[1].basis", "habit", "must be one of"),
        ('terms = [\n    "charged",', "terms = [\n    7,", "rule[3].terms", "terms", "must be a table"),
        (
            '{ words = "booked", plain',
            '{ word = "booked", plain',
            "rule[3].terms",
            "word =",
            "'word' is not a key",
        ),
        (
            '"“{words}” asks."',
            '"“{words}” asks."\ncategories = ["tips"]',
            "rule[3].categories",
            'tips"]',
            "no category",
        ),
    ],
)
def test_a_fault_is_named_by_file_key_and_line(old, new, key, marker, message):
    source = PACK.replace(old, new, 1)
    assert source != PACK
    found = [error for error in errors_of(source) if error[1] == key and message in error[3]]
    nth = 2 if marker == 'id = "look"' else 1  # the second time a name is used
    assert [(error[0], error[2]) for error in found] == [("small.toml", line_of(source, marker, nth))]


@pytest.mark.parametrize(
    ("kind", "extra", "key", "message"),
    [
        ("past_date", 'question = "source"', "rule[4].question", "does not ask for a date"),
        ("advice", 'level = "think"\nterms = []', "rule[4].terms", "must hold words"),
        ("advice", 'level = "think"\ncheck = "mood"', "rule[4].check", "no check 'mood'"),
        ("advice", 'level = "must_fix"\nterms = ["a"]', "rule[4].level", "must be one of"),
        ("category_routes", 'step = "communications"', "rule[4].step", "no step 'communications'"),
        (
            "answer_asks",
            'question = "charged"\nvalues = ["yes"]\nthen_ask = ["why"]',
            "rule[4].then_ask",
            "no question",
        ),
        ("approval", 'step = "sergeant"', "rule[0]", "exactly one rule"),
    ],
)
def test_a_rule_that_cannot_work_is_refused(kind, extra, key, message):
    source = PACK + ADVICE.replace("{kind}", kind) + extra + "\n"
    assert [error[1] for error in errors_of(source) if message in error[3]] == [key]


def test_a_question_nobody_asks_and_one_nobody_demands_are_refused():
    source = PACK.replace(
        "[[category]]", '[[question]]\nkey = "lost"\nlabel = "L?"\nshort = "L"\nkind = "text"\n\n[[category]]'
    )
    assert [(error[1], error[2], error[3]) for error in errors_of(source)] == [
        ("question[2].key", line_of(source, '"lost"'), "'lost' is required and no rule demands it"),
        ("question[2].key", line_of(source, '"lost"'), "nothing asks the question 'lost'"),
    ]


@pytest.mark.parametrize("table", ["clause", "question", "category", "step", "rule"])
def test_a_name_used_twice_is_refused_where_it_stands_the_second_time(table):
    block = re.search(rf"\[\[{table}\]\]\n.*?\n\n", PACK, re.DOTALL)
    source = PACK + "\n" + block[0]
    doubles = [error for error in errors_of(source) if "is used twice" in error[3]]
    header = line_of(source, f"[[{table}]]", source.count(f"[[{table}]]"))
    assert [error[2] for error in doubles] == [header + 1]


def test_every_fault_is_told_at_once_in_the_order_of_the_file():
    source = PACK.replace('"always"', '"sometimes"').replace('kind = "text"', 'kind = "text"\nsize = 3', 1)
    source = source.replace('clause = "S.1"\nbasis = "reading"', 'clause = "S.9"\nbasis = "reading"')
    source = source.replace('settled_by = ["no"]', 'settled_by = ["nope"]').replace(
        "review_minutes = 60\n", ""
    )
    found = errors_of(source)
    assert [error[1] for error in found] == [
        "settings.approval_mode",
        "question[0].size",
        "category[0].review_minutes",
        "rule[1].clause",
        "rule[3].settled_by",
    ]
    assert [error[2] for error in found] == sorted(error[2] for error in found)


@pytest.mark.parametrize(("table", "said"), [("clause", "[[clause]]"), ("rule", "[[rule]]")])
def test_a_table_that_is_missing_is_told(table, said):
    source = re.sub(rf"\[\[{table}\]\]\n(?:.+\n)+", "", PACK)
    assert any(error[1] == table and said in error[3] for error in errors_of(source))


def test_what_is_not_toml_is_told_with_its_line():
    ((file, _, line, message),) = errors_of(PACK.replace('slug = "small"', 'slug = "small'))
    assert (file, line) == ("small.toml", 1) and "is not TOML" in message


def test_keys_inside_long_strings_do_not_confuse_the_lines():
    source = PACK.replace('"Somebody looks at every post."', '"""\nid = "S.9"\n[[rule]]\n"""').replace(
        'kind = "approval"', 'kind = "approve"'
    )
    (error,) = (error for error in errors_of(source) if "must be one of" in error[3])
    assert error[2] == line_of(source, '"approve"')
