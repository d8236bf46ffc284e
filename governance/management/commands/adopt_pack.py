"""A version of a policy pack for one agency, the one that this release ships or a file: adopted as its first rules,
else proposed, for somebody else to read and adopt in the portal."""

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts import adopting, proposals
from accounts.models import Agency
from directives.editing import CannotEdit
from directives.pack import NoSuchPack, Pack, PackErrors, parse_pack, source_of
from posts import rejudging, slots

NOBODY = "Nobody can adopt it yet: another member needs the role of Communications or an administrator."


class Command(BaseCommand):
    """What waits is judged again as it takes effect: only what then needs more goes back to its author."""

    help = (
        "Adopt the first rules of an agency, or propose others: the pack that this release ships, or a file. What is "
        "proposed takes effect when another member has read what changes, and adopts it in the portal."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which agency, which pack, from when, by whom; or only what it would do."""
        parser.add_argument("agency", help="the agency's short name, such as chicago")
        parser.add_argument("pack", help="the pack's name, such as chicago, or the path of a .toml file")
        parser.add_argument("--from", dest="begins", help="by the agency's clock, such as 2026-12-01T06:00")
        parser.add_argument(
            "--by", default="", help="the log-on ID of who proposes it; not for the first rules"
        )
        parser.add_argument("--why", default="", help="why the rules change, for who reviews it")
        parser.add_argument("--dry-run", action="store_true", help="only say which posts would go back")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Say what is in force from when, or who decides; a version that was adopted already is left as it is."""
        try:
            agency = Agency.objects.select_for_update().get(slug=options["agency"])
            source = _text(options["pack"])
            pack = parse_pack(file=options["pack"], source=source)
            adopting.must_fit(agency=agency, file=options["pack"], source=source, pack=pack)
        except Agency.DoesNotExist:
            raise CommandError(f"There is no agency called '{options['agency']}'.") from None
        except NoSuchPack:
            raise CommandError(f"There is no pack called '{options['pack']}'.") from None
        except PackErrors as faults:
            raise CommandError(f"The file is no sound pack:\n{faults}") from None
        if agency.policies.filter(pack=pack.slug, version=pack.version).exists():
            self.stdout.write(f"{agency.name} has adopted {pack.slug} {pack.version} already.")
            return
        at = timezone.now()
        begins = _moment(options["begins"], agency, at)
        self._say_what_goes_back(agency, pack, begins or at)
        if options["dry_run"]:
            self.stdout.write("Nothing was changed.")
        elif agency.policies.exists():
            self._propose(agency, source, begins, at, by=options["by"], why=options["why"])
        else:
            adopting.first(agency=agency, source=source, effective_at=begins or at, at=at)
            when = slots.in_words(begins, zone=agency.tzinfo) if begins else "now"
            self.stdout.write(f"{agency.name} works under {pack.slug} {pack.version} from {when} on.")

    def _propose(
        self, agency: Agency, source: str, begins: datetime | None, at: datetime, *, by: str, why: str
    ) -> None:
        """Hand it in as the portal does, for the member who is named."""
        actor = agency.members.filter(log_on_id=by.lower()).first()
        if actor is None or not why.strip():
            raise CommandError(
                f"{agency.name} has rules, so this is proposed, and somebody else adopts it in the portal. "
                "Name who proposes it with --by and a log-on ID, and say why with --why."
            )
        try:
            begun = proposals.begin(agency=agency, source=source, actor=actor, at=at)
            proposals.propose(proposal_id=begun.pk, why=why.strip(), effective_at=begins, actor=actor, at=at)
        except (proposals.NotPossible, CannotEdit) as no:
            raise CommandError(str(no)) from None
        readers = proposals.reviewers(proposal=begun, at=at)
        listed = ", ".join(one.titled_name for one in readers)
        self.stdout.write(
            f"{actor.titled_name} proposes {begun.pack} {begun.version}. "
            + (f"It takes effect when one of these adopts it: {listed}." if readers else NOBODY)
        )

    def _say_what_goes_back(self, agency: Agency, pack: Pack, at: datetime) -> None:
        found = rejudging.outlook(agency=agency, pack=pack, at=at)
        back = found.back.total()
        units = "".join(f"\n  {unit}: {count}" for unit, count in found.back.items())
        said = f"Of {found.waiting} posts that wait as of now, {back} would go back to their authors"
        self.stdout.write(f"{said}{':' if back else '.'}{units}")


def _text(named: str) -> str:
    path = Path(named)
    return path.read_text(encoding="utf-8") if path.suffix == ".toml" and path.is_file() else source_of(named)


def _moment(typed: str | None, agency: Agency, at: datetime) -> datetime | None:
    """When it takes effect: what was typed, by the agency's clock, and never in the past; None for at once."""
    if typed is None:
        return None
    try:
        begins = datetime.fromisoformat(typed)
    except ValueError:
        raise CommandError(f"'{typed}' is no moment: write it as 2026-12-01T06:00.") from None
    begins = begins if begins.tzinfo else begins.replace(tzinfo=agency.tzinfo)
    if begins <= at:
        raise CommandError(f"{typed} has passed: rules take effect from now on or later.")
    return begins
