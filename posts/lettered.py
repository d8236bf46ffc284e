"""Words that stand in pictures: read by a program of the machine where there is one, and kept in the vault.

The program sees a small grey copy that our own child drew (`posts/pixels.py`), never the file that somebody sent, and
runs with little time and memory (`posts/letters.py`). No picture and no word leaves the machine.
"""

import csv
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryFile

from django.conf import settings

from audit import vault
from posts.digest import normal
from posts.models import Picture

SECONDS = 20
SUREST = 70
"""Of a hundred: what the program is less sure of is a pattern more often than a word."""
LONGEST = 2_000
"""Characters that are kept."""
_LANGUAGES = ("eng", "spa")
_LETTERS = Path(__file__).with_name("letters.py")
_spoken: dict[str, str] = {}
"""What each program has said that it can read."""


def read(*, path: Path) -> str | None:
    """The words in a picture, line by line, empty where there are none; None where nobody could read it."""
    program = shutil.which(settings.PICTURE_READER) if settings.PICTURE_READER else None
    spoken = _languages(program) if program else ""
    if program is None or not spoken or not path.is_file():
        return None
    table = _said(program, str(path), "stdout", "-l", spoken, "--psm", "3", "tsv")
    return None if table is None else _words(table.splitlines())


def _languages(program: str) -> str:
    """Those of ours that the program can read, joined as it takes them; asked again for as long as it is silent."""
    if program not in _spoken and (said := _said(program, "--list-langs")) is not None:
        listed = said.split()
        _spoken[program] = "+".join(one for one in _LANGUAGES if one in listed)
    return _spoken.get(program, "")


def _said(program: str, *arguments: str) -> str | None:
    """What the program answers; None where it died, took too long or said too much. Nothing of it stays behind.

    It answers into a file, since whatever it began could hold a pipe open.
    """
    with TemporaryFile() as answer:
        child = subprocess.Popen(  # noqa: S603  (a program that the deployment names, no shell, limits of our own)
            [sys.executable, "-I", str(_LETTERS), program, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            env={},
            start_new_session=True,
        )
        try:
            status = child.wait(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            return None
        finally:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
        answer.seek(0)
        return answer.read().decode("utf-8", "replace") if status == 0 else None


def _words(table: Iterable[str]) -> str:
    """The words of which the program is sure, in their lines."""
    lines: dict[tuple[str, ...], list[str]] = {}
    for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
        word = (row.get("text") or "").strip()
        if any(char.isalnum() for char in word) and float(row.get("conf") or -1) >= SUREST:
            place = tuple(row.get(name) or "" for name in ("block_num", "par_num", "line_num"))
            lines.setdefault(place, []).append(word)
    return normal("\n".join(" ".join(words) for words in lines.values())[:LONGEST])


def kept(*, words: str | None, agency_id: int) -> str:
    """The digest under which the words of a picture are kept; empty where there are none."""
    return vault.keep(content=words, agency_id=agency_id) if words else ""


def of(*, pictures: Sequence[Picture]) -> tuple[str, ...]:
    """The words in each, in their order; empty where none are known. One query, none where no picture has words."""
    digests = {one.words_digest for one in pictures if one.words_digest}
    if not digests:
        return ("",) * len(pictures)
    found = vault.texts_there(digests=digests, agency_id=pictures[0].agency_id)
    return tuple(found.get(one.words_digest, "") for one in pictures)
