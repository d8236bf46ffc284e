"""manage.py set_up: a department of one's own, with its first administrator."""

import zoneinfo
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email, validate_slug
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import enforcing, grants, members, units
from accounts.models import Agency, Member, Role
from accounts.models.agency import UnitKind
from directives.pack import available
from governance import founding


class Unfit(Exception):
    """An answer that cannot be used; the sentence says why."""


def _filled(answer: str) -> str:
    if not answer:
        raise Unfit("Something must be written here.")
    return answer


def _slug(answer: str) -> str:
    word = answer.lower()
    try:
        validate_slug(word)
    except ValidationError:
        raise Unfit("A short name is one word of letters, digits and hyphens.") from None
    if Agency.objects.filter(slug=word).exists():
        raise Unfit(f"'{word}' has been set up already; nothing was changed.")
    return word


def _zone(answer: str) -> str:
    if answer not in zoneinfo.available_timezones():
        raise Unfit(f"There is no time zone '{answer}'. Write one such as America/Chicago.")
    return answer


def _pack(answer: str) -> str:
    if answer not in available():
        raise Unfit(f"There is no pack '{answer}'. There are: {', '.join(available())}.")
    return answer


def _kind(answer: str) -> str:
    if answer not in UnitKind.values:
        raise Unfit(f"A unit is one of: {', '.join(UnitKind.values)}.")
    return answer


def _log_on_id(answer: str) -> str:
    word = _filled(answer).lower()
    if Member.objects.filter(log_on_id=word).exists():
        raise Unfit(f"Somebody has the log-on ID '{word}' already.")
    return word


def _email(answer: str) -> str:
    try:
        validate_email(answer)
    except ValidationError:
        raise Unfit(f"'{answer}' is no e-mail address.") from None
    if Member.objects.filter(email__iexact=answer).exists():
        raise Unfit(f"Somebody has the address {answer} already.")
    return answer


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One thing that must be known; asked for on a terminal unless the option gives it."""

    question: str
    check: Callable[[str], str] = _filled
    usual: str = ""

    @property
    def prompt(self) -> str:
        """The question with what an empty answer means."""
        return f"{self.question} [{self.usual}]: " if self.usual else f"{self.question}: "


ASKED: Mapping[str, Asked] = {
    "agency": Asked(question="Name of the agency"),
    "slug": Asked(question="Its short name in one word", check=_slug),
    "zone": Asked(question="Its time zone", check=_zone, usual="America/Chicago"),
    "pack": Asked(question=f"Its rules ({', '.join(available())})", check=_pack, usual="chicago"),
    "unit-number": Asked(question="Number of the administrator's unit"),
    "unit-name": Asked(question="Name of that unit"),
    "unit-kind": Asked(
        question=f"What it is ({', '.join(UnitKind.values)})", check=_kind, usual=UnitKind.OFFICE.value
    ),
    "first-name": Asked(question="First name of the first administrator"),
    "last-name": Asked(question="Last name"),
    "log-on-id": Asked(question="Log-on ID", check=_log_on_id),
    "email": Asked(question="Department e-mail", check=_email),
}


class Command(BaseCommand):
    """All or nothing, in one transaction with its events."""

    help = "Sets up a department of one's own and prints a one-time link for its first administrator."

    def add_arguments(self, parser: CommandParser) -> None:
        """Everything that is asked for can be given."""
        for name, asked in ASKED.items():
            parser.add_argument(f"--{name}", help=asked.question)
        parser.add_argument(
            "--no-input", action="store_true", help="ask nothing; what is missing takes its usual value"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, set up, print the link."""
        if settings.DEMONSTRATION:
            raise CommandError(
                "This portal holds the demonstration. Start one of your own in another folder: "
                "DEMONSTRATION=0 VAR_FOLDER=/path make run."
            )
        known = {name: self._answer(name, asked, options) for name, asked in ASKED.items()}
        administrator = _set_up(known)
        until = timezone.localtime(
            timezone.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
            zoneinfo.ZoneInfo(known["zone"]),
        )
        self.stdout.write(f"{known['agency']} is set up. {administrator.titled_name} administers it.")
        self.stdout.write(
            f"This link lets them choose a password, once, until {until:%a %d %b %Y, %H:%M %Z}:"
        )
        self.stdout.write(one_time_link(member=administrator))

    def _answer(self, name: str, asked: Asked, options: Mapping[str, Any]) -> str:
        given = options[name.replace("-", "_")]
        try:
            if given is not None:
                return asked.check(given.strip())
            if options["no_input"]:
                if not asked.usual:
                    raise Unfit(f"--{name} is missing.")
                return asked.check(asked.usual)
        except Unfit as unfit:
            raise CommandError(str(unfit)) from None
        return self._prompted(asked)

    def _prompted(self, asked: Asked) -> str:
        while True:
            try:
                return asked.check(input(asked.prompt).strip() or asked.usual)
            except Unfit as unfit:
                self.stderr.write(str(unfit))
            except EOFError:
                raise CommandError("Nothing was set up: an answer is missing.") from None


@transaction.atomic
def _set_up(known: Mapping[str, str]) -> Member:
    at = timezone.now()
    agency = founding.set_up(slug=known["slug"], name=known["agency"], zone=known["zone"], at=at)
    enforcing.begin(agency=agency, at=at)
    founding.adopt(agency=agency, pack=known["pack"], at=at)
    unit = units.register(
        agency=agency,
        number=known["unit-number"],
        name=known["unit-name"],
        kind=known["unit-kind"],
        actor=None,
        at=at,
    )
    administrator = members.register(
        unit=unit,
        log_on_id=known["log-on-id"],
        actor=None,
        at=at,
        email=known["email"],
        first_name=known["first-name"],
        last_name=known["last-name"],
    )
    grants.authorise(
        member=administrator,
        unit=unit,
        role=Role.ADMINISTRATOR,
        given_by=None,
        at=at,
        reason="First administrator, at set-up",
    )
    return administrator


def one_time_link(*, member: Member) -> str:
    """Where a member chooses a password; it ends with its first use."""
    key = default_token_generator.make_token(member)
    path = reverse(
        "account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(member), "key": key}
    )
    return f"{settings.PUBLIC_URL}{path}"
