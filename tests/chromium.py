"""The browser of the tests: an installed one, else Debian's package, else Playwright's own download.

`python -m tests.chromium` prints its path and ends with one sentence where none can be had.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests import debian

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NONE = (
    "There is no Chromium for the browser tests and none could be had: install Debian's package chromium, "
    "name a browser with CHROMIUM=/path, or run the other tests with make test PART=server."
)


class NoBrowser(Exception):
    """None is installed and none could be installed."""


def path() -> str:
    """The program of a browser that starts, installed first where that is possible."""
    if given := os.environ.get("CHROMIUM"):
        if starts(program=given):
            return given
        raise NoBrowser(f"CHROMIUM is {given}, which does not start.")
    for program in (installed, from_debian, from_playwright):
        if (found := program()) and starts(program=found):
            return found
    raise NoBrowser(NONE)


def installed() -> str | None:
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def from_debian() -> str | None:
    return installed() if debian.install("chromium", why="the browser tests") else None


def from_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        program = playwright.chromium.executable_path
    if not Path(program).exists():
        sys.stderr.write("Downloading Playwright's Chromium for the browser tests.\n")
        command = [sys.executable, "-m", "playwright", "install", "chromium"]
        subprocess.run(command, capture_output=True, check=False)
    return program if Path(program).exists() else None


def starts(*, program: str) -> bool:
    try:
        done = subprocess.run([program, "--version"], capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


if __name__ == "__main__":
    try:
        sys.stdout.write(f"{path()}\n")
    except NoBrowser as missing:
        sys.exit(str(missing))
