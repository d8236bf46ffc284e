"""Adopt the version of a policy pack that this release ships, for one agency."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.models import Agency
from directives.pack import NoSuchPack, load_pack
from governance import founding


class Command(BaseCommand):
    """From then on drafts are judged by it; what was approved under the version before is approved again."""

    help = "Adopt the version of a policy pack that this release ships, for one agency, from now on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which agency, and which pack."""
        parser.add_argument("agency", help="the agency's short name, such as chicago")
        parser.add_argument("pack", help="the pack's name, such as chicago")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Say what is in force now; a version that was adopted already is left as it is."""
        try:
            agency = Agency.objects.select_for_update().get(slug=options["agency"])
            pack = load_pack(options["pack"])
        except Agency.DoesNotExist:
            raise CommandError(f"There is no agency called '{options['agency']}'.") from None
        except NoSuchPack:
            raise CommandError(f"There is no pack called '{options['pack']}'.") from None
        if agency.policies.filter(pack=pack.slug, version=pack.version).exists():
            self.stdout.write(f"{agency.name} has adopted {pack.slug} {pack.version} already.")
            return
        founding.adopt(agency=agency, pack=pack.slug, at=timezone.now())
        self.stdout.write(f"{agency.name} works under {pack.slug} {pack.version} from now on.")
