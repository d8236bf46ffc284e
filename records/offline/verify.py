"""Checks an exported record without the portal and without a network: python3 verify.py [folder]."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import sys
from pathlib import Path
from typing import Any

Point = tuple[int, int, int, int]
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
SEALS = {
    "text_sealed": "text_digest",
    "fingerprint_sealed": "fingerprint",
    "chain_sealed": "chain_digest",
    "exchange_sealed": "exchange_digest",
    "sheet_sealed": "sheet_digest",
}
FILES = {
    "text_digest": "text.txt",
    "fingerprint": "received.json",
    "chain_digest": "chain.json",
    "exchange_digest": "exchange.json",
    "sheet_digest": "sheet.json",
    "meaning_digest": "meaning.txt",
}
"""The one file that each digest of the record is of: a list in the export itself could be rewritten."""
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "video/mp4": "mp4"}
"""How the file of a picture is called, by its type."""


class Report:
    """What was checked, line by line."""

    def __init__(self) -> None:
        self.faults = 0

    def check(self, holds: bool, sentence: str, otherwise: str) -> bool:
        """Say the first sentence when it holds, else the second, and count it."""
        self.faults += not holds
        self.say(("ok    " + sentence) if holds else ("WRONG " + otherwise))
        return holds

    def say(self, line: str) -> None:
        sys.stdout.write(line + "\n")


def sha256(octets: bytes) -> str:
    return hashlib.sha256(octets).hexdigest()


# --------------------------------------------------------------------------------- Ed25519, RFC 8032, verify only
def add(a: Point, b: Point) -> Point:
    """Sum of two points of the curve in extended coordinates."""
    p, q = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    r, s = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = q - p, s - r, s + r, q + p
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(factor: int, point: Point) -> Point:
    """A multiple of a point."""
    total: Point = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            total = add(total, point)
        point = add(point, point)
        factor >>= 1
    return total


def point_of(octets: bytes) -> Point | None:
    """The point that 32 bytes stand for, or None."""
    y = int.from_bytes(octets, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, -1, P) % P


def signed_by(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the signature over the message is the key's."""
    key, r = point_of(public_key), point_of(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    base = point_of(BASE_Y.to_bytes(32, "little"))
    if len(public_key) != 32 or len(signature) != 64 or s >= ORDER:
        return False
    if key is None or r is None or base is None:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public_key + message).digest(), "little") % ORDER
    left, right = times(s, base), add(r, times(h, key))
    apart = (left[0] * right[2] - right[0] * left[2], left[1] * right[2] - right[1] * left[2])
    return not any(one % P for one in apart)


# -------------------------------------------------------------------------------------- the tree of RFC 9162
def root_from(content: bytes, index: int, size: int, proof: list[bytes]) -> bytes | None:
    """The root that a leaf and its proof lead to, or None when the proof has the wrong shape."""
    node, last = hashlib.sha256(b"\x00" + content).digest(), size - 1
    if not 0 <= index < size:
        return None
    for sibling in proof:
        if last == 0:
            return None
        if index & 1 or index == last:
            node = hashlib.sha256(b"\x01" + sibling + node).digest()
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            node = hashlib.sha256(b"\x01" + node + sibling).digest()
        index, last = index >> 1, last >> 1
    return node if last == 0 else None


# -------------------------------------------------------------------------------------------- the record itself
def check_texts(report: Report, folder: Path, record: Any) -> dict[str, str]:
    """Digest every file; returns for each digest its seal."""
    seals = {}
    for text in record["texts"]:
        path, name = folder / text["file"], text["file"]
        if "withheld" in text:
            report.check(not path.exists(), name + " is withheld", name + " is here all the same")
            seals[text["digest"] or text["file"]] = text["sealed"]
            continue
        whole = path.is_file() and sha256(path.read_bytes()) == text["digest"]
        report.check(whole, name + " is unchanged", name + " is missing or not what was kept")
        salt = bytes.fromhex(text["salt"])
        seals[text["digest"]] = hmac.new(salt, bytes.fromhex(text["digest"]), "sha256").hexdigest()
    return seals


def check_names(report: Report, folder: Path, record: Any) -> None:
    """Each file is the one that the record means, not another that passes for it."""
    given = {text["file"]: text["digest"] for text in record["texts"]}
    wanted = {file: record["record"][name] for name, file in FILES.items() if record["record"].get(name)}
    for addition in record["additions"]:
        wanted["additions/" + str(addition["id"]) + ".json"] = addition["digest"]
    named = len(given) == len(record["texts"]) and all(given.get(file) == wanted[file] for file in wanted)
    report.check(named, "each file stands for what the record names", "a file passes for another")
    hidden = {text["file"] for text in record["texts"] if "withheld" in text}
    entries = [] if "chain.json" in hidden else json.loads((folder / "chain.json").read_bytes())["entries"]
    rests_on = {digest for entry in entries for digest in [entry["digest"], *entry["further"]] if digest}
    report.check(
        rests_on <= {*given.values(), *record.get("disposed", [])},
        "every text that a decision rests on is here",
        "a text that a decision rests on is missing",
    )
    told = True
    for addition in record["additions"]:
        if "additions/" + str(addition["id"]) + ".json" in hidden:
            continue
        details = json.loads((folder / ("additions/" + str(addition["id"]) + ".json")).read_bytes())
        told = told and all(addition[name] == details[name] for name in ("kind", "at", "actor"))
    taken_down = any(addition["kind"] == "taken_down" for addition in record["additions"])
    told = told and record["record"]["state"] == ("taken_down" if taken_down else "live")
    report.check(told, "state and additions agree with their details", "an addition is told differently")


def check_pictures(report: Report, folder: Path, gone: set[str]) -> None:
    """Each picture is the one that the network received: its digest stands in what the fingerprint is taken of."""
    if not (folder / "received.json").is_file():
        report.say("note  what the network received is withheld: the pictures are compared with nothing")
        here = ", ".join(sorted(name for name in gone if (folder / name).exists()))
        report.check(not here, "no picture that is withheld is here", "withheld, and here: " + here)
        return
    media = json.loads((folder / "received.json").read_bytes()).get("media") or []
    each_at = enumerate(media, 1)
    wanted = {str(at) + "." + ENDINGS.get(each["type"], "bin"): each["digest"] for at, each in each_at}
    for name, digest in wanted.items():
        path = folder / "pictures" / name
        if "pictures/" + name in gone:
            report.check(not path.exists(), name + " is withheld", name + " is here all the same")
            continue
        whole = path.is_file() and sha256(path.read_bytes()) == digest
        report.check(
            whole,
            "pictures/" + name + " is the one that the network received",
            "pictures/" + name + " is missing or not what the network received",
        )
    more = {path.name for path in (folder / "pictures").glob("*")} - wanted.keys()
    report.check(not more, "there is no picture too many", "a picture is here that was never sent")


def check_values(report: Report, folder: Path, record: Any) -> None:
    """The plain values against the sheet, and the text against what the network received."""
    sheet = json.loads((folder / "sheet.json").read_bytes())
    later = ("state", "sheet_digest")
    values = {name: value for name, value in record["record"].items() if name not in later}
    report.check(
        {**values, "format": sheet.get("format")} == sheet,
        "the values in record.json are those that were written when it was kept",
        "a value in record.json was changed",
    )
    if any(text["file"] in ("received.json", "text.txt") and "withheld" in text for text in record["texts"]):
        report.say("note  the text or what the network received is withheld: they are not compared")
        return
    received = json.loads((folder / "received.json").read_bytes())
    if received.get("repost_of"):
        report.check(
            received.get("text") == "",
            "the network received the number of another post; text.txt is that one as it was read",
            "a repost was sent with words of its own",
        )
        return
    report.check(
        received.get("text") == (folder / "text.txt").read_bytes().decode(),
        "text.txt is the text that the network received",
        "text.txt is not the text that the network received",
    )


def check_seals(report: Report, record: Any, events: list[Any], seals: dict[str, str]) -> None:
    """The seals that the trail carries, opened with the salts."""
    kept = [event for event in events if event["verb"] == "record.kept"]
    if not report.check(
        len(kept) == 1, "the trail tells once that it was kept", "the trail does not tell of it once"
    ):
        return
    values = record["record"]
    own = {("post", values["post_id"]), ("record", kept[0]["subject_id"])}
    report.check(
        all(
            event["agency_id"] == values["agency_id"] and (event["subject"], event["subject_id"]) in own
            for event in events
        )
        and kept[0]["keys"]["post_id"] == values["post_id"],
        "every entry is about this record or its post",
        "an entry is about something else",
    )
    for key, name in SEALS.items():
        sealed = seals.get(record["record"][name]) if record["record"][name] else None
        words = key[: -len("_sealed")] + ": the trail's seal"
        report.check(kept[0]["keys"][key] == sealed, words + " opens", words + " is of something else")
    told = {event["keys"]["entry_id"]: event["keys"] for event in events if event["verb"] == "record.added"}
    for addition in record["additions"]:
        keys = told.pop(addition["id"], {})
        report.check(
            keys.get("details_sealed")
            == seals.get(addition["digest"] or "additions/" + str(addition["id"]) + ".json")
            and keys.get("kind") == addition["kind"],
            "addition " + str(addition["id"]) + ": the trail's seal opens",
            "addition " + str(addition["id"]) + " is not the one that the trail sealed",
        )
    report.check(not told, "no addition is missing", "additions that the trail tells of are missing")


def check_trail(report: Report, trail: Any) -> None:
    """Each entry under the root, the root under the signature."""
    checkpoint = trail["checkpoint"]
    if not report.check(
        checkpoint is not None, "there is a checkpoint", "there is no checkpoint to check against"
    ):
        return
    signed = checkpoint["signed"].encode()
    key = bytes.fromhex(checkpoint["public_key"])
    origin, size, root = checkpoint["signed"].splitlines()[:3]
    report.check(
        signed_by(key, bytes.fromhex(checkpoint["signature"]), signed),
        "checkpoint " + size + " of " + origin + " carries the signature of its key",
        "the signature of the checkpoint is not its key's",
    )
    report.say("      Key of the trail (SHA-256): " + sha256(key))
    for event in [*trail["events"], *trail.get("of_other_parts", [])]:
        proof = [bytes.fromhex(node) for node in event["proof"]]
        place = event["leaf"]
        reached = place is not None and root_from(event["content"].encode(), place, int(size), proof)
        report.check(
            reached == base64.b64decode(root),
            "entry " + str(place) + " is in the trail",
            "entry " + str(place) + " is not in the signed trail",
        )


def check_disposal(
    report: Report, folder: Path, record: Any, events: list[Any], seals: dict[str, str]
) -> None:
    """Its content is gone: the trail tells that it was kept, and that it was disposed of under which certificate."""
    told = json.loads((folder / "disposal.json").read_bytes())
    for verb, words in (("record.kept", "kept"), ("record.disposed", "disposed of")):
        once = sum(event["verb"] == verb for event in events) == 1
        report.check(once, "the trail tells once that it was " + words, "the trail does not tell so once")
    about = {event["subject_id"] for event in events if event["subject"] == "record"}
    one = len(about) == 1
    report.check(one, "every entry is about this record or its post", "an entry is about something else")
    sealed = [event["keys"]["details_sealed"] for event in events if event["verb"] == "record.disposed"]
    report.check(
        sealed == list(seals.values()) and told["record"] == record["record"]["number"],
        "disposal: the trail's seal opens",
        "what is told of the disposal is of something else",
    )
    under = "certificate " + told["certificate"] + " on " + told["at"][:10]
    report.say("      Disposed of under " + under + ": its content is gone, and nothing was tampered with.")


def verify(folder: Path, withheld: Any = None) -> int:
    """0 when everything holds, 1 when something does not, 2 when the folder cannot be read.

    What checks the gaps of a record is given by the export that has any: alone, a record is whole.
    """
    report = Report()
    try:
        record = json.loads((folder / "record.json").read_bytes())
        trail = json.loads((folder / "trail.json").read_bytes())
        events = [json.loads(event["content"]) for event in trail["events"]]
        others = [json.loads(event["content"]) for event in trail.get("of_other_parts", [])]
        report.say("Record " + record["record"]["number"] + ", published " + record["record"]["published_at"])
        seals = check_texts(report, folder, record)
        if record["record"]["state"] == "disposed":
            check_disposal(report, folder, record, events, seals)
        else:
            check_names(report, folder, record)
            gone = {file for each in record.get("withheld", []) for file in each["files"]}
            check_pictures(report, folder, gone)
            gaps = record.get("withheld") or any("withheld" in text for text in record["texts"])
            known, words = withheld is not None, "parts are withheld"
            if gaps and report.check(known, words, words + ": check the whole"):
                withheld(report, folder, {"withheld": [], **record}, events + others)
            check_values(report, folder, record)
            check_seals(report, record, events, seals)
        check_trail(report, trail)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        report.say("WRONG the folder cannot be read as a record: " + repr(fault))
        return 2
    report.say("")
    report.say("Fingerprint " + " ".join(record["record"]["fingerprint"][i : i + 8] for i in range(0, 64, 8)))
    if report.faults:
        report.say(str(report.faults) + " checks FAILED: this is not the record as it was sealed.")
        return 1
    report.say("Everything holds. Compare fingerprint and key with what the department shows.")
    return 0


if __name__ == "__main__":
    sys.exit(verify(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent))
