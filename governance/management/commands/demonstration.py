"""manage.py demonstration: fill an empty database with two invented agencies and their last weeks."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from governance.cast import ALSIP, DEPARTMENT, PASSWORD
from governance.demonstration.telling import AlreadyTold, tell
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
        parser.add_argument(
            "--short", action="store_true", help="three districts over two weeks, for tests of the portal"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Progress goes to stdout, the sign-ins into a file that make run reads out."""
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
            tell(ground=ground, now=timezone.now(), say=self._say, short=options["short"])
        except (AlreadyTold, NoTrainingNetwork) as refused:
            raise CommandError(str(refused)) from None
        path = settings.VAR_FOLDER / SIGN_INS
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(sign_ins()) + "\n")
        self._say(f"Who can sign in stands in {path}.")

    def _say(self, line: str) -> None:
        """At once: whoever waits for minutes reads along."""
        self.stdout.write(line)
        self.stdout.flush()


TRIED = (
    ("reyes", "writes for the 014th District"),
    ("whitfield", "reviews its posts as sergeant"),
    ("okafor", "commands it: people and roster"),
    ("natarajan", "Communications: the floor, stops, sensitive posts"),
    ("washington", "Office of Community Policing: evidence, rosters"),
    ("marsh", "keeps the records"),
    ("sabella", "keeps the records, too: has certificates carried out that marsh drew up"),
    ("admin", "administers the portal"),
    ("tran", "writes for the 001st District, off duty now"),
    ("bell", "writes for the 018th District; the training ended last midnight"),
    ("wieczorek", "writes for the 014th District, has not confirmed the rules"),
    ("vasquez", "is in training: writes for practice alone"),
)
IN_ALSIP = (
    ("vance", "writes for the patrol division"),
    ("ibarra", "reviews its posts"),
    ("petrov", "publishes, and administers"),
)
"""One of each kind, and what they do; everybody else signs in the same way."""


def sign_ins() -> Iterator[str]:
    """Who can sign in, as which part of the house, with which password."""
    yield f"Everybody's password is {PASSWORD}. All people are invented."
    yield "The page after it asks for a code: it says the one that the person's phone would show, filled in already."
    for house, tried in ((DEPARTMENT, TRIED), (ALSIP, IN_ALSIP)):
        yield ""
        yield house.name
        names = {person.key: person for person in (*house.people, *house.newcomers)}
        for key, does in tried:
            person = names[key]
            name = " ".join(part for part in (person.rank, person.first_name, person.last_name) if part)
            yield f"  {key:<11} {name:<22} {does}"
    yield ""
    yield "The page People names everybody else; their log-on ID is the last name in small letters."
