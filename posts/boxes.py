"""The child process that opens a video somebody sent: `python -I boxes.py <file> <folder for what comes out>`.

It reads the boxes of an MP4 (ISO/IEC 14496-12) and decodes nothing: what a network takes is told by its boxes, and the
network itself decodes it before residents see it. Boxes that tell of the place, the phone or the person are emptied
where they stand. It imports nothing of the portal and limits itself first, as `pixels.py` does.
"""

import json
import mmap
import resource
import shutil
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

MEMORY_BYTES = 1_000_000_000
PROCESSOR_SECONDS = 20
MOST_BYTES = 512_000_000
"""As networks take it. Source: X's media best practices."""
BLANK_BYTES = 1_000_000
SHORTEST_MS, LONGEST_MS = 500, 140_000
LONGEST_SIDE, SHORTER_SIDE, LEAST_SIDE = 1920, 1200, 32
_BRANDS = frozenset(
    {b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V "}
)
_PICTURE = frozenset({b"avc1", b"avc3"})
_SOUND = frozenset({b"mp4a"})
_HOLDERS = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl"})
_NOTES = frozenset({b"udta", b"meta", b"uuid", b"free", b"skip"})
"""Boxes of notes: places, names, programs."""
TILE_SIDE = 640
TILE_GROUND = "#3d4551"
MOST_BOXES = 4_000
DEEPEST = 6
Box = tuple[bytes, int, int]
"""Its kind, where its content begins and ends."""


class Refused(Exception):
    """A word of the parent's list."""


def main(source: Path, folder: Path) -> None:
    """Write `network` into the folder and say what it is."""
    limit_self()
    try:
        said = made(source, folder)
    except Refused as fault:
        said = {"refused": str(fault)}
    except struct.error:
        said = {"refused": "unreadable"}
    sys.stdout.write(json.dumps(said))


def limit_self() -> None:
    """What a hostile file can take: this much, of this process alone."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_BYTES, MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def made(source: Path, folder: Path) -> dict[str, Any]:
    """The video without its notes, if a network would take it. Raises Refused, and struct.error for what is cut.

    Of a copy on disk only the boxes that are looked at are ever in memory.
    """
    if source.stat().st_size > MOST_BYTES:
        raise Refused("video_too_large")
    copy = Path(shutil.copyfile(source, folder / "network"))
    with copy.open("r+b") as file, mmap.mmap(file.fileno(), 0) as octets:
        width, height, lasts_ms = looked_at(octets)
        empty_notes(octets, (b"", 0, len(octets)), 0)
        octets.flush()
    tile(width, height).save(folder / "preview", "JPEG", quality=80)
    return {"media_type": "video/mp4", "width": width, "height": height, "lasts_ms": lasts_ms}


def looked_at(octets: mmap.mmap) -> tuple[int, int, int]:
    """Its width and height, and how many milliseconds it plays. Raises as `made` does."""
    outer = list(boxes(octets, 0, len(octets)))
    if not outer or outer[0][0] != b"ftyp" or bytes(octets[outer[0][1] : outer[0][1] + 4]) not in _BRANDS:
        raise Refused("wrong_video")
    kinds = [kind for kind, _, _ in outer]
    if kinds.count(b"moov") != 1 or b"mdat" not in kinds or b"moof" in kinds:
        raise Refused("wrong_video")
    moov = next(box for box in outer if box[0] == b"moov")
    lasts_ms = duration(octets, only(octets, moov, b"mvhd"))
    if not SHORTEST_MS <= lasts_ms <= LONGEST_MS:
        raise Refused("video_too_long")
    return *size_of(octets, moov), lasts_ms


def tile(width: int, height: int) -> Image.Image:
    """What stands for a video where nothing plays: its shape, and the mark that it can be played."""
    scale = TILE_SIDE / max(width, height)
    image = Image.new("RGB", (max(1, round(width * scale)), max(1, round(height * scale))), TILE_GROUND)
    across, down, arm = image.width / 2, image.height / 2, min(image.size) / 6
    mark = [(across - arm * 0.7, down - arm), (across - arm * 0.7, down + arm), (across + arm, down)]
    ImageDraw.Draw(image).polygon(mark, fill="white")
    return image


def boxes(octets: mmap.mmap, at: int, end: int) -> Iterator[Box]:
    """The boxes that stand in a row. Raises Refused for one that is longer than what holds it."""
    for _ in range(MOST_BOXES):
        if at == end:
            return
        (size,), kind, head = struct.unpack_from(">I", octets, at), bytes(octets[at + 4 : at + 8]), 8
        if size == 1:
            (size,), head = struct.unpack_from(">Q", octets, at + 8), 16
        elif size == 0:
            size = end - at
        if size < head or at + size > end:
            raise Refused("unreadable")
        yield kind, at + head, at + size
        at += size
    raise Refused("unreadable")


def only(octets: mmap.mmap, holder: Box, kind: bytes) -> Box:
    """The one box of a kind in another. Raises Refused when there is none or another one."""
    found = [box for box in boxes(octets, holder[1], holder[2]) if box[0] == kind]
    if len(found) != 1:
        raise Refused("unreadable")
    return found[0]


def duration(octets: mmap.mmap, mvhd: Box) -> int:
    """Milliseconds, as the head of the film says."""
    at = mvhd[1]
    layout, skipped = (">IQ", 20) if octets[at] == 1 else (">II", 12)
    scale, units = struct.unpack_from(layout, octets, at + skipped)
    if not scale:
        raise Refused("unreadable")
    return int(units * 1000 // scale)


def size_of(octets: mmap.mmap, moov: Box) -> tuple[int, int]:
    """The size of its one picture track; sound may be beside it, and nothing else. Raises Refused."""
    sizes = []
    for trak in (box for box in boxes(octets, moov[1], moov[2]) if box[0] == b"trak"):
        mdia = only(octets, trak, b"mdia")
        hdlr = only(octets, mdia, b"hdlr")
        plays = bytes(octets[hdlr[1] + 8 : hdlr[1] + 12])
        stsd = only(octets, only(octets, only(octets, mdia, b"minf"), b"stbl"), b"stsd")
        entries = list(boxes(octets, stsd[1] + 8, stsd[2]))
        coded = {kind for kind, _, _ in entries}
        if plays == b"vide" and coded and coded <= _PICTURE:
            sizes += [struct.unpack_from(">HH", octets, begins + 24) for _, begins, _ in entries]
        elif not (plays == b"soun" and coded and coded <= _SOUND):
            raise Refused("wrong_codec")
    if len(sizes) != 1:
        raise Refused("wrong_codec")
    width, height = sizes[0]
    if not LEAST_SIDE <= min(width, height) <= SHORTER_SIDE or max(width, height) > LONGEST_SIDE:
        raise Refused("video_too_wide")
    return width, height


def empty_notes(octets: mmap.mmap, holder: Box, depth: int) -> None:
    """Turn every box of notes into room that is free, in its place: what points into the file stays right."""
    for kind, begins, ends in boxes(octets, holder[1], holder[2]):
        if kind in _NOTES:
            head = begins - 4 if octets[begins - 4 : begins] == kind else begins - 12
            octets[head : head + 4] = b"free"
            for at in range(begins, ends, BLANK_BYTES):
                octets[at : min(at + BLANK_BYTES, ends)] = bytes(min(BLANK_BYTES, ends - at))
        elif kind in _HOLDERS and depth < DEEPEST:
            empty_notes(octets, (kind, begins, ends), depth + 1)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
