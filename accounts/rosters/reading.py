"""Reading a table that was pasted or uploaded: CSV, tab-separated text or XLSX, columns in any order."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook

from accounts.rosters import fields, papers
from accounts.rosters.fields import FIELDS, Facts

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED_BYTES = 40 * 1024 * 1024
MOST_ROWS = 6_000
MOST_COLUMNS = 60
UNIT = "unit"
UNIT_HEADERS = ("unit", "unitno", "unitnumber", "district", "unitofassignment")
REASON_HEADERS = ("notofthecommunitypolicingofficebecause", "reason", "outsidereason")


_NO_WORKBOOK = (
    *(zipfile.BadZipFile, zlib.error, ParseError, OSError, EOFError, RuntimeError),
    *(KeyError, IndexError, ValueError, TypeError, AttributeError),
)
"""What reading something raises that only begins like a workbook: the libraries name no error of their own."""

Numbered = tuple[int, Sequence[object]]
"""A row with its number in the file."""


class NotReadable(Exception):
    """The table cannot be read; the sentence says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row as it was written: its number in the file, where the header is row 1."""

    number: int
    unit: str
    facts: Facts
    reason: str

    def stored(self) -> dict[str, object]:
        """As the import keeps it until it is confirmed."""
        return {"number": self.number, "unit": self.unit, "facts": self.facts, "reason": self.reason}


def pasted(*, text: str, with_unit: bool) -> list[Line]:
    """The rows of a table copied from a spreadsheet, or of CSV text. Raises NotReadable."""
    if not text.strip():
        raise NotReadable("Nothing was pasted. Copy the table with its header row, then paste it.")
    if len(text.encode()) > MOST_BYTES:
        raise NotReadable("The text is longer than 5 MB. Split it and import the parts.")
    return _lines(_text_rows(text), with_unit)


def uploaded(*, content: bytes, with_unit: bool) -> list[Line]:
    """The rows of a file. Raises NotReadable."""
    return _lines(table(content=content), with_unit)


def table(*, content: bytes) -> list[Numbered]:
    """The rows of a file in which something stands, told by what is in it and not by its name. Raises NotReadable."""
    if len(content) > MOST_BYTES:
        raise NotReadable("The file is larger than 5 MB. Split it and import the parts.")
    if content.startswith(b"PK\x03\x04"):
        return _workbook_rows(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise NotReadable("This is an old Excel file (.xls). Save it as .xlsx or CSV, then upload it again.")
    if content.startswith(b"%PDF"):
        raise NotReadable("This is a PDF. Upload the spreadsheet it was made from, as .xlsx or CSV.")
    return _text_rows(_decoded(content))


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content:
        raise NotReadable("This is not a table. Upload a spreadsheet as .xlsx or CSV.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _text_rows(text: str) -> list[Numbered]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(("\t", ";", ","), key=first.count)
    try:
        return _filled(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as fault:
        raise NotReadable(
            f"The text is not a table: {fault}. Save the spreadsheet as CSV once more."
        ) from fault


def _workbook_rows(content: bytes) -> list[Numbered]:
    """The first sheet. A small file that unpacks into a huge one is refused before anything reads it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED_BYTES:
                raise NotReadable("The workbook is too large. Save its first sheet as CSV, then upload that.")
        sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
        # What a sheet says of its own size can be a million empty rows, each of sixteen thousand columns.
        sheet.reset_dimensions()
        return _filled(sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True))
    except _NO_WORKBOOK as fault:
        raise NotReadable(
            "The workbook cannot be opened. Open it in a spreadsheet, save it as .xlsx, then upload it again."
        ) from fault


def _filled(rows: Iterable[Sequence[object]]) -> list[Numbered]:
    """The rows in which something stands; no more of them than tell that they are too many."""
    filled = (
        (number, row)
        for number, row in enumerate(rows, start=1)
        if any(text_of(cell) for cell in row if cell is not None)
    )
    return list(islice(filled, MOST_ROWS + 2))


def _lines(filled: Sequence[Numbered], with_unit: bool) -> list[Line]:
    if not filled:
        raise NotReadable("The table is empty. It needs a header row and a row for each member.")
    if len(filled) - 1 > MOST_ROWS:
        raise NotReadable(f"The table has more than {MOST_ROWS:,} rows. Split it and import the parts.")
    columns = _columns([text_of(cell) for cell in filled[0][1]], with_unit)
    if len(filled) == 1:
        raise NotReadable("The table has a header row and no members. Add a row for each member.")
    return [_line(number, row, columns) for number, row in filled[1:]]


def _columns(headers: Sequence[str], with_unit: bool) -> dict[str, int]:
    """Where each field stands. Raises NotReadable with the columns that are missing."""
    if any(headers[MOST_COLUMNS:]):
        raise NotReadable(f"The table has more than {MOST_COLUMNS} columns. Keep those of the roster.")
    known = {header: field.name for field in FIELDS for header in field.headers}
    known |= dict.fromkeys(UNIT_HEADERS, UNIT) | dict.fromkeys(REASON_HEADERS, "reason")
    found: dict[str, int] = {}
    for place, header in enumerate(headers):
        name = known.get(re.sub(r"[^a-z0-9]", "", header.casefold()))
        if name in found:
            raise NotReadable(f"Two columns are headed “{header}”. Keep one of them.")
        if name:
            found[name] = place
    labels = {field.name: field.label for field in FIELDS} | ({UNIT: "Unit"} if with_unit else {})
    if missing := [label for name, label in labels.items() if name not in found]:
        raise NotReadable(f"The first row must name the columns. Missing: {', '.join(missing)}.")
    return found


def _line(number: int, row: Sequence[object], columns: dict[str, int]) -> Line:
    def said(name: str) -> str:
        place = columns.get(name)
        return text_of(row[place]) if place is not None and place < len(row) else ""

    return Line(
        number=number,
        unit=said(UNIT),
        facts={field.name: fields.tidy(field.name, said(field.name)) for field in FIELDS},
        reason=said("reason")[:300],
    )


def text_of(value: object) -> str:
    """The text of a cell; a whole number that a spreadsheet keeps as a fraction loses its '.0'."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return papers.unescaped(fields.line(str(value)))
