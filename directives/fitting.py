"""What rules say beside themselves: of the department's accounts, and of the pages of this portal."""

from collections.abc import Collection, Iterator

from directives import rule_accounts
from directives.model import Clause
from directives.pack import Pack, PackErrors
from directives.reading import Place, Reader

_SCREEN = "screen:"


def check(*, file: str, source: str, pack: Pack, registered: Collection[str], pages: Collection[str]) -> None:
    """Every account that is named is one of these handles, and every page is known. Raises PackErrors with the others.

    `pack` is what was read from `source`, the text of `file`; handles are the same in letters of any case.
    """
    reader = Reader(file=file, source=source)
    known = {handle.casefold() for handle in registered}
    for place, key, handle in rule_accounts.handles(pack=pack):
        if handle.casefold() not in known:
            message = f"@{handle} is not on the register of this department's accounts"
            reader.wrong(place=place, key=key, message=message, holding=handle)
    for index, clause in enumerate(pack.clauses):
        place = Place(table="clause", index=index, repeated=True)
        for name in _screens(clause):
            if name not in pages:
                message = f"'{_SCREEN}{name}' is no page of this portal"
                reader.wrong(place=place, key="enforced_by", message=message, holding=f"{_SCREEN}{name}")
    if reader.errors:
        raise PackErrors(tuple(reader.errors))


def _screens(clause: Clause) -> Iterator[str]:
    """The pages that keep a clause, by the names of their addresses."""
    return (one.removeprefix(_SCREEN) for one in clause.enforced_by if one.startswith(_SCREEN))
