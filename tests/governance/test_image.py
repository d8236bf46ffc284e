"""Dockerfile: what goes into the image of the portal and what does not, read without an engine."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def _stages() -> dict[str, list[str]]:
    """The instructions of each stage, continuation lines joined."""
    lines = re.sub(r"\\\n\s*", " ", DOCKERFILE).splitlines()
    stages: dict[str, list[str]] = {}
    for line in lines:
        if line.startswith("FROM"):
            name = line.split(" AS ")[1]
            stages[name] = []
        if line and not line.startswith("#"):
            stages[name].append(line) if stages else None
    return stages


def test_what_runs_is_the_last_stage_and_nobody_s_root() -> None:
    stages = _stages()

    assert list(stages)[-1] == "portal"
    assert [line for line in stages["portal"] if line.startswith("USER")] == ["USER 10001:10001"]
    assert any(line.startswith("HEALTHCHECK") for line in stages["portal"])


def test_images_are_pinned_to_a_patch() -> None:
    for image in re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE):
        assert re.search(r":\d+\.\d+\.\d+-", image), image


def test_only_locked_packages_are_installed_and_nothing_is_built_where_it_runs() -> None:
    stages = _stages()

    for line in re.sub(r"\\\n\s*", " ", DOCKERFILE).splitlines():
        for install in re.findall(r"pip install[^&]*", line):
            assert "--require-hashes" in install and "--only-binary :all:" in install
    running = " ".join(stages["portal"])
    for tool in ("pip install", "gcc", "npm", "curl"):
        assert tool not in running
    # The reader of words in pictures is the one program that Debian gives, by its signed packages.
    (installed,) = re.findall(r"apt-get install([^&]*)", running)
    assert [word for word in installed.split() if not word.startswith("--")] == [
        "tesseract-ocr",
        "tesseract-ocr-spa",
    ]


def test_what_is_copied_exists_and_every_room_is_there() -> None:
    copied = [
        word
        for line in DOCKERFILE.splitlines()
        if line.startswith("COPY") and "--from" not in line
        for word in line.split()[1:-1]
    ]

    for name in copied:
        assert (ROOT / name).exists(), name
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "bench"}
    assert rooms <= set(copied)


def test_no_secret_and_no_state_goes_into_the_image() -> None:
    ignored = (ROOT / ".dockerignore").read_text().splitlines()

    assert {".git", ".venv", "var", "deploy/secrets", ".env"} <= set(ignored)


def test_the_version_is_the_project_s() -> None:
    from governance.backup import portal_version

    assert f'image.version="{portal_version()}"' in DOCKERFILE
    assert f"PORTAL_VERSION:-{portal_version()}" in (ROOT / "docker-compose.yml").read_text()
