"""The accounts of a rule: in words, and where its file names them."""

from collections.abc import Iterator

from directives.pack import Pack
from directives.reading import Place
from directives.rules import Rule

KEYS = ("accounts", "not_accounts")


def told(*, rule: Rule) -> str:
    """'Only for @example_014 and @example_018. Not for @example_police.'; empty for a rule that names none."""
    said = (("Only for", rule.accounts), ("Not for", rule.not_accounts))
    return " ".join(f"{begins} {_listed(few)}." for begins, few in said if few)


def handles(*, pack: Pack) -> Iterator[tuple[Place, str, str]]:
    """Each with its rule's place in the file, where the rules stand as in the pack, and its key."""
    for index, rule in enumerate(pack.rules):
        for key in KEYS:
            for handle in getattr(rule, key):
                yield Place(table="rule", index=index, repeated=True), key, handle


def _listed(named: tuple[str, ...]) -> str:
    *others, last = (f"@{handle}" for handle in named)
    return f"{', '.join(others)} and {last}" if others else last
