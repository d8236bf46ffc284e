"""What is sent: the content of a version, its PDF (PDF/A-2b, tagged) and its CSV. The same content, the same bytes."""

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typst

from accounts.rosters.fields import FIELDS

TEMPLATE = Path(__file__).with_name("roster.typ")
OPENS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


_NO_LETTER = re.compile(r'the text `"(?P<signs>.+?)"` could not be displayed')


class NotShown(Exception):
    """The fonts of the PDF have no letter for some signs; an archive takes no paper with a gap."""

    def __init__(self, signs: str) -> None:
        super().__init__(f"the PDF cannot show “{signs}”.")


@dataclass(frozen=True, kw_only=True)
class Content:
    """Everything that a version says, in plain words: the papers are made of nothing else."""

    agency: str
    unit: str
    period: str
    starts_on: str
    ends_on: str
    version: int
    correction: bool
    compared_with: str
    submitted_by: str
    submitted_at: str
    """The moment in UTC, ISO 8601."""
    zone: str
    recipients: tuple[str, ...]
    members: tuple[Mapping[str, str], ...]
    """The seven facts, the mark, and the reason of whoever is not of the community policing office."""
    changes: tuple[str, ...]
    """One sentence a change since what it is compared with."""

    def text(self) -> str:
        """Canonical JSON: what the vault keeps and the digest is taken of."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    @property
    def title(self) -> str:
        """'Roster of the 014th District, Shakespeare: period 13 of 2026'."""
        return f"Roster of the {self.unit}: {self.period}"


def read(text: str) -> Content:
    """The content as the vault keeps it."""
    said: dict[str, Any] = json.loads(text)
    for name in ("recipients", "members", "changes"):
        said[name] = tuple(said[name])
    return Content(**said)


def pdf(content: Content) -> bytes:
    """The roster as PDF/A-2b with tags for screen readers; data go in as JSON and are never read as markup.

    Raises NotShown.
    """
    moment = datetime.fromisoformat(content.submitted_at)
    here = moment.astimezone(ZoneInfo(content.zone))
    shown = {
        **asdict(content),
        "title": content.title,
        "labels": [field.label for field in FIELDS],
        "rows": [[member[field.name] for field in FIELDS] for member in content.members],
        "reasons": [
            f"{member['name']}: {member['outside_reason']}"
            for member in content.members
            if member["outside_reason"]
        ],
        "submitted": f"{here:%a} {here.day} {here:%b %Y, %H:%M %Z}",
        "date": [moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second],
    }
    try:
        made = typst.compile(
            TEMPLATE.read_bytes(),
            format="pdf",
            ignore_system_fonts=True,
            pdf_standards=["a-2b"],
            timestamp=int(moment.timestamp()),
            sys_inputs={"roster": json.dumps(shown)},
        )
    except typst.TypstError as fault:
        missing = _NO_LETTER.search(str(fault))
        if missing is None:
            raise
        raise NotShown(missing["signs"]) from fault
    return bytes(made)


def csv_file(content: Content) -> bytes:
    """The roster for a spreadsheet: UTF-8 with its mark, and no cell that a spreadsheet would run as a formula."""
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow(
        ["Unit", *(field.label for field in FIELDS), "Not of the community policing office because"]
    )
    for member in content.members:
        row = [content.unit, *(member[field.name] for field in FIELDS), member["outside_reason"]]
        lines.writerow([escaped(cell) for cell in row])
    return written.getvalue().encode("utf-8-sig")


def escaped(cell: str) -> str:
    """The text behind an apostrophe where it would begin a formula."""
    return f"'{cell}" if cell.startswith(OPENS_A_FORMULA) else cell


def unescaped(cell: str) -> str:
    """The text that an apostrophe was put before: what this portal sends, it reads again."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(OPENS_A_FORMULA) else cell


def file_name(*, unit: str, year: int, number: int, version: int, ending: str) -> str:
    """'roster-014-2026-13.pdf'; a correction ends in '-version-2'."""
    later = f"-version-{version}" if version > 1 else ""
    return f"roster-{unit.lower()}-{year}-{number:02}{later}.{ending}"


def changes(*, rows: Sequence[tuple[str, str, Sequence[tuple[str, str, str]]]]) -> tuple[str, ...]:
    """One sentence for each change, given name, mark, and label, old and new value of each changed field."""
    said: list[str] = []
    for name, mark, cells in rows:
        if mark == "new":
            said.append(f"{name}: new")
        elif mark == "left":
            said.append(f"{name}: left")
        else:
            said += [f"{name}: {label}, was {was}, now {now}" for label, was, now in cells]
    return tuple(said)
