"""A number of a pack is one content: what an agency may have adopted under it is never another one."""

import tomllib
from pathlib import Path

import pytest

from directives.pack import EARLIER, PACKS, Pack, load_pack
from governance import released

NUMBERS = tomllib.loads((Path(__file__).parent / "numbers.toml").read_text(encoding="utf-8"))
FILES = sorted(PACKS.glob("*.toml")) + sorted(EARLIER.glob("*.toml"))
LIST = "tests/directives/numbers.toml"


def _named(pack: Pack) -> str:
    return f"{pack.slug} {pack.version}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_stands_under_a_number_stays_what_it_was(path: Path):
    pack = load_pack(path)
    name = _named(pack)
    if name in NUMBERS["given"]:
        assert pack.digest == NUMBERS["given"][name], (
            f"{path.name} is not what was given out as {name}. Put its lines back. What should change goes into "
            f"directives/packs/{pack.slug}.toml under the next number, with the file of before kept as "
            f"directives/packs/earlier/{pack.slug}-{pack.version}.toml."
        )
        return
    assert NUMBERS["open"].get(name) == pack.digest, (
        f"{path.name} is not what {LIST} has of {name}. The number was not given out yet: if the change is meant, "
        f'write under [open] there: "{name}" = "{pack.digest}"'
    )


def test_each_number_of_the_list_has_its_file():
    files = {_named(load_pack(path)) for path in FILES}
    lost = (NUMBERS["given"].keys() | NUMBERS["open"].keys()) - files
    assert not lost, (
        f"An agency may work under {', '.join(sorted(lost))}: keep the file under directives/packs/earlier."
    )


def test_only_the_present_file_of_a_department_has_a_number_that_may_still_change():
    present = {_named(load_pack(path)) for path in PACKS.glob("*.toml")}
    stuck = NUMBERS["open"].keys() - present
    assert not stuck, (
        f"{', '.join(sorted(stuck))} was followed by another number: move its line to [given] in {LIST}."
    )
    assert not NUMBERS["open"].keys() & NUMBERS["given"].keys()


def test_a_release_gives_out_every_number_that_was_open():
    newest = released.before().version
    assert NUMBERS["release"] == newest, (
        f"Release {newest} gave out what it came with: move every line of [open] to [given] in {LIST}, and write "
        f'release = "{newest}" at its top. The next change of a pack takes the next number.'
    )
