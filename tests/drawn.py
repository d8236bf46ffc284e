"""Pictures drawn in code: nobody's photo is in the repository."""

import io
import os
import struct
import zlib
from typing import Any

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo
from pillow_heif import register_heif_opener

GPS = 0x8825
ORIENTATION = 0x0112


def scene(width: int = 640, height: int = 480, *, mode: str = "RGB") -> Image.Image:
    """A red top and a blue bottom with a white corner at the left: every turn of it shows."""
    image = Image.new(mode, (width, height), "blue")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width, height // 2), fill="red")
    draw.rectangle((0, 0, width // 8, height // 8), fill="white")
    return image


def noise(width: int, height: int) -> Image.Image:
    """What compresses badly."""
    return Image.frombytes("RGB", (width, height), os.urandom(width * height * 3))


def octets(image: Image.Image, kind: str, **options: Any) -> bytes:
    register_heif_opener()
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def jpeg(width: int = 640, height: int = 480, **options: Any) -> bytes:
    return octets(scene(width, height), "JPEG", **options)


def png(width: int = 320, height: int = 240, colour: str = "green") -> bytes:
    """One colour, so that different colours are different pictures."""
    return octets(Image.new("RGB", (width, height), colour), "PNG")


def moving(kind: str = "GIF", *, frames: int = 2, size: tuple[int, int] = (64, 48), **options: Any) -> bytes:
    """Images that follow each other, each of its own colour."""
    first, *others = (
        Image.new("RGB", size, (7 * number % 256, number % 256, 90)) for number in range(frames)
    )
    return octets(first, kind, save_all=True, append_images=others, duration=120, loop=0, **options)


def from_a_phone() -> bytes:
    """More than 6 MB, lying on its side, with the place and the phone in it."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[0x010F] = "Example Phones"
    exif.get_ifd(GPS)[2] = (41.0, 55.0, 1.0)
    return octets(noise(4000, 3000), "JPEG", quality=72, exif=exif)


def bomb() -> bytes:
    """A PNG of 60,000 by 60,000 pixels in about a kilobyte."""
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 1_000_000)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in parts)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def with_words(words: str) -> bytes:
    """A PNG with a note of a hundred kilobytes, whose last words are these, before its pixels."""
    notes = PngInfo()
    notes.add_text("Comment", " " * 100_000 + words)
    return octets(noise(200, 200), "PNG", pnginfo=notes)


def raw_with(mark: bytes) -> bytes:
    """A PNG of noise in whose stored pixels a mark stands by chance."""
    size = (300, 200)
    pixels = bytearray(os.urandom(size[0] * size[1] * 3))
    middle = len(pixels) // 2
    pixels[middle : middle + len(mark)] = mark
    rows = b"".join(b"\0" + bytes(pixels[at : at + size[0] * 3]) for at in range(0, len(pixels), size[0] * 3))
    header = struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 0)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image
