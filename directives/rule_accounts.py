"""The accounts of a rule: in words, and whether the department has each of them."""

from collections.abc import Collection, Iterator

from directives.pack import Pack, PackErrors
from directives.reading import Place, Reader
from directives.rules import Rule

KEYS = ("accounts", "not_accounts")


def told(*, rule: Rule) -> str:
    """'Only for @example_014 and @example_018. Not for @example_police.'; empty for a rule that names none."""
    said = (("Only for", rule.accounts), ("Not for", rule.not_accounts))
    return " ".join(f"{begins} {_listed(handles)}." for begins, handles in said if handles)


def named(*, pack: Pack) -> bool:
    """Whether a rule names an account."""
    return any(rule.accounts or rule.not_accounts for rule in pack.rules)


def check(*, file: str, source: str, pack: Pack, registered: Collection[str]) -> None:
    """Every account that a rule names is one of these handles, however spelled. Raises PackErrors with all others.

    `pack` is what was read from `source`, the text of `file`.
    """
    reader = Reader(file=file, source=source)
    known = {handle.casefold() for handle in registered}
    for place, key, handle in _handles(pack):
        if handle.casefold() not in known:
            message = f"@{handle} is not on the register of this department's accounts"
            reader.wrong(place=place, key=key, message=message, holding=handle)
    if reader.errors:
        raise PackErrors(tuple(reader.errors))


def _handles(pack: Pack) -> Iterator[tuple[Place, str, str]]:
    """Each with its rule's place in the file, where the rules stand as in the pack, and its key."""
    for index, rule in enumerate(pack.rules):
        for key in KEYS:
            for handle in getattr(rule, key):
                yield Place(table="rule", index=index, repeated=True), key, handle


def _listed(handles: tuple[str, ...]) -> str:
    *others, last = (f"@{handle}" for handle in handles)
    return f"{', '.join(others)} and {last}" if others else last
