"""manage.py check_deployment: is this deployment fit to be used, and what is to be done where it is not."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from governance import deployment
from governance.deployment import Finding, Grade


class Command(BaseCommand):
    """Ends with 1 when anything fails; warnings alone end with 0."""

    help = "Looks at roles, parts, clock, keys, storage, proxy, e-mail and backups, each with what to do."

    def add_arguments(self, parser: CommandParser) -> None:
        """A test message, and words for a program."""
        parser.add_argument("--mail-to", default="", help="send a test message to this address")
        parser.add_argument("--json", action="store_true", help="one JSON object for a program")

    def handle(self, *args: Any, **options: Any) -> None:
        """One line a finding, as it comes."""
        found: list[Finding] = []
        for finding in deployment.check(at=timezone.now(), mail_to=options["mail_to"]):
            found.append(finding)
            if not options["json"]:
                self.stdout.write(line(finding))
        failed = [finding for finding in found if finding.grade == Grade.FAIL]
        if options["json"]:
            told = {"fit": not failed, "findings": [finding.as_json() for finding in found]}
            self.stdout.write(json.dumps(told, indent=1))
        if failed:
            raise CommandError(f"{len(failed)} of {len(found)} fail.")


def line(finding: Finding) -> str:
    """'fail  clock        This machine and the database differ by 9.0 seconds. Let every ...'"""
    return f"{finding.grade:<5} {finding.part:<12} {finding.says} {finding.do}".rstrip()
