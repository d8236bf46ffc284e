"""What is said on a machine whose Python cannot build the environment, and the locks it is built from."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from governance import bootstrap

ROOT = Path(__file__).resolve().parents[2]


def a_python(folder: Path, *, version: str, probe: int) -> str:
    """A program that says it is this version and, asked for venv, ends with this code."""
    folder.mkdir(exist_ok=True)
    path = folder / "python3"
    path.write_text(f'#!/bin/sh\ncase "$2" in *ensurepip*) exit {probe};; *) echo {version};; esac\n')
    path.chmod(0o755)
    return str(path)


def test_a_python_without_venv_is_told_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", a_python(tmp_path, version="3 12 1", probe=1))

    with pytest.raises(bootstrap.Missing, match=r"apt-get install python3\.12-venv"):
        bootstrap.find_python()


def test_a_python_that_is_too_old_is_told_the_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", a_python(tmp_path, version="3 9 2", probe=0))

    with pytest.raises(bootstrap.Missing, match=r"needs Python 3\.11 or newer"):
        bootstrap.find_python()


def test_a_newer_python_beside_the_old_one_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", a_python(tmp_path / "old", version="3 9 2", probe=0))
    newer = a_python(tmp_path / "new", version="3 13 0", probe=0)
    monkeypatch.setenv("PATH", str(tmp_path / "new"))

    assert bootstrap.find_python() == newer


def test_without_any_python_make_says_what_to_install(tmp_path: Path) -> None:
    make = subprocess.run(
        ["make", "-C", str(ROOT), "run", "PYTHON=python-that-is-not-there"],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ,
    )

    assert "install Python 3.11 or newer with venv (apt-get install python3 python3-venv)" in make.stdout


@pytest.mark.parametrize("lock", sorted(ROOT.glob("requirements/*.txt")), ids=lambda path: str(path.name))
def test_every_requirement_is_pinned_by_digest_and_names_no_address(lock: Path) -> None:
    text = lock.read_text()
    entries = re.split(r"\n(?=\S)", text.strip())

    assert "://" not in text
    assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []
