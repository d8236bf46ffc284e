"""The child process that opens a file somebody sent: `python -I pixels.py <file> <folder for what comes out>`.

It imports nothing of the portal, holds no secret, and limits its own memory, time and files before it reads the
first byte. It answers one JSON object: what it made, or a word why not. Dying is an answer as well.
"""

import io
import json
import resource
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms, ImageOps
from pillow_heif import register_heif_opener

MEMORY_BYTES = 1_500_000_000
PROCESSOR_SECONDS = 30
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 4096
SHORTEST_SIDE = 4
PREVIEW_SIDE = 640
READING_SIDE = 1800
"""Of the grey copy in which words are looked for: enough for the small print of a poster."""
MOST_BYTES = 5_000_000
MOST_GIF_BYTES = 15_000_000
GIF_SIZE = (1280, 1080)
MOST_FRAMES = 350
MOST_GIF_PIXELS = 300_000_000
"""Of all its frames. Source: X's media best practices."""
QUALITIES = (90, 84, 78, 70, 60)
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc", b"hevx"})
_LOSSLESS = frozenset({"PNG", "GIF"})
HEAD = 4096
"""Further in, neither a browser nor a reader looks for what a file is."""
TAIL = 65_557
"""So far from its end an archive's directory may end."""
_OTHER_THINGS = (b"<script", b"<html", b"<!doctype", b"<?php", b"%pdf-")


class Refused(Exception):
    """A word of the parent's list."""


def main(source: Path, folder: Path) -> None:
    """Write `network`, `preview` and, of what stands still, `reading` into the folder and say what they are."""
    limit_self()
    try:
        said = made(source.read_bytes(), folder)
    except Refused as fault:
        said = {"refused": str(fault)}
    sys.stdout.write(json.dumps(said))


def limit_self() -> None:
    """What a hostile file can take: this much, of this process alone."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (4 * MOST_BYTES, 4 * MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def made(octets: bytes, folder: Path) -> dict[str, Any]:
    """The picture upright, in sRGB, small enough, and nothing but pixels. Raises Refused."""
    kind = kind_of(octets)
    refuse_two_in_one(octets)
    Image.MAX_IMAGE_PIXELS = None  # the size is asked here, before anything is decoded
    register_heif_opener(thumbnails=False)
    image: Image.Image = Image.open(io.BytesIO(octets), formats=[kind])
    refuse_notes(image)
    if image.width * image.height > MOST_PIXELS:
        raise Refused("too_many_pixels")
    if kind != "JPEG" and getattr(image, "is_animated", False) and kind != "HEIF":
        if kind != "GIF":
            raise Refused("moving")
        return made_moving(image, octets, folder)
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(image)
    small = in_srgb(upright)
    small.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    if min(small.size) < SHORTEST_SIDE:
        raise Refused("too_narrow")
    small, network, media_type = encoded(small, lossless=kind in _LOSSLESS or has_alpha(small))
    reading = (on_white(small) if has_alpha(small) else small).convert("L")
    reading.thumbnail((READING_SIDE, READING_SIDE), Image.Resampling.LANCZOS)
    reading.save(folder / "reading", "JPEG", quality=85)
    preview = small.copy()
    preview.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE), Image.Resampling.LANCZOS)
    (folder / "network").write_bytes(network)
    (folder / "preview").write_bytes(
        as_png(preview) if media_type == "image/png" else as_jpeg(preview, quality=80)
    )
    return {"media_type": media_type, "width": small.width, "height": small.height}


def made_moving(image: Image.Image, octets: bytes, folder: Path) -> dict[str, Any]:
    """A GIF that moves: its own frames bit for bit, each opened once, and a still of the first. Raises Refused."""
    frames: int = getattr(image, "n_frames", 1)
    if len(octets) > MOST_GIF_BYTES:
        raise Refused("gif_too_large")
    if image.width > GIF_SIZE[0] or image.height > GIF_SIZE[1]:
        raise Refused("gif_too_wide")
    if frames > MOST_FRAMES or frames * image.width * image.height > MOST_GIF_PIXELS:
        raise Refused("gif_too_long")
    bare = bare_gif(octets)
    lasts = 0
    for number in range(frames):
        image.seek(number)
        image.load()
        lasts += image.info.get("duration", 0)
    image.seek(0)
    still = on_white(in_srgb(image.copy()))
    still.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE), Image.Resampling.LANCZOS)
    (folder / "network").write_bytes(bare)
    (folder / "preview").write_bytes(as_jpeg(still, quality=80))
    return {"media_type": "image/gif", "width": image.width, "height": image.height, "lasts_ms": int(lasts)}


def bare_gif(octets: bytes) -> bytes:
    """The frames, their colours and times, and whether they begin anew; no words, no notes, nothing after the end."""
    colours = 3 << ((octets[10] & 7) + 1) if octets[10] & 0x80 else 0
    at = 13 + colours
    kept = [octets[:at]]
    while octets[at : at + 1] != b";":
        if octets[at : at + 1] == b",":
            begins = at
            at += 10 + (3 << ((octets[at + 9] & 7) + 1) if octets[at + 9] & 0x80 else 0) + 1
            at = after_blocks(octets, at)
            kept.append(octets[begins:at])
        elif octets[at : at + 3] == b"!\xf9\x04":
            kept.append(octets[at : at + 7] + b"\0")
            at = after_blocks(octets, at + 2)
        elif octets[at : at + 1] == b"!":
            if octets[at + 3 : at + 14] == b"NETSCAPE2.0" and octets[at + 14 : at + 16] == b"\x03\x01":
                kept.append(octets[at : at + 18] + b"\0")
            at = after_blocks(octets, at + 2)
        else:
            raise Refused("unreadable")
    return b"".join((*kept, b";"))


def after_blocks(octets: bytes, at: int) -> int:
    """Where a row of blocks, each led by its length, ends. Raises Refused for one that never does."""
    while at < len(octets) and octets[at]:
        at += octets[at] + 1
    if at >= len(octets):
        raise Refused("unreadable")
    return at + 1


def kind_of(octets: bytes) -> str:
    """What the first bytes say; the name of a file says nothing."""
    if octets.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if octets.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if octets.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if octets[:4] == b"RIFF" and octets[8:12] == b"WEBP":
        return "WEBP"
    if octets[4:8] == b"ftyp" and octets[8:12] in _HEIF_BRANDS:
        return "HEIF"
    raise Refused("wrong_type")


def refuse_two_in_one(octets: bytes) -> None:
    """A file that a browser, a reader or an unpacker would take for something else than a picture.

    They look at the ends of a file. In the midst of five megabytes of pixels such marks stand by chance.
    """
    refuse_other_things(octets[:HEAD])
    refuse_other_things(octets[-TAIL:])
    if b"PK\x05\x06" in octets[-TAIL:]:
        raise Refused("two_in_one")


def refuse_notes(image: Image.Image) -> None:
    """A picture whose notes, wherever in the file they stand, are a page, a program or a document."""
    segments = [note for _, note in getattr(image, "applist", ())]
    for note in (*image.info.values(), *segments):
        refuse_other_things(note.encode() if isinstance(note, str) else note)


def refuse_other_things(content: object) -> None:
    """Bytes with the mark of something that is no picture; what is no bytes holds none."""
    if isinstance(content, bytes) and any(mark in content.lower() for mark in _OTHER_THINGS):
        raise Refused("two_in_one")


def has_alpha(image: Image.Image) -> bool:
    """Whether anything shows through: a channel that is opaque throughout is none."""
    return image.mode == "RGBA" and any(image.getchannel("A").histogram()[:255])


def in_srgb(image: Image.Image) -> Image.Image:
    """RGB, or RGBA where something shows through; a profile that cannot be read is left out of account."""
    profile = image.info.get("icc_profile")
    if profile and image.mode in {"RGB", "RGBA", "CMYK", "L"}:
        with suppress(ImageCms.PyCMSError, OSError):
            converted = ImageCms.profileToProfile(
                image,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGBA" if image.mode == "RGBA" else "RGB",
            )
            image = converted or image
    if image.mode.startswith(("I", "F")):
        image = image.point(lambda value: value / 257).convert("L")
    through = image.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in image.info
    return image.convert("RGBA" if through else "RGB")


def encoded(image: Image.Image, *, lossless: bool) -> tuple[Image.Image, bytes, str]:
    """Under 5 MB: as PNG where lines and letters or a see-through ground ask for it, else as JPEG."""
    if lossless:
        octets = as_png(image)
        if len(octets) <= MOST_BYTES:
            return image, octets, "image/png"
    image = on_white(image)
    while True:
        for quality in QUALITIES:
            octets = as_jpeg(image, quality=quality)
            if len(octets) <= MOST_BYTES:
                return image, octets, "image/jpeg"
        image = image.resize((image.width * 4 // 5, image.height * 4 // 5), Image.Resampling.LANCZOS)


def on_white(image: Image.Image) -> Image.Image:
    if image.mode == "RGB":
        return image
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def as_png(image: Image.Image) -> bytes:
    return _saved(image, "PNG", {"compress_level": 7})


def as_jpeg(image: Image.Image, *, quality: int) -> bytes:
    return _saved(image, "JPEG", {"quality": quality, "progressive": True, "optimize": True})


def _saved(image: Image.Image, kind: str, options: dict[str, Any]) -> bytes:
    """From the pixels alone: a copy without the notes that Pillow carries along and would write again."""
    bare = Image.frombytes(image.mode, image.size, image.tobytes())
    out = io.BytesIO()
    bare.save(out, kind, **options)
    return out.getvalue()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
