"""How far a rule may go, named by file, key and line where one goes too far."""

import pytest

from directives.pack import PackErrors, parse_pack
from tests.directives.small_pack import PACK
from tests.directives.test_asides import SETTLED, WHY
from tests.directives.test_disagreements import RANKED, RULES

STOPS = """
[[rule]]
id = "stop"
kind = "answer_blocks"
title = "Nothing about charges"
clause = "S.1"
basis = "clause"
sentence = "Not this."
question = "charged"
values = ["yes", "no"]
"""
PRESS = """
[[rule]]
id = "press"
kind = "answers_inquiry"
title = "Who asked"
clause = "S.1"
basis = "reading"
sentence = "{name} asked."
"""
SPOKEN = """
[[rule]]
id = "spoken"
kind = "language_said"
title = "Another language"
clause = "S.1"
basis = "choice"
sentence = "This reads as {language}."
"""
SOURCE = 'sentence = "Name the source."'
ASIDE = f'{SOURCE}\nset_aside_by = "sergeant"\nset_aside_for = "why"'
ASKED = PACK.replace("\n[[category]]", WHY, 1)
DIRECTED = (
    PACK.replace('directive = "Small orders"', 'directive = "S"').replace("\n[[clause]]", RANKED, 1) + RULES
)


@pytest.mark.parametrize(
    ("source", "key", "shown", "message"),
    [
        (PACK + PRESS, "rule[4].set_aside_for", "[[rule]]", "words alone would stop a post"),
        (PACK + SPOKEN, "rule[4].set_aside_for", "[[rule]]", "words alone would stop a post"),
        (PACK + STOPS, "rule[3].settled_by", 'settled_by = ["no"]', "words alone would stop a post"),
        (
            PACK.replace('settled_by = ["no"]\n', "") + STOPS,
            "rule[3].question",
            'question = "charged"',
            "words alone would stop a post",
        ),
        (
            PACK.replace(SOURCE, f"{SOURCE}\nfrom_on = 2026-02-01\nuntil_on = 2026-01-31"),
            "rule[2].until_on",
            "until_on",
            "lies before the first day",
        ),
        (PACK.replace(SOURCE, f'{SOURCE}\nfrom_on = "soon"'), "rule[2].from_on", "from_on", "must be a date"),
        (
            ASKED.replace(SOURCE, f'{SOURCE}\nset_aside_for = "why"'),
            "rule[2].set_aside_by",
            "[[rule]]",
            "goes with the question",
        ),
        (
            ASKED.replace(SOURCE, ASIDE.replace('"sergeant"', '"communications"')),
            "rule[2].set_aside_by",
            "set_aside_by",
            "no step 'communications'",
        ),
        (PACK.replace(SOURCE, ASIDE), "rule[2].set_aside_for", "set_aside_for", "no question 'why'"),
        (
            PACK.replace(SOURCE, ASIDE.replace('"why"', '"charged"')),
            "rule[2].set_aside_for",
            "set_aside_for",
            "does not ask for words",
        ),
        (
            ASKED.replace(SOURCE, ASIDE).replace(
                'sentence = "Every post"',
                'sentence = "Every post"\nset_aside_by = "sergeant"\nset_aside_for = "why"',
            ),
            "rule[0].set_aside_by",
            "set_aside_by",
            "a floor or state law",
        ),
        (
            ASKED.replace(SOURCE, ASIDE).replace(
                SETTLED_AT := 'settled_by = ["no"]',
                f'{SETTLED_AT}\nset_aside_by = "sergeant"\nset_aside_for = "why"',
            ),
            "rule[3].set_aside_for",
            "set_aside_for",
            "is the reason of 'source' already",
        ),
        (
            DIRECTED.replace('matter = "charges"\n', "", 1),
            "rule[5].loosens",
            "loosens",
            "is not about 'charges'",
        ),
        (DIRECTED.replace('["no-charges"]', '["gone"]'), "rule[5].loosens", "loosens", "no rule 'gone'"),
        (
            DIRECTED.replace('["no-charges"]', '["look"]'),
            "rule[5].loosens",
            "loosens",
            "'look' never gives way",
        ),
        (
            DIRECTED.replace("precedence = 20", "precedence = 10"),
            "directive[1].precedence",
            "precedence = 10",
            "'S' has this rank already",
        ),
        (
            DIRECTED.replace('directive = "S"', 'directive = "U"'),
            "clause[1].directive",
            '"U"',
            "no directive 'U'",
        ),
        (
            DIRECTED.replace('ranked_by = "T.6"', 'ranked_by = "T.9"'),
            "directive[1].ranked_by",
            "T.9",
            "no clause",
        ),
        (
            DIRECTED.replace("precedence = 20", "precedence = 20\nlaw = true")
            .replace(
                'matter = "charges"\n\n[[rule]]',
                'matter = "charges"\nset_aside_by = "sergeant"\nset_aside_for = "why"\n\n[[rule]]',
            )
            .replace("\n[[category]]", WHY, 1),
            "rule[4].set_aside_by",
            "set_aside_by",
            "a floor or state law",
        ),
    ],
    ids=range(19),
)
def test_a_rule_that_goes_too_far_is_refused(source: str, key: str, shown: str, message: str) -> None:
    with pytest.raises(PackErrors) as raised:
        parse_pack(file="small.toml", source=source)
    rows = source.splitlines()
    found = [one for one in raised.value.errors if one.key == key and message in one.message]
    assert [(one.file, shown in rows[one.line - 1]) for one in found] == [("small.toml", True)]


def test_a_suspicion_that_takes_a_reason_says_what_the_reason_answers() -> None:
    """Without a sentence once it is answered nothing would be left to give a reason for."""
    settled = 'settled_by = ["no"]'
    given = f'{settled}\nset_aside_by = "sergeant"\nset_aside_for = "why"'
    with pytest.raises(PackErrors, match="needs `sentence_when_settled`"):
        parse_pack(file="small.toml", source=ASKED.replace(settled, given))
    asks = 'sentence = "“{words}” asks."'
    parse_pack(file="small.toml", source=ASKED.replace(settled, given).replace(asks, asks + SETTLED))


def test_one_reason_for_likenesses_is_no_reason_for_words_about_something_else() -> None:
    """Words may share it with the likeness of their own question, and with no other."""
    questions = PACK.replace(
        "\n[[category]]",
        '\n[[question]]\nkey = "held"\nlabel = "Is somebody held?"\nshort = "Held"\nkind = "choice"\n'
        f'options = [{{ value = "yes", label = "Yes" }}, {{ value = "no", label = "No" }}]\n{WHY}',
        1,
    )

    def asking(id: str, question: str, seen: str) -> str:
        return (
            f'\n[[rule]]\nid = "{id}"\nkind = "words_ask"\ntitle = "T"\nclause = "S.1"\nbasis = "choice"\n'
            f'sentence = "Say so."\nsentence_when_settled = "Not so."\nquestion = "{question}"\n'
            'settled_by = ["no"]\nset_aside_by = "author"\nset_aside_for = "why"\n'
            f'check = "arrest"\nseen = "{seen}"\n'
        )

    alike, said, other = (
        asking("alike", "charged", "likely"),
        asking("said", "charged", "sure"),
        asking("other", "held", "likely"),
    )
    parse_pack(file="small.toml", source="".join((questions, alike, other)))
    with pytest.raises(PackErrors, match="is the reason of 'said' already"):
        parse_pack(file="small.toml", source="".join((questions, alike, said, other)))
