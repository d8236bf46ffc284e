"""X's count, against known values, against the sandbox's independent count, and by its properties."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outlets.weighted import LIMIT, entities, tidy, weigh
from sandbox import count

KNOWN = [
    ("", 0),
    ("This is a test.", 15),
    ("http://test.com", 23),
    ("https://test.com", 23),
    ("test.com", 23),
    ("Test https://test.com test https://test.com test.com test", 86),
    ("polizei.de", 23),
    ("unit.police", 11),
    ("Visit chicago.gov/police, now", 34),
    ("(see http://en.wikipedia.org/wiki/A_(b)).", 4 + 1 + 23 + 2),
    ("example.com.", 24),
    ("a@example.com", 13),
    ("no.one.knows.this", 23 + 11),
    ("not.a.nameatall", 15),
    ("http://192.168.0.1/", 19),
    ("ftp://example.com", 6 + 11),
    ("\u20ac", 2),
    ("\u2026", 2),
    ("\u2013 \u2014 \u201c \u201d", 7),
    ("cafe\u0301", 4),
    ("line\r\nline", 9),
    ("\uc800\ucc40\ucbff\ucfff", 8),
    ("H\U0001f431\u263a", 5),
    ("\U00010000\U0010ffff", 4),
    ("\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466", 2),
    ("\U0001f1fa\U0001f1f8", 2),
    ("\U0001f1fd\U0001f1fd", 4),
    ("\U0001f44d\U0001f3fd", 2),
    ("\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", 2),
    ("\u2764\ufe0f", 2),
    ("1\ufe0f\u20e3", 2),
    ("\u00a9", 1),
    ("\u00a9\ufe0f", 2),
    ("\U0001f3f3\ufe0f\u200d\U0001f308", 2),
    ("\U0001f46e\U0001f3fd\u200d\u2640\ufe0f", 2),
    ("\U0001f469\U0001f3fd\u200d\U0001f692", 2),
    ("\U0001f9d1\u200d\U0001f692", 5),
    ("\U0001f600\ufe0f", 4),
    ("-foo.com", 8),
    ("a_b.com", 7),
    ("example.com:8080", 28),
    ("example.com:8080/x", 23),
    ("x.org/a()", 25),
    ("\U0001fae8\U0001fae9", 4),
    ("\U0001f34e\u200d\U0001f34e", 5),
    ("\u202aa\u202c", 5),
]


@pytest.mark.parametrize(("text", "weight"), KNOWN)
def test_known_texts_have_their_known_weight(text: str, weight: int) -> None:
    assert weigh(text).weight == weight


@pytest.mark.parametrize(
    ("text", "valid", "remaining"),
    [
        ("a" * 280, True, 0),
        ("a" * 281, False, -1),
        ("\u306e" * 140, True, 0),
        ("\U0001f431" * 140, True, 0),
        ("\U0001f431" * 141, False, -2),
        ("", False, 280),
        (" \n ", False, 277),
    ],
)
def test_a_text_is_valid_up_to_two_hundred_and_eighty(text: str, valid: bool, remaining: int) -> None:
    weighed = weigh(text)

    assert (weighed.valid, weighed.remaining, weighed.limit) == (valid, remaining, LIMIT)


@pytest.mark.parametrize("char", ["\ufffe", "\ufeff", "\uffff"])
def test_characters_that_x_refuses_are_named(char: str) -> None:
    weighed = weigh(f"Good evening{char}")

    assert not weighed.valid
    assert weighed.invalid_characters == (char,)


def test_entities_are_found_where_they_stand() -> None:
    text = (
        "Hi @ChicagoCAPS01: see https://example.com/#now #18th #123 $CPD a#b &#39; x.org/#c "
        "#\u0441\u043e\u0432\u0435\u0442 a@b"
    )

    found = [(entity.kind, text[entity.start : entity.end]) for entity in entities(text)]

    assert found == [
        ("mention", "@ChicagoCAPS01"),
        ("url", "https://example.com/#now"),
        ("hashtag", "#18th"),
        ("cashtag", "$CPD"),
        ("url", "x.org/#c"),
        ("hashtag", "#\u0441\u043e\u0432\u0435\u0442"),
    ]


ORDINARY = st.lists(
    st.sampled_from(
        [
            "Meet your officers",
            "niños",
            "https://example.com/a?b=c",
            "chicago.gov/police",
            "polizei.de",
            "#District14",
            "@ChicagoPolice",
            "5:30 p.m.",
            "\U0001f46e\U0001f3fd\u200d\u2640\ufe0f",
            "\U0001f1fa\U0001f1f8",
            "\u2764\ufe0f",
            "\u2014",
            "\u2026",
            "\u8b66\u5bdf",
            "(773) 555-0100",
        ]
    )
).map(" ".join)


@given(ORDINARY)
def test_two_independent_counts_agree_on_ordinary_posts(text: str) -> None:
    assert weigh(text).weight == count.weight(text)


@given(st.text())
def test_the_count_does_not_depend_on_the_normal_form(text: str) -> None:
    assert weigh(text) == weigh(unicodedata.normalize("NFD", text)) == weigh(tidy(text))


@given(st.text(alphabet=st.characters(max_codepoint=0x10FF)), st.text())
def test_a_space_between_two_texts_adds_exactly_one(left: str, right: str) -> None:
    left, right = left + "x", "x" + right

    assert weigh(f"{left} {right}").weight == weigh(left).weight + 1 + weigh(right).weight


@given(st.text())
def test_entities_never_overlap_and_lie_inside_the_text(text: str) -> None:
    position = 0
    for entity in entities(text):
        assert position <= entity.start < entity.end <= len(text)
        position = entity.end


@given(st.text(min_size=1))
def test_no_text_weighs_more_than_two_a_character_outside_links(text: str) -> None:
    links = sum(entity.kind == "url" for entity in entities(tidy(text)))

    assert weigh(text).weight <= 2 * len(tidy(text)) + 23 * links


@pytest.mark.parametrize(
    "text",
    [
        "a" * 20_000,
        "a." * 10_000,
        "\u00e9" * 20_000,
        "x.com/" + "(" * 20_000,
        "http://a.com/" + "a)(" * 7_000,
        "http://" * 3_000,
        "http://" + "a-" * 10_000,
        "#" * 20_000,
        "\U0001f468\u200d" * 10_000,
    ],
    ids=range(9),
)
def test_counting_stays_fast_on_hostile_texts(text: str) -> None:
    started = time.perf_counter()
    weigh(text)
    entities(text)

    assert time.perf_counter() - started < 1
