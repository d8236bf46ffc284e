"""Where a key stands in a TOML text, since tomllib keeps no lines."""

import re

_HEADER = re.compile(r"^\s*(\[\[?)\s*([\w.-]+)\s*\]\]?")
_KEY = re.compile(r"^\s*([\w-]+)\s*=")
_TRIPLE = re.compile("\"\"\"|'''")
Place = tuple[str, int, str]


class Lines:
    """Knows the line of (table, index, key): ("", 0, key) at the top, index 0 for a plain table."""

    def __init__(self, *, source: str) -> None:
        self._rows = source.split("\n")
        self._at: dict[Place, int] = {}
        self._read()

    def of(self, *, table: str, index: int = 0, key: str = "", holding: str = "") -> int:
        """The key's line, or within its value the first line holding these words; else the table's."""
        line = self._at.get((table, index, key)) or self._at.get((table, index, ""), 1)
        if holding and key:
            end = min((at for at in self._at.values() if at > line), default=len(self._rows) + 1)
            return next((at for at in range(line, end) if holding in self._rows[at - 1]), line)
        return line

    def _read(self) -> None:
        table, index, seen, quoted = "", 0, dict[str, int](), False
        for number, row in enumerate(self._rows, 1):
            if not quoted and (header := _HEADER.match(row)):
                table = header[2]
                index = seen.get(table, -1) + 1 if header[1] == "[[" else 0
                seen[table] = index
                self._at.setdefault((table, index, ""), number)
            elif not quoted and (key := _KEY.match(row)):
                self._at.setdefault((table, index, key[1]), number)
            quoted ^= len(_TRIPLE.findall(row)) % 2 == 1
