"""The served files of the design system are complete and are what the lock names."""

import base64
import hashlib
import io
import json
import os
import re
import tarfile
from pathlib import Path

import pytest

from governance import assets
from governance.embedded.refusal import CannotStart

ROOT = Path(__file__).resolve().parents[2]
SERVED = ROOT / "var" / "assets"


def test_every_file_a_style_sheet_refers_to_is_there() -> None:
    css = (SERVED / "uswds" / "css" / "uswds.min.css").read_text()

    missing = [path for path in assets.REFERENCE.findall(css) if not (SERVED / "uswds" / path).exists()]

    assert missing == []


def test_text_is_set_in_public_sans_alone() -> None:
    css = (SERVED / "uswds" / "css" / "uswds.min.css").read_text()

    families = {found.split(",")[0].strip('"') for found in re.findall(r"font-family:([^;}]+)", css)}

    assert families == {"Public Sans Web", "Roboto Mono Web", "inherit", "monospace"}


def test_scripts_and_styles_name_no_source_map() -> None:
    named = [path.name for path in SERVED.rglob("*.*s") if b"sourceMappingURL" in path.read_bytes()]

    assert named == []


def test_the_lock_holds_digests_and_no_addresses() -> None:
    lock = (ROOT / "package-lock.json").read_text()
    packages = json.loads(lock)["packages"]

    assert "://" not in lock
    assert "resolved" not in lock
    assert all("integrity" in locked for name, locked in packages.items() if name)


@pytest.mark.parametrize("altered", [False, True])
def test_a_package_that_is_not_the_locked_one_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, altered: bool
) -> None:
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w:gz") as made:
        member = tarfile.TarInfo("package/one.js")
        member.size = 3
        made.addfile(member, io.BytesIO(b"one"))
    (tmp_path / "source.tgz").write_bytes(archive.getvalue() + (b"!" if altered else b""))
    source = tmp_path / "bin" / "npm"
    source.parent.mkdir()
    source.write_text(f'#!/bin/sh\nfor last; do :; done\ncp "{tmp_path}/source.tgz" "$last/one.tgz"\n')
    source.chmod(0o755)
    monkeypatch.setenv("PATH", f"{source.parent}:{os.environ['PATH']}")
    digest = base64.b64encode(hashlib.sha512(archive.getvalue()).digest()).decode()
    locked = {"version": "1.0.0", "integrity": f"sha512-{digest}"}
    folder = tmp_path / "fetched"
    folder.mkdir()

    if altered:
        with pytest.raises(CannotStart, match=r"one@1\.0\.0 is not what package-lock\.json names"):
            assets.package(name="one", locked=locked, folder=folder)
    else:
        assert assets.package(name="one", locked=locked, folder=folder) == {"one.js": b"one"}
