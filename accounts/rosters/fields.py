"""The seven facts that the directive asks of each representative, and when each is well written (CPD-TW.V.A.2)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

Facts = dict[str, str]
"""The facts of one member by name of the field."""

PHONE_DIGITS = 10
LONGEST_NAME = 60
"""Of a first or a last name, as the register of members holds it: what is registered is what the roster says."""
_WORD = re.compile(r"[A-Za-z0-9._-]+")
_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")
_NAME = re.compile(r"[^\d<>@=;]+")


@dataclass(frozen=True, kw_only=True)
class Field:
    """One column of the roster."""

    name: str
    label: str
    longest: int
    fault: Callable[[str, str], str]
    """Given the value and the agency's e-mail domain: what is wrong with it, or nothing."""
    headers: tuple[str, ...]
    """What a spreadsheet may call it, in small letters and digits alone."""
    once: bool = False
    """No two members share one."""
    autocomplete: str = "off"
    kind: str = "text"


def _name(value: str, domain: str) -> str:
    parts = [part.strip() for part in value.split(",")]
    if len(parts) != 2 or not all(parts):
        return "Write last name, comma, first name"
    if any(len(part) > LONGEST_NAME for part in parts):
        return f"A first or last name has at most {LONGEST_NAME} letters"
    return "" if _NAME.fullmatch(value) else "A name has letters only"


def _rank(value: str, domain: str) -> str:
    return "" if any(sign.isalpha() for sign in value) else "Write the rank in letters"


def _number(what: str) -> Callable[[str, str], str]:
    def fault(value: str, domain: str) -> str:
        return "" if _NUMBER.fullmatch(value) else f"{what} has digits and letters only"

    return fault


def _log_on_id(value: str, domain: str) -> str:
    return "" if _WORD.fullmatch(value) else "A log-on ID has no spaces"


def _phone(value: str, domain: str) -> str:
    found = len(digits(value))
    if found == PHONE_DIGITS and not re.search(r"[^\d\s().+-]", value):
        return ""
    return f"Phone needs {PHONE_DIGITS} digits" + (f", this has {found}" if found else "")


def _email(value: str, domain: str) -> str:
    try:
        validate_email(value)
    except ValidationError:
        return "This is no e-mail address"
    if domain and not value.lower().endswith(f"@{domain.lower()}"):
        return f"A department e-mail ends in @{domain}"
    return ""


def digits(value: str) -> str:
    """The ten digits of a telephone number; a leading country code of 1 is not one of them."""
    found = re.sub(r"[^0-9]", "", value)
    return found[1:] if len(found) == PHONE_DIGITS + 1 and found.startswith("1") else found


FIELDS = (
    Field(
        name="name",
        label="Name",
        longest=120,
        fault=_name,
        headers=("name", "names", "fullname", "membername", "lastnamefirstname", "member"),
    ),
    Field(name="rank", label="Rank", longest=40, fault=_rank, headers=("rank", "title", "ranktitle")),
    Field(
        name="star_number",
        label="Star",
        longest=12,
        fault=_number("A star"),
        once=True,
        headers=("star", "starno", "starnumber", "badge", "badgeno", "badgenumber"),
    ),
    Field(
        name="employee_number",
        label="Employee no.",
        longest=12,
        fault=_number("An employee number"),
        once=True,
        headers=("employee", "employeeno", "employeenumber", "employeeid", "empno", "pcno"),
    ),
    Field(
        name="log_on_id",
        label="Log-on ID",
        longest=40,
        fault=_log_on_id,
        once=True,
        headers=("logonid", "logon", "loginid", "login", "userid", "username", "pclogin"),
    ),
    Field(
        name="unit_phone",
        label="Unit phone",
        longest=40,
        fault=_phone,
        kind="tel",
        headers=("unitphone", "phone", "phoneno", "phonenumber", "unittelephone", "telephone"),
    ),
    Field(
        name="email",
        label="Department e-mail",
        longest=254,
        fault=_email,
        once=True,
        kind="email",
        headers=("departmentemail", "email", "emailaddress", "deptemail", "mail"),
    ),
)
BY_NAME = {field.name: field for field in FIELDS}
NAMES = tuple(BY_NAME)
UNIQUE = tuple(field.name for field in FIELDS if field.once)


def line(value: str) -> str:
    """The value on one line with single spaces, without signs that nobody sees."""
    return " ".join("".join(sign for sign in value if sign.isprintable() or sign.isspace()).split())


def tidy(name: str, value: str) -> str:
    """The value as it is kept, on one line; a telephone number in one shape once it has its ten digits."""
    neat = line(value)
    if name == "unit_phone" and not _phone(neat, ""):
        found = digits(neat)
        return f"{found[:3]}-{found[3:6]}-{found[6:]}"
    return neat.lower() if name == "log_on_id" else neat


def fault_of(name: str, value: str, *, domain: str) -> str:
    """What is wrong with one value by itself, in a few words; empty when nothing is."""
    field = BY_NAME[name]
    if not value:
        return f"{field.label} is missing"
    long = f"{field.label} has more than {field.longest} characters" if len(value) > field.longest else ""
    return field.fault(value, domain) or long


def facts_of(row: object) -> Facts:
    """The seven facts of an entry or a line."""
    return {name: str(getattr(row, name)) for name in NAMES}


def last_name(facts: Mapping[str, str]) -> str:
    """'Ortega' of 'Ortega, Luis', for a word beside somebody else's field."""
    return facts["name"].split(",")[0].strip() or facts["log_on_id"] or "another line"
