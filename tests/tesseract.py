"""The reader of words in pictures, for the tests that have it read: an installed one, else Debian's packages.

`python -m tests.tesseract` installs it where that is possible, and ends well in any case: where none can be had, those
tests are skipped, and a sentence says so.
"""

import shutil
import subprocess
import sys

from tests import debian

PACKAGES = ("tesseract-ocr", "tesseract-ocr-spa")
LANGUAGES = frozenset({"eng", "spa"})
NONE = (
    "There is no tesseract for English and Spanish here and none could be had, so tests that read words in pictures "
    "are skipped: install Debian's packages tesseract-ocr and tesseract-ocr-spa."
)


def reads() -> bool:
    """Whether one is installed that reads both languages."""
    program = shutil.which("tesseract")
    if program is None:
        return False
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False)
    return listed.returncode == 0 and set(listed.stdout.split()) >= LANGUAGES


if __name__ == "__main__":
    if not reads() and not (debian.install(*PACKAGES, why="the tests of words in pictures") and reads()):
        sys.stderr.write(f"{NONE}\n")
