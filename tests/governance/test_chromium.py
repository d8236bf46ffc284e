"""The browser tests have a browser, or nobody begins them."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests import chromium

ROOT = Path(__file__).resolve().parents[2]


def a_browser(folder: Path, *, code: int) -> Path:
    path = folder / "chromium"
    path.write_text(f"#!/bin/sh\nexit {code}\n")
    path.chmod(0o755)
    return path


def test_an_installed_browser_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    program = a_browser(tmp_path, code=0)

    assert chromium.path() == str(program)


def test_a_chosen_browser_that_does_not_start_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = a_browser(tmp_path, code=1)
    monkeypatch.setenv("CHROMIUM", str(program))

    with pytest.raises(chromium.NoBrowser, match=r"CHROMIUM is .*, which does not start"):
        chromium.path()


def test_where_none_can_be_had_one_sentence_says_so(tmp_path: Path) -> None:
    nowhere = {
        "PATH": str(tmp_path),
        "HOME": str(tmp_path),
        "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path),
        "PLAYWRIGHT_DOWNLOAD_HOST": "http://127.0.0.1:1",
    }

    asked = subprocess.run(
        [sys.executable, "-m", "tests.chromium"],
        cwd=ROOT,
        env=nowhere,
        capture_output=True,
        text=True,
        check=False,
    )

    assert asked.returncode == 1
    assert asked.stdout == ""
    assert asked.stderr.splitlines()[-1] == chromium.NONE
