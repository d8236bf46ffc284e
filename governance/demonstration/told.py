"""The posts that stand as data in told/: six weeks of 22 districts, what went crooked in them, and this day."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any
from zlib import crc32

from accounts.models import Role
from governance.cast import DEPARTMENT
from governance.demonstration.piece import Ending, Piece, When, ago, before

FOLDER = Path(__file__).parent / "told"
FIRST_DAYS_AGO, LAST_DAYS_AGO = 41, 1
CLOCKS = (
    "08:10",
    "15:35",
    "11:20",
    "17:05",
    "09:45",
    "13:15",
    "16:20",
    "07:50",
    "12:25",
    "18:10",
    "10:30",
    "14:40",
)
ARREST = {
    "charge_level": "felony",
    "charging_final_on": "{yesterday}",
    "open_case": "no",
    "known_protected": "no",
    "member_involved": "no",
    "notable": "no",
}
_OWN = frozenset(field.name for field in fields(Piece)) - {"when", "answers", "ending"}


def pieces() -> tuple[Piece, ...]:
    """Everything told, file by file."""
    return tuple(piece for path in sorted(FOLDER.glob("*.toml")) for piece in _of_file(path))


def _of_file(path: Path) -> Iterator[Piece]:
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    rows: list[dict[str, Any]] = told["post"]
    for place, row in enumerate(rows):
        if "unit" in row:
            yield _piece(row, by=row["by"], when=_when(row))
        else:
            whole = {"unit": told["unit"], **row}
            last = told.get("last_days_ago", LAST_DAYS_AGO + crc32(told["unit"].encode()) % 3)
            yield _piece(
                whole, by=_author(told["unit"], place), when=_spread(told["unit"], place, len(rows), last)
            )


def _piece(row: Mapping[str, Any], *, by: str, when: When) -> Piece:
    category = row["kind"]
    answers = {key: str(value) for key, value in row.items() if key not in _OWN | _TOLD_OTHERWISE}
    if category == "arrest":
        answers = ARREST | answers
    if "event" in row:
        answers["event_date"] = "{event}"
    own = {key: value for key, value in row.items() if key in _OWN - {"by", "category"}}
    return Piece(
        **own,
        by=by,
        when=when,
        category=category,
        answers=answers,
        ending=Ending(row.get("ending", Ending.PUBLISHED)),
    )


_TOLD_OTHERWISE = frozenset({"kind", "ending", "days_ago", "clock", "minutes_ago"})


def _when(row: Mapping[str, Any]) -> When:
    return before(row["minutes_ago"]) if "minutes_ago" in row else ago(row["days_ago"], row["clock"])


def _spread(unit: str, place: int, number: int, last_days_ago: int) -> When:
    """The posts of a district over the weeks, in uneven steps and at hours of its own; the last one on its day."""
    turn = crc32(unit.encode())
    first = FIRST_DAYS_AGO - turn % 4
    days = first - round((first - last_days_ago) * place / max(number - 1, 1))
    if place < number - 1:
        days = max(days + crc32(f"{unit}/{place}".encode()) % 4 - 1, last_days_ago + 1)
    return ago(days, CLOCKS[(turn + place * 5) % len(CLOCKS)])


def _author(unit: str, place: int) -> str:
    writers = [
        person.key for person in DEPARTMENT.people if person.unit == unit and Role.USMR in person.roles
    ]
    return writers[place % len(writers)]
