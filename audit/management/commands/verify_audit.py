"""manage.py verify_audit: rebuild the trail and the vault from their rows and say what is wrong."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from audit.verify import Verified, verify


class Command(BaseCommand):
    """Ends with 1 when anything does not verify."""

    help = "Verifies every event, leaf, checkpoint, signature and kept text."

    def add_arguments(self, parser: CommandParser) -> None:
        """The form of the answer."""
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Progress goes to stderr, the answer to stdout."""
        told = verify(at=timezone.now(), progress=lambda line: self.stderr.write(line))
        self.stdout.write(_as_json(told) if options["json"] else _in_words(told))
        if not told.holds:
            sys.exit(1)


def _as_json(told: Verified) -> str:
    return json.dumps(
        {
            "verified": told.holds,
            "events": told.events,
            "leaves": told.leaves,
            "checkpoints": told.checkpoints,
            "texts": told.texts,
            "public_keys": sorted(told.public_keys),
            "failures": told.failures,
        },
        indent=2,
    )


def _in_words(told: Verified) -> str:
    lines = [
        f"{told.events} events stand in {told.leaves} leaves under {told.checkpoints} signed checkpoints.",
        f"{told.texts} kept texts were compared with their digests.",
        *(
            f"Signed with the key {key}. Compare it with the one you noted."
            for key in sorted(told.public_keys)
        ),
        *(f"WRONG: {failure}" for failure in told.failures),
        "Everything verifies." if told.holds else f"{len(told.failures)} things do not verify.",
    ]
    return "\n".join(lines)
