"""Reading a table of any kind: CSV, tab-separated text or XLSX, columns in any order."""

import re
from collections.abc import Sequence

from accounts.imports.kinds import Column, Row
from accounts.rosters import reading
from accounts.rosters.reading import NotReadable

MOST_ROWS = 2_000
"""So many members are written while a page waits."""


def read(*, content: bytes, columns: Sequence[Column]) -> list[Row]:
    """The rows of a file, told by what is in it and not by its name. Raises NotReadable."""
    filled = reading.table(content=content)
    if len(filled) < 2:
        raise NotReadable("The table is empty. It needs a header row, and at least one row below it.")
    if len(filled) - 1 > MOST_ROWS:
        raise NotReadable(f"The table has more than {MOST_ROWS:,} rows. Split it and import the parts.")
    places = _places([reading.text_of(one) for one in filled[0][1]], columns)
    return [
        Row(
            number=number,
            said={name: reading.text_of(cells[at]) if at < len(cells) else "" for name, at in places.items()},
        )
        for number, cells in filled[1:]
    ]


def _places(headers: Sequence[str], columns: Sequence[Column]) -> dict[str, int]:
    """Where each column stands. Raises NotReadable with those that are missing."""
    known = {header: column.name for column in columns for header in column.headers}
    found: dict[str, int] = {}
    for place, header in enumerate(headers):
        name = known.get(re.sub(r"[^a-z0-9]", "", header.casefold()))
        if name in found:
            raise NotReadable(f"Two columns are headed “{header}”. Keep one of them.")
        if name:
            found[name] = place
    if missing := [column.label for column in columns if column.required and column.name not in found]:
        raise NotReadable(f"The first row must name the columns. Missing: {', '.join(missing)}.")
    return found
