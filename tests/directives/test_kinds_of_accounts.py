"""A kind of post may be for some accounts alone, or spare some, by the same keys as a rule."""

from dataclasses import replace

import pytest

from directives import fitting
from directives.comparison import compare
from directives.editing import Spot, changed
from directives.engine import judge
from directives.facts import Facts
from directives.pack import Pack, PackErrors, parse_pack
from tests.directives.drafts import TODAY
from tests.directives.small_pack import PACK

TIP = Spot(table="category", index=0, key="accounts")


def naming(*handles: str, key: str = "accounts") -> str:
    return changed(source=PACK, spot=replace(TIP, key=key), value=handles)


def small(source: str) -> Pack:
    return parse_pack(file="small.toml", source=source)


@pytest.mark.parametrize(
    ("key", "account", "is_open"),
    [
        ("accounts", "example_014", True),
        ("accounts", "EXAMPLE_014", True),
        ("accounts", "example_018", False),
        ("accounts", "", False),
        ("not_accounts", "Example_014", False),
        ("not_accounts", "example_018", True),
        ("not_accounts", "", True),
    ],
)
def test_a_kind_is_open_to_its_accounts_and_to_no_other(key: str, account: str, is_open: bool):
    """CPD-TW.III.B"""
    pack = small(naming("Example_014", key=key))
    offered = pack.categories_for(unit_kind="district", account=account)
    assert ("tip" in {one.key for one in offered}) is is_open
    facts = Facts(category="tip", text="A tip.", today=TODAY, account=account)
    found = {one.rule for one in judge(pack=pack, facts=facts).at(level="must_fix")}
    assert ("listed" in found) is not is_open


def test_a_kind_that_names_no_account_is_for_all():
    pack = small(PACK)
    assert all(pack.categories_for(unit_kind="district", account=one) for one in ("", "example_014"))


def test_what_differs_names_the_accounts_of_a_kind():
    (part,) = compare(before=small(naming("a_014")), after=small(naming("a_014", "a_018"))).parts
    assert part.heading == "Kinds of post"
    assert [(one.label, one.before, one.after) for one in part.changes[0].lines] == [
        ("Only for these accounts", (), ("@a_018",))
    ]


@pytest.mark.parametrize("key", ["accounts", "not_accounts"])
def test_a_handle_of_a_kind_stands_alone_and_on_the_register(key: str):
    with pytest.raises(PackErrors, match="a handle alone, without the @ sign") as faults:
        small(naming("@example_014", key=key))
    assert faults.value.errors[0].key == f"category[0].{key}"
    source = naming("example_014", "exmaple_018", key=key)
    with pytest.raises(PackErrors) as faults:
        fitting.check(
            file="small.toml", source=source, pack=small(source), registered=["example_014"], pages=()
        )
    (fault,) = faults.value.errors
    line = next(at for at, row in enumerate(source.splitlines(), 1) if "exmaple_018" in row)
    assert (fault.file, fault.key, fault.line) == ("small.toml", f"category[0].{key}", line)
