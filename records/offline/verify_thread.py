"""Checks an exported thread without the portal and without a network: python3 verify.py [folder]."""

from __future__ import annotations

import hashlib
import hmac
import json
import subprocess
import sys
from pathlib import Path
from typing import Any


class Report:
    """What was checked, line by line."""

    def __init__(self) -> None:
        self.faults = 0

    def check(self, holds: bool, sentence: str, otherwise: str) -> None:
        """Say the first sentence when it holds, else the second, and count it."""
        self.faults += not holds
        self.say(("ok    " + sentence) if holds else ("WRONG " + otherwise))

    def say(self, line: str) -> None:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


def read(path: Path) -> Any:
    return json.loads(path.read_bytes())


def check_record(report: Report, folder: Path, part: Path) -> None:
    """The record of one part, by the checker of this folder and not by the one that lies beside it."""
    command = [sys.executable, "-I", "-S", str(folder / "verify_record.py"), str(part)]
    done = subprocess.run(command, check=False)  # noqa: S603  (the program beside this one)
    report.check(done.returncode == 0, part.name + " holds", part.name + " does not hold")


def check_order(report: Report, thread: Any, parts: list[Path]) -> None:
    """The parts are of one post and account, and each says which it is."""
    received = [read(part / "received.json") for part in parts]
    places = [(one["thread"]["part"], one["thread"]["of"]) for one in received]
    told = [(one["part"], thread["of"]) for one in thread["parts"]]
    report.check(
        places == told == sorted(told),
        "the parts stand in their order",
        "a part is not the one it is told to be",
    )
    numbers = [read(part / "record.json")["record"]["number"] for part in parts]
    report.check(
        numbers == [one["record"] for one in thread["parts"]],
        "each part is the record that it is told to be",
        "a part is another record than it is told to be",
    )
    posts = {
        tuple(
            read(part / "record.json")["record"][name] for name in ("agency_id", "post_id", "account_handle")
        )
        for part in parts
    }
    report.check(len(posts) == 1, "all are parts of one post", "the parts are of several posts")
    keys = {read(part / "trail.json")["checkpoint"]["public_key"] for part in parts}
    report.check(len(keys) == 1, "one key signed for all", "the parts are signed by several keys")
    missing = sorted(set(range(1, thread["of"] + 1)) - {part for part, _ in places})
    if missing:
        report.say("note  without a record here: part " + ", ".join(str(number) for number in missing))


def check_replies(report: Report, parts: list[Path]) -> None:
    """Each part was sent as a reply to the one before it, by its own request."""
    for place, part in enumerate(parts[1:]):
        before = parts[place]
        if not (part / "exchange.json").is_file():
            report.say("note  " + part.name + ": no request was kept")
            continue
        body = json.loads(read(part / "exchange.json")["request_body"] or "{}")
        answered = (body.get("reply") or {}).get("in_reply_to_tweet_id")
        wanted = read(before / "record.json")["record"]["external_id"]
        report.check(
            answered == wanted,
            part.name + " was sent as a reply to " + before.name,
            part.name + " was not sent as a reply to " + before.name,
        )


def check_whole(report: Report, thread: Any, parts: list[Path]) -> None:
    """Exactly these parts in this order are what was submitted: the seal that the trail carries opens."""
    if len(parts) < thread["of"]:
        return
    events = [json.loads(one["content"]) for one in read(parts[0] / "trail.json")["events"]]
    seals = {event["keys"].get("thread_sealed") for event in events if event["verb"] == "post.submitted"}
    if not seals - {None}:
        report.say("note  when it was submitted, the trail did not yet seal which parts a thread has")
        return
    fingerprints = [read(part / "record.json")["record"]["fingerprint"] for part in parts]
    content = json.dumps({"thread": fingerprints}, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(content.encode()).digest()
    report.check(
        hmac.new(bytes.fromhex(thread["whole_salt"]), digest, "sha256").hexdigest() in seals,
        "exactly these parts in this order were submitted for approval",
        "these parts in this order are not what was submitted for approval",
    )


def main() -> int:
    """0 when everything holds, 1 when something does not, 2 when the folder cannot be read."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
    report = Report()
    try:
        thread = read(folder / "thread.json")
        parts = sorted(folder.glob("part-*"))
        names = [one["folder"] for one in thread["parts"]]
        report.check(
            [part.name for part in parts] == names, "no part is missing or too many", "the folders are others"
        )
        for part in parts:
            check_record(report, folder, part)
        check_order(report, thread, parts)
        check_replies(report, parts)
        check_whole(report, thread, parts)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        report.say("WRONG the folder cannot be read as a thread: " + repr(fault))
        return 2
    if report.faults:
        report.say(str(report.faults) + " checks FAILED: this is not the thread as it was sealed.")
        return 1
    report.say("The thread holds. Compare fingerprints and key with what the department shows.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
