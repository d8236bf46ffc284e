"""manage.py demonstration: fill an empty database with two invented agencies and their last two weeks."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from governance.cast import PASSWORD, Cast
from governance.demonstration.telling import OFF_DUTY, AlreadyTold, tell
from governance.demonstration.training import NoTrainingNetwork, TrainingGround, register_training_accounts

SIGN_INS = "demo-sign-ins.txt"


class Command(BaseCommand):
    """Refuses where agencies exist, and where no training network runs."""

    help = "Loads the demonstration: invented people, real workflow, posts on the training network only."

    def add_arguments(self, parser: CommandParser) -> None:
        """The accounts alone."""
        parser.add_argument(
            "--accounts",
            action="store_true",
            help="only make the accounts that practise known on the training network, which may be done again",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Progress and sign-ins go to stdout."""
        if not settings.TRAINING_URL:
            raise CommandError("TRAINING_URL is not set: the demonstration needs the training network.")
        ground = TrainingGround(settings.TRAINING_URL)
        try:
            if options["accounts"]:
                number = register_training_accounts(ground=ground)
                self.stdout.write(f"{number} accounts are known on the training network.")
                return
            if not settings.DEMONSTRATION:
                raise CommandError("DEMONSTRATION is not 1: invented people do not go into a real portal.")
            casts = tell(ground=ground, now=timezone.now(), say=self.stdout.write)
        except (AlreadyTold, NoTrainingNetwork) as refused:
            raise CommandError(str(refused)) from None
        lines = list(sign_ins(casts))
        path = settings.VAR_FOLDER / SIGN_INS
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n")
        for line in lines:
            self.stdout.write(line)


def sign_ins(casts: list[Cast]) -> list[str]:
    """Who can sign in, as which part of the house, with which password."""
    lines = [f"Everybody's password is {PASSWORD}. All people are invented."]
    for cast in casts:
        lines += ["", cast.agency.name]
        for key, member in cast.people.items():
            roles = ", ".join(
                sorted({str(held.get_role_display()) for held in member.authorisations.all()})
                or ["no role yet"]
            )
            duty = ", off duty" if key in OFF_DUTY else ""
            lines.append(f"  {key:<11} {member.titled_name:<24} {member.unit.short_name}: {roles}{duty}")
    return lines
