"""A list of words is passed over only where none of its phrases stands."""

from hypothesis import given
from hypothesis import strategies as st

from directives.model import Term
from directives.wording import listing, marks

PHRASES = (
    "in custody",
    "arrest*",
    "won't talk",
    "cold-blooded",
    "BOLO",
    "#blue",
    "kin*",
    "$5 off",
    "🔫",
    "under_cover",
    "d'être",
    "İstanbul",
)
TERMS = tuple(Term(words=phrase) for phrase in PHRASES)
PIECES = (
    *PHRASES,
    *("ARRESTED", "arre\u017ft", "arrests", "İn custody", "\u0131n custody", "in  CUSTODY"),
    *("won\u02bct talk", "won\u2019t talk"),
    *(
        "cold blooded",
        "cold—blooded",
        "bolo",
        "\u212ain",
        "d\u02bcêtre",
        "istanbul",
        "straße",
        "x_",
        "_",
        "9",
        " ",
    ),
    *(".", "\u200b", "\u0307", "ﬁ", "ǰ", "$5 off!"),
)


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=8).map("".join))
def test_what_the_pattern_finds_is_found_however_it_is_spelt(text: str) -> None:
    for term in TERMS:
        listed = listing((term,))
        assert len(marks(text=text, listed=listed)) == len(listed.pattern.findall(text)), term


def test_a_list_is_searched_for_where_its_rarest_word_stands() -> None:
    listed = listing((Term(words="in custody"), Term(words="arrest*")))
    assert [listed.may_stand_in(text) for text in ("In the park", "Custody", "rearrested", "Arrested")] == [
        False,
        True,
        False,
        True,
    ]
