"""Rows as a file for a spreadsheet, in one way: line by line as they are read, however many there are."""

import csv
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse

from accounts.rosters.papers import escaped


class _Through:
    """What is written to it comes back at once: nothing is gathered in memory."""

    def write(self, line: str) -> str:
        return line


def sent(*, name: str, rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """A table (CSV), no cell of which a spreadsheet takes for a formula. Its rows are read while it is sent."""
    answer = StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _lines(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    lines = csv.writer(_Through())
    for row in rows:
        yield lines.writerow([escaped(str(cell)) for cell in row])
