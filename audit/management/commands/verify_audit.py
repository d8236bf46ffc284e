"""manage.py verify_audit: rebuild the trail and the vault from their rows and say what is wrong."""

import base64
import binascii
import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from audit.models import Checkpoint
from audit.verbs import time_text
from audit.verify import Verified, verify


class Command(BaseCommand):
    """Ends with 1 when anything does not verify."""

    help = "Verifies every event, leaf, checkpoint, signature and kept text."

    def add_arguments(self, parser: CommandParser) -> None:
        """What the auditor knows from elsewhere, and the form of the answer."""
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument(
            "--key",
            action="append",
            default=[],
            metavar="HEX",
            help="a public key that may have signed; again for each key that was ever used",
        )
        parser.add_argument(
            "--seen",
            action="append",
            default=[],
            metavar="SIZE:ROOT",
            help="a checkpoint noted earlier, as this command prints it",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Progress goes to stderr, the answer to stdout."""
        told = verify(
            at=timezone.now(),
            keys=[key.lower() for key in options["key"]],
            seen=dict(_noted(each) for each in options["seen"]),
            progress=lambda line: self.stderr.write(line),
        )
        self.stdout.write(_as_json(told) if options["json"] else _in_words(told))
        if not told.holds:
            sys.exit(1)


def _noted(text: str) -> tuple[int, bytes]:
    size, _, root = text.partition(":")
    try:
        return int(size), base64.b64decode(root, validate=True)
    except (ValueError, binascii.Error):
        raise CommandError(f"--seen takes SIZE:ROOT as this command prints it, not '{text}'.") from None


def _note(checkpoint: Checkpoint) -> str:
    return f"{checkpoint.size}:{base64.b64encode(bytes(checkpoint.root)).decode()}"


def _as_json(told: Verified) -> str:
    return json.dumps(
        {
            "verified": told.holds,
            "events": told.events,
            "leaves": told.leaves,
            "subtrees": told.nodes,
            "checkpoints": told.checkpoints,
            "texts": told.texts,
            "newest": _note(told.newest) if told.newest else None,
            "public_keys": sorted(told.public_keys),
            "wrong": dict(told.wrong),
            "failures": told.failures,
        },
        indent=2,
    )


def _in_words(told: Verified) -> str:
    lines = [
        f"{told.events} events stand in {told.leaves} leaves under {told.checkpoints} signed checkpoints.",
        f"{told.nodes} stored subtrees were rebuilt from the leaves.",
        f"{told.texts} kept texts were compared with their digests.",
        *(
            f"Signed with the key {key}. Compare it with the one you noted."
            for key in sorted(told.public_keys)
        ),
    ]
    if told.newest:
        moment = time_text(told.newest.at)
        lines.append(f"The newest checkpoint, of {moment}, is {_note(told.newest)}. Note it elsewhere.")
    lines += [f"WRONG: {failure}" for failure in told.failures]
    unnamed = told.wrong.total() - len(told.failures)
    if unnamed:
        lines.append(f"WRONG: {unnamed} more of the same kinds.")
    lines.append("Everything verifies." if told.holds else f"{told.wrong.total()} things do not verify.")
    return "\n".join(lines)
