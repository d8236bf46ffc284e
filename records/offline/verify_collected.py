"""Checks an export of records without the portal and without a network: python3 verify.py [folder]."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import importlib.util
import io
import json
import sys
from pathlib import Path
from typing import Any

PIECE_BYTES = 1024 * 1024


class Report:
    """What was checked, line by line."""

    def __init__(self) -> None:
        self.faults = 0
        self.keys: set[str] = set()

    def check(self, holds: bool, sentence: str, otherwise: str) -> bool:
        """Say the first sentence when it holds, else the second, and count it."""
        self.faults += not holds
        self.say(("ok    " + sentence) if holds else ("WRONG " + otherwise))
        return holds

    def say(self, line: str) -> None:
        sys.stdout.write(line + "\n")


def digest_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            digest.update(piece)
    return digest.hexdigest()


def check_files(report: Report, folder: Path, manifest: Any) -> None:
    """Every file is the one that the manifest names, and there is none besides."""
    named = {"manifest.json"}
    wrong = 0
    for each in manifest["files"]:
        named.add(each["file"])
        path = folder / each["file"]
        inside = folder.resolve() in path.resolve().parents
        if not inside or not path.is_file():
            wrong += 1
            report.check(False, "", each["file"] + " is missing")
        elif path.stat().st_size != each["size"] or digest_of(path) != each["sha256"]:
            wrong += 1
            report.check(False, "", each["file"] + " is not what the manifest says")
    if not wrong:
        report.say("ok    each of " + str(len(manifest["files"])) + " files is what the manifest says")
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    more = sorted(name for name in there - named if "__pycache__" not in name)
    report.check(not more, "no file is here that the manifest does not name", "not named: " + ", ".join(more))


def check_manifest(report: Report, manifest: Any, octets: bytes) -> None:
    """It is in its one written form, and each record stands in it once."""
    plain = json.dumps(manifest, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    report.check(
        plain.encode() == octets,
        "the manifest is in its one written form",
        "the manifest was written by another hand",
    )
    folders = [each["folder"] for each in manifest["records"]]
    held = {"/".join(each["file"].split("/")[:2]) for each in manifest["files"] if "/" in each["file"]}
    report.check(
        len(folders) == len(set(folders)) and held == set(folders),
        "every record that it names is here, once",
        "the records and the folders are not the same",
    )


def check_parts(report: Report, folder: Path, manifest: Any) -> None:
    """Which parts of a thread are here; the place of each is the one that the network was given with it."""
    threads: dict[tuple[int, int], set[int]] = {}
    wrong = []
    for each in manifest["records"]:
        place, received = each.get("thread"), folder / each["folder"] / "received.json"
        if received.is_file():
            given = json.loads(received.read_bytes()).get("thread")
            same = given == place or (
                bool(given and place) and all(given[key] == place[key] for key in place)
            )
            wrong += [] if same else [each["record"]]
        if place:
            threads.setdefault((each["post"], place["of"]), set()).add(place["part"])
    report.check(not wrong, "each part of a thread has its place", "another place: " + ", ".join(wrong))
    for (post, of), parts in sorted(threads.items()):
        here = ", ".join(str(part) for part in sorted(parts))
        lacking = ", ".join(str(part) for part in range(1, of + 1) if part not in parts)
        report.say(
            "thread of post " + str(post) + ", of " + str(of) + " parts: here are " + here
            + ("; not here: " + lacking if lacking else "")
        )  # fmt: skip


def covers(part: str, file: str) -> bool:
    """Whether an entry that withholds a part may leave out a file."""
    kind, _, number = part.partition(":")
    if kind in ("text", "record"):
        return file in ("text.txt", "received.json", "exchange.json", "meaning.txt") or file.startswith(
            "further/"
        )
    if kind == "approvals":
        return file == "chain.json" or file.startswith("further/")
    if kind == "addition":
        return file == "additions/" + number + ".json" or file.startswith("further/")
    sent = file in ("received.json", "exchange.json") or file.startswith("further/")
    return kind == "picture" and (sent or file.startswith("pictures/" + number + "."))


def check_withheld(report: Any, folder: Path, record: Any, events: list[Any]) -> None:
    """Each gap rests on an entry that the trail has sealed and that no later one ended.

    The entry may be on another record of the same post: the parts of a thread share what was decided about it.
    """
    post = (record["record"]["agency_id"], record["record"]["post_id"])
    kept = [event for event in events if event["verb"] == "record.kept"]
    parts = [event["subject_id"] for event in kept if (event["agency_id"], event["keys"]["post_id"]) == post]
    told_of = [
        event for event in events if event["verb"] == "record.withheld" and event["subject_id"] in parts
    ]
    given = {event["keys"]["withheld_id"]: event["keys"] for event in told_of}
    elsewhere = {event["keys"]["withheld_id"] for event in told_of if event["subject_id"] != parts[0]}
    ended = {event["keys"]["withheld_id"] for event in events if event["verb"] == "record.given_again"}
    gaps = {each["id"]: list(each["files"]) for each in record["withheld"]}
    for text in record["texts"]:
        if "withheld" in text:
            gaps.setdefault(text["withheld"], []).append(text["file"])
    for each in record["withheld"]:
        octets = (folder / "withheld" / (str(each["id"]) + ".json")).read_bytes()
        told = json.loads(octets)
        sealed = hmac.new(bytes.fromhex(each["salt"]), hashlib.sha256(octets).digest(), "sha256").hexdigest()
        holds = (
            given.get(each["id"], {}).get("details_sealed") == sealed
            and each["id"] not in ended
            and (told["record"] == record["record"]["number"] or each["id"] in elsewhere)
            and all(covers(told["part"], file) for file in gaps.pop(each["id"]))
        )
        report.check(
            holds,
            "what is withheld rests on an entry of the trail",
            "what is told to be withheld is not so in the trail",
        )
        report.say("withheld under " + told["exemption"] + ": " + told["what"] + ". " + told["basis"])
        report.say("withheld by " + told["by"] + ", " + told["title"] + ", " + told["at"])
    report.check(not gaps, "nothing else is left out", "a part is left out that nobody withheld")


def checker(folder: Path) -> Any:
    """The program of this folder that checks one record."""
    spec = importlib.util.spec_from_file_location("verify_record", folder / "verify_record.py")
    if spec is None or spec.loader is None:
        raise OSError("verify_record.py")
    program = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(program)
    return program


def check_record(report: Report, program: Any, folder: Path, each: Any) -> None:
    """The proofs of one record; what they said is shown where they do not hold."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        code = program.verify(folder / each["folder"], check_withheld)
    told = said.getvalue().splitlines()
    for line in told:
        if line.startswith(("WRONG", "withheld")):
            report.say("      " + line)
        elif line.lstrip().startswith("Key of the trail"):
            report.keys.add(line.strip())
    holds = report.check(
        code == 0, "record " + each["record"] + " holds", "record " + each["record"] + " does not hold"
    )
    if holds:
        values = json.loads((folder / each["folder"] / "record.json").read_bytes())["record"]
        same = (values["number"], values["post_id"], values["fingerprint"])
        report.check(
            same == (each["record"], each["post"], each["fingerprint"]),
            "      it is the one that the manifest means",
            "it is another than the manifest means",
        )


def main() -> int:
    """0 when everything holds, 1 when something does not, 2 when the folder cannot be read."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
    report = Report()
    sys.dont_write_bytecode = True
    try:
        octets = (folder / "manifest.json").read_bytes()
        manifest = json.loads(octets)
        asked = manifest["asked"]
        report.say("Search for: " + asked["words"])
        report.say("Asked by " + asked["by"] + ", " + asked["local"] + " (" + asked["zone"] + ")")
        check_manifest(report, manifest, octets)
        check_files(report, folder, manifest)
        check_parts(report, folder, manifest)
        program = checker(folder)
        for each in manifest["records"]:
            check_record(report, program, folder, each)
        for each in manifest["left_out"]:
            what = "record " + each["record"] if "record" in each else "post " + str(each["post"])
            report.say("left out: " + what + ". " + each["why"])
        report.check(
            len(report.keys) == 1, "one key signed for all", "the records are signed by several keys"
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        report.say("WRONG the folder cannot be read as an export: " + repr(fault))
        return 2
    report.say("")
    for key in sorted(report.keys):
        report.say(key)
    report.say("Manifest (SHA-256): " + hashlib.sha256(octets).hexdigest())
    if report.faults:
        report.say(str(report.faults) + " checks FAILED: this is not the export as it was made.")
        return 1
    report.say("Everything holds: " + str(len(manifest["records"])) + " records.")
    report.say("Compare the manifest and the keys with what the department shows.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
