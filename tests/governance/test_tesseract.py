"""Tests that read words in pictures have their reader, or say what they lack."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import tesseract

ROOT = Path(__file__).resolve().parents[2]


def a_reader(folder: Path, *languages: str) -> None:
    path = folder / "tesseract"
    path.write_text(f"#!/bin/sh\necho List of available languages:\necho {' '.join(languages)}\n")
    path.chmod(0o755)


@pytest.mark.parametrize(
    ("languages", "reads"), [(("eng", "osd", "spa"), True), (("eng", "osd"), False), (None, False)]
)
def test_only_a_reader_of_both_languages_will_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, languages: tuple[str, ...] | None, reads: bool
) -> None:
    if languages is not None:
        a_reader(tmp_path, *languages)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert tesseract.reads() is reads


@pytest.mark.parametrize("installs", [True, False])
def test_debians_packages_are_installed_where_it_is_missing_and_tests_begin_in_any_case(
    tmp_path: Path, installs: bool
) -> None:
    if os.geteuid() != 0:
        pytest.skip("Only root installs packages.")
    calls, apt = tmp_path / "calls", tmp_path / "apt-get"
    a_reader(tmp_path, "eng", "spa")
    (tmp_path / "tesseract").rename(tmp_path / "given")
    gives = f'[ "$2" = install ] && /bin/cp {tmp_path}/given {tmp_path}/tesseract' if installs else "exit 1"
    apt.write_text(f'#!/bin/sh\necho "$@" >>{calls}\n{gives}\nexit 0\n')
    apt.chmod(0o755)
    asked = subprocess.run(
        [sys.executable, "-m", "tests.tesseract"],
        cwd=ROOT,
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.returncode == 0
    assert (tesseract.NONE in asked.stderr) is not installs
    assert ("tesseract-ocr tesseract-ocr-spa" in calls.read_text()) is installs


def test_every_run_of_the_tests_asks_for_it_before_the_first_test() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    before, _, _ = makefile.partition("\ntest:")[2].partition("\nifeq")
    assert "-m tests.tesseract" in before and "-m pytest" not in before
