"""A rule may look at some accounts alone, or spare some: by their handles, however these are spelled."""

from dataclasses import replace

import pytest

from directives import fitting, rule_accounts
from directives.comparison import compare
from directives.editing import Spot, changed
from directives.engine import judge
from directives.facts import Facts
from directives.pack import Pack, PackErrors, parse_pack
from tests.directives.drafts import TODAY
from tests.directives.small_pack import PACK

SOURCE = Spot(table="rule", index=2, key="accounts")
LAW = """
[[directive]]
id = "S"
title = "Small orders"
precedence = 1
law = true
"""


def naming(*handles: str, key: str = "accounts", rule: int = 2) -> str:
    return changed(source=PACK, spot=replace(SOURCE, key=key, index=rule), value=handles)


def small(source: str) -> Pack:
    return parse_pack(file="small.toml", source=source)


def asks_for_the_source(pack: Pack, account: str) -> bool:
    facts = Facts(category="tip", text="A tip.", today=TODAY, account=account)
    return "source" in {one.rule for one in judge(pack=pack, facts=facts).findings}


@pytest.mark.parametrize(
    ("key", "account", "asked"),
    [
        ("accounts", "example_014", True),
        ("accounts", "EXAMPLE_014", True),
        ("accounts", "example_018", False),
        ("accounts", "example_01", False),
        ("accounts", "", False),
        ("not_accounts", "example_014", False),
        ("not_accounts", "Example_014", False),
        ("not_accounts", "example_018", True),
        ("not_accounts", "", True),
    ],
)
def test_a_rule_counts_for_its_accounts_and_for_no_other(key: str, account: str, asked: bool):
    assert asks_for_the_source(small(naming("Example_014", key=key)), account) is asked


def test_a_rule_that_names_no_account_counts_for_all():
    assert all(asks_for_the_source(small(PACK), account) for account in ("", "example_014"))


def test_both_lists_count_together():
    spared = replace(SOURCE, key="not_accounts")
    source = changed(source=naming("example_014", "example_018"), spot=spared, value=("example_018",))
    accounts = ("example_014", "example_018", "")
    assert [one for one in accounts if asks_for_the_source(small(source), one)] == ["example_014"]


@pytest.mark.parametrize(
    ("lists", "said"),
    [
        ({}, ""),
        ({"accounts": ("example_014",)}, "Only for @example_014."),
        (
            {"accounts": ("a", "b", "c"), "not_accounts": ("d",)},
            "Only for @a, @b and @c. Not for @d.",
        ),
    ],
)
def test_the_accounts_of_a_rule_are_told_in_words(lists: dict[str, tuple[str, ...]], said: str):
    assert rule_accounts.told(rule=replace(small(PACK).rules[2], **lists)) == said


def test_what_differs_names_the_accounts():
    (part,) = compare(
        before=small(naming("example_014")), after=small(naming("example_014", "example_018"))
    ).parts
    assert [(one.label, one.before, one.after) for one in part.changes[0].lines] == [
        ("Only for these accounts", (), ("@example_018",))
    ]


@pytest.mark.parametrize("handle", ["@example_014", "example 014", "https://x.com/example_014"])
def test_a_handle_stands_alone(handle: str):
    with pytest.raises(PackErrors) as faults:
        small(naming(handle))
    (fault,) = faults.value.errors
    assert fault.key == "rule[2].accounts" and "a handle alone, without the @ sign" in fault.message


@pytest.mark.parametrize("key", rule_accounts.KEYS)
@pytest.mark.parametrize("rule", [0, 1], ids=["approval", "listed"])
def test_a_floor_is_for_every_account(key: str, rule: int):
    with pytest.raises(PackErrors) as faults:
        small(naming("example_014", key=key, rule=rule))
    (fault,) = faults.value.errors
    assert (fault.key, fault.message) == (
        f"rule[{rule}].{key}",
        "a floor and state law are for every account",
    )


def test_state_law_is_for_every_account():
    source = naming("example_014").replace('directive = "Small orders"', 'directive = "S"')
    with pytest.raises(PackErrors, match="a floor and state law are for every account"):
        small(source.replace("\n[[clause]]", f"{LAW}\n[[clause]]", 1))


def test_an_account_that_the_department_does_not_have_is_named_by_file_key_and_line():
    source = naming("example_014", "exmaple_018")
    with pytest.raises(PackErrors) as faults:
        fitting.check(
            file="small.toml",
            source=source,
            pack=small(source),
            registered=["Example_014", "example_018"],
            pages=(),
        )
    (fault,) = faults.value.errors
    line = next(at for at, row in enumerate(source.splitlines(), 1) if "exmaple_018" in row)
    assert (fault.file, fault.key, fault.line) == ("small.toml", "rule[2].accounts", line)
    assert fault.message == "@exmaple_018 is not on the register of this department's accounts"


def test_a_page_that_the_portal_does_not_have_is_named_by_file_key_and_line():
    kept = 'how = "The page."\nenforced_by = ["judgement", "screen:pay_desk", "screen:desk"]\nsummary'
    source = PACK.replace("summary", kept, 1)
    with pytest.raises(PackErrors) as faults:
        fitting.check(
            file="small.toml", source=source, pack=small(source), registered=(), pages=["desk", "roster"]
        )
    (fault,) = faults.value.errors
    line = next(at for at, row in enumerate(source.splitlines(), 1) if "pay_desk" in row)
    assert (fault.file, fault.key, fault.line) == ("small.toml", "clause[0].enforced_by", line)
    assert fault.message == "'screen:pay_desk' is no page of this portal"
