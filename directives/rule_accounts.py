"""The accounts of a rule or a kind of post: in words, and where their file names them."""

from collections.abc import Iterator, Sequence

from directives.model import NamesAccounts
from directives.pack import Pack
from directives.reading import Place

KEYS = ("accounts", "not_accounts")


def told(*, rule: NamesAccounts) -> str:
    """'Only for @example_014 and @example_018. Not for @example_police.'; empty for a rule that names none."""
    said = (("Only for", rule.accounts), ("Not for", rule.not_accounts))
    return " ".join(f"{begins} {_listed(few)}." for begins, few in said if few)


def handles(*, pack: Pack) -> Iterator[tuple[Place, str, str]]:
    """Each with the place of its rule or kind of post in the file, where these stand as in the pack, and its key."""
    named: tuple[tuple[str, Sequence[NamesAccounts]], ...] = (
        ("rule", pack.rules),
        ("category", pack.categories),
    )
    for table, rows in named:
        for index, row in enumerate(rows):
            for key in KEYS:
                for handle in getattr(row, key):
                    yield Place(table=table, index=index, repeated=True), key, handle


def _listed(named: tuple[str, ...]) -> str:
    *others, last = (f"@{handle}" for handle in named)
    return f"{', '.join(others)} and {last}" if others else last
