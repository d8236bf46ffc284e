"""Videos made of boxes alone: as far as the portal reads one, and no further."""

import struct

CAPTIONS = "1\n00:00:00,500 --> 00:00:02,000\nCoats are here.\n\n2\n00:00:02,000 --> 00:00:03,000\n[Music]"
PLACE = b"\xa9xyz\x00\x12\x15\xc7+41.9210-087.6940/"


def box(kind: bytes, *content: bytes) -> bytes:
    octets = b"".join(content)
    return struct.pack(">I", 8 + len(octets)) + kind + octets


def track(plays: bytes, codec: bytes, *, width: int = 640, height: int = 360, notes: bytes = b"") -> bytes:
    """One track with a single sample entry."""
    sized = bytes(24) + struct.pack(">HH", width, height) + bytes(50)
    entry = box(codec, sized if plays == b"vide" else bytes(28))
    stbl = box(b"stbl", box(b"stsd", struct.pack(">II", 0, 1), entry))
    hdlr = box(b"hdlr", bytes(8), plays, bytes(13))
    return box(b"trak", box(b"mdia", hdlr, box(b"minf", stbl)), notes)


PICTURE = track(b"vide", b"avc1")
SOUND = track(b"soun", b"mp4a")


def mp4(
    *,
    tracks: tuple[bytes, ...] = (PICTURE, SOUND),
    lasts_ms: int = 3_200,
    brand: bytes = b"isom",
    notes: bytes = b"",
    behind: bytes = b"",
    played_bytes: int = 5_000,
) -> bytes:
    """A video of so many milliseconds."""
    mvhd = box(b"mvhd", struct.pack(">IIIII", 0, 0, 0, 1000, lasts_ms), bytes(80))
    moov = box(b"moov", mvhd, *tracks, notes)
    return box(b"ftyp", brand, bytes(4), brand) + moov + box(b"mdat", bytes(played_bytes)) + behind
