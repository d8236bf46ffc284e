"""Whether a deployment is fit to be used: a finding a line, with what to do. It changes one small file alone."""

import smtplib
import stat
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

import redis
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import Error, connection
from django.db.models import Exists, OuterRef

from accounts import policies
from accounts.fields import UnreadableSecret
from accounts.models import Agency, AgencyPolicy, Authorisation, Credential, UnitGrant
from audit import blobs, roles
from governance import health, manifest
from posts import clock

CLOCK_SECONDS = 2.0
BACKUP_FRESH, BACKUP_OLD = timedelta(hours=26), timedelta(days=3)
MOST_CREDENTIALS = 1_000


class Grade(StrEnum):
    """How a finding is taken: only a failure ends the command with 1."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that was looked at."""

    part: str
    grade: Grade
    says: str
    do: str = ""
    """What to do about it; empty where all is well."""

    def as_json(self) -> dict[str, str]:
        """As plain words."""
        return {name: str(value) for name, value in asdict(self).items()}


def _ok(part: str, says: str) -> Finding:
    return Finding(part=part, grade=Grade.OK, says=says)


def _warn(part: str, says: str, do: str) -> Finding:
    return Finding(part=part, grade=Grade.WARN, says=says, do=do)


def _fail(part: str, says: str, do: str) -> Finding:
    return Finding(part=part, grade=Grade.FAIL, says=says, do=do)


def check(*, at: datetime, mail_to: str = "") -> Iterator[Finding]:
    """Every finding; `at` is this machine's time. With `mail_to` a test message is sent there."""
    asked: tuple[Callable[[], Iterator[Finding]], ...] = (
        _roles,
        _parts,
        lambda: _clock(at),
        _keys,
        _credentials,
        _storage,
        _proxy,
        lambda: _mail(mail_to),
        lambda: _backup(at),
        _grants,
        _rules,
    )
    for ask in asked:
        try:
            yield from ask()
        except Error:
            connection.close()
            yield _fail("database", "The database does not answer.", "Start it, or correct DATABASE_URL.")
            return


def _roles() -> Iterator[Finding]:
    excess = roles.excess(connection=connection)
    if excess:
        do = "Name in DATABASE_URL a role that owns nothing, and run migrate with DATABASE_OWNER_URL."
        yield _fail("roles", f"The portal's role {', '.join(excess[:3])}.", do)
    else:
        yield _ok("roles", "The portal's role owns nothing and can change nothing that is written once.")


_DO = {
    "migrations": "Run manage.py migrate with DATABASE_OWNER_URL.",
    "home": "Start beat and a worker: they stop publishing and read the timelines.",
    "broker": "Start Valkey, or correct REDIS_URL.",
    "worker": "Start a worker and read its log.",
    "beat": "Start beat (one), and a worker.",
    "sequencer": "Start run_sequencer with TRAIL_KEY and read its log.",
    "due": "Look at the page Floor for what it waits for, and at the worker's log.",
}


def _parts() -> Iterator[Finding]:
    """What /health/ready asks too."""
    for part, do in _DO.items():
        try:
            found = health.CHECKS[part]()
        except redis.RedisError:
            yield _fail(part, "The broker does not answer.", _DO["broker"])
            continue
        yield _ok(part, found.says) if found.ok else _fail(part, found.says, do)


def _clock(at: datetime) -> Iterator[Finding]:
    skew = abs((clock.now() - at).total_seconds())
    if skew > CLOCK_SECONDS:
        do = "Let every machine follow the same time server (chrony or systemd-timesyncd)."
        yield _fail("clock", f"This machine and the database differ by {skew:.1f} seconds.", do)
    else:
        yield _ok("clock", f"This machine and the database differ by {skew:.1f} seconds.")


def _keys() -> Iterator[Finding]:
    for key in settings.FIELD_KEYS:
        try:
            Fernet(key)
        except ValueError:
            yield _fail(
                "keys", "FIELD_KEYS holds something that is no Fernet key.", "See README, FIELD_KEYS."
            )
            return
    given = [
        settings.SECRET_KEY,
        *settings.FIELD_KEYS,
        *filter(None, [settings.TRAIL_KEY, settings.METRICS_TOKEN]),
    ]
    if len(set(given)) < len(given):
        yield _fail("keys", "One secret is used for two things.", "Make one for each (governance.keyring).")
    elif len(settings.SECRET_KEY) < 50:
        yield _warn("keys", "SECRET_KEY is short.", "Make one of at least 50 characters.")
    else:
        yield _ok("keys", "Each key is there and no two are the same.")


def _credentials() -> Iterator[Finding]:
    unreadable, seen = 0, 0
    for key in Credential.objects.order_by("pk").values_list("pk", flat=True)[:MOST_CREDENTIALS]:
        seen += 1
        try:
            Credential.objects.get(pk=key)
        except UnreadableSecret:
            unreadable += 1
    if unreadable:
        do = "Give FIELD_KEYS the key they were written with, behind the newest, with a comma."
        yield _fail("credentials", f"The keys of {unreadable} of {seen} accounts cannot be read.", do)
    else:
        yield _ok("credentials", f"The keys of all {seen} accounts can be read.")


def _storage() -> Iterator[Finding]:
    """A small file of the portal's own is written twice and read; it stays, as everything there does."""
    try:
        digest = blobs.try_out()
        mode = stat.S_IMODE(blobs.path(digest=digest, agency_id=0).stat().st_mode)
    except (OSError, blobs.Changed) as fault:
        said = getattr(fault, "strerror", "") or "what was written is not what is read"
        do = "Give the folder of STORAGE_URL to the portal's user, and make room on its disk."
        yield _fail("storage", f"The vault's folder cannot be used: {said}.", do)
        return
    if mode & 0o222:
        do = "Use a file system that keeps permissions."
        yield _fail("storage", "A file of the vault can be written a second time.", do)
    else:
        yield _ok("storage", "The vault's folder takes files, once each.")


def _proxy() -> Iterator[Finding]:
    url = urlsplit(settings.PUBLIC_URL)
    if url.scheme != "https":
        do = "Put a proxy with TLS in front and set PUBLIC_URL to its https:// address."
        yield _warn("proxy", "PUBLIC_URL is plain http: only this machine may use it.", do)
    elif not settings.TRUSTED_PROXIES:
        do = "Set TRUSTED_PROXIES to the proxy's address, or every page leads to itself."
        yield _fail(
            "proxy", "PUBLIC_URL is https, but no proxy is trusted to say that a request came by it.", do
        )
    elif {"0.0.0.0/0", "::/0"} & set(settings.TRUSTED_PROXIES):
        do = "Name the proxy's own address or network."
        yield _fail("proxy", "TRUSTED_PROXIES trusts everybody.", do)
    elif url.hostname not in settings.ALLOWED_HOSTS:
        do = f"Add {url.hostname} to ALLOWED_HOSTS."
        yield _fail("proxy", "ALLOWED_HOSTS lacks the name in PUBLIC_URL.", do)
    else:
        yield _ok("proxy", "PUBLIC_URL is https and its proxy is trusted.")


def _mail(to: str) -> Iterator[Finding]:
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        yield _warn(
            "mail",
            "Messages do not go to a mail server.",
            "Set EMAIL_URL to smtp+tls://user:password@host:587.",
        )
        return
    do = "Correct EMAIL_URL, or ask whoever runs the mail server to let this machine in."
    try:
        with get_connection() as server:  # greets, and signs in where EMAIL_URL names a user
            if to:
                body = "This message shows that the portal's e-mail arrives."
                EmailMessage(subject="Test of the portal", body=body, to=[to], connection=server).send()
    except (OSError, smtplib.SMTPException) as fault:
        yield _fail("mail", f"The mail server cannot be used ({type(fault).__name__}).", do)
        return
    if settings.DEFAULT_FROM_EMAIL.endswith(".invalid"):
        yield _warn("mail", "The mail server answers, but the sender is made up.", "Set EMAIL_FROM.")
    else:
        yield _ok("mail", f"A test message was handed over for {to}." if to else "The mail server answers.")


def _backup(at: datetime) -> Iterator[Finding]:
    do = "Run make backup every day (docs/operations.md), and look why the last one did not end."
    newest = manifest.newest(folder=settings.BACKUP_FOLDER)
    if newest is None:
        yield _warn("backup", f"There is no backup that can be read in {settings.BACKUP_FOLDER}.", do)
        return
    age = at - newest[1]
    hours = round(age / timedelta(hours=1))
    if age > BACKUP_OLD:
        yield _fail("backup", f"The newest backup is {hours} hours old.", do)
    elif age > BACKUP_FRESH:
        yield _warn("backup", f"The newest backup is {hours} hours old.", do)
    else:
        yield _ok("backup", f"The newest backup is {hours} hours old.")


def _grants() -> Iterator[Finding]:
    """Rows from which lists are drawn, without an authorisation in force: the sweep takes them away each minute."""
    in_force = Authorisation.objects.in_force(at=clock.now()).filter(member_id=OuterRef("user_id"))
    stray = UnitGrant.objects.filter(~Exists(in_force)).values("user_id").distinct().count()
    if stray:
        do = "Start beat and a worker; if it stays, run accounts.tasks.follow_dates and report it."
        yield _warn("lists", f"{stray} members see units without a role there.", do)
    else:
        yield _ok("lists", "What members see in lists rests on a role in force.")


def _rules() -> Iterator[Finding]:
    """Each adopted version that cannot be read: where it is in force, what is due waits for it."""
    at, adopted, unread = clock.now(), 0, 0
    for agency in Agency.objects.order_by("pk"):
        current = agency.policies.filter(effective_at__lte=at).order_by("-effective_at", "-pk").first()
        for policy in agency.policies.select_related("agency").order_by("pk"):
            adopted += 1
            if not _readable(policy):
                unread += 1
                grade = _fail if policy == current or policy.effective_at > at else _warn
                do = "Start the release that adopted them, or restore the vault; then propose others."
                yield grade("rules", f"The rules {policy} of {agency.name} cannot be read.", do)
    if not unread:
        yield _ok("rules", f"The {adopted} adopted versions of the rules can be read.")


def _readable(policy: AgencyPolicy) -> bool:
    """From the disk or the vault, and its text too."""
    try:
        policies.pack_of(policy_pack=policy.pack, digest=policy.digest)
        policies.text_of(policy=policy)
    except policies.PackHasChanged:
        return False
    return True
