"""What the trail may say: each verb is declared once, by the room it belongs to, with subject and exact keys.

The closed kinds below are what keeps content out of the trail: there is no kind that takes a sentence.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

SUBJECTS = (
    "post", "stop", "member", "account", "unit", "agency",
    "tour", "authorisation", "record", "message", "roster",
    "story", "idea", "inquiry",
)  # fmt: skip
LARGEST = 2**53 - 1
"""The largest number that every JSON reader keeps exactly."""

_VERB = re.compile(r"[a-z][a-z_]*\.[a-z][a-z_]*")
_SLUG = re.compile(r"[a-z][a-z0-9_.-]{0,59}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


class UndeclaredVerb(Exception):
    """The trail was given a verb that no room declared."""


class VerbDeclaredTwice(Exception):
    """Two declarations of one verb disagree."""


class WrongKeys(Exception):
    """An event does not carry exactly the declared keys, or a value is not of its declared kind."""


@dataclass(frozen=True)
class Kind:
    """What one key of an event may hold. Make none: use the names below, `word(...)` and `optional(...)`."""

    name: str
    words: tuple[str, ...] = ()
    may_be_none: bool = False


ID = Kind("id")
"""A positive row id."""
COUNT = Kind("count")
"""A whole number from 0."""
DIGEST = Kind("digest")
"""64 lowercase hexadecimal digits; a digest of content must come from `vault.sealed_digest`."""
TIME = Kind("time")
"""A datetime with a zone; stored in UTC."""
SLUG = Kind("slug")
"""A word of code, such as a rule's or a setting's name: lower case, no spaces, at most 60 characters."""


def word(*words: str) -> Kind:
    """One word of a closed list."""
    if not words or not all(_SLUG.fullmatch(each) for each in words):
        raise ValueError("A closed list needs lower-case words without spaces.")
    return Kind("word", words)


def optional(kind: Kind) -> Kind:
    """As `kind`, or None. The key itself must still be given."""
    return Kind(kind.name, kind.words, may_be_none=True)


@dataclass(frozen=True)
class Declaration:
    """What one verb speaks of and carries. No subject means that the caller names it, as a refusal does."""

    subject: str | None
    keys: Mapping[str, Kind]


_declared: dict[str, Declaration] = {}


def declare(verb: str, *, subject: str | None, keys: Mapping[str, Kind]) -> None:
    """Allow a verb. Saying the same twice is harmless; saying something else raises `VerbDeclaredTwice`."""
    if not _VERB.fullmatch(verb):
        raise ValueError(f"'{verb}' is not of the form noun.verb.")
    if subject is not None and subject not in SUBJECTS:
        raise ValueError(f"'{subject}' is not a subject of the trail.")
    declaration = Declaration(subject, dict(keys))
    if _declared.setdefault(verb, declaration) != declaration:
        raise VerbDeclaredTwice(verb)


def declared() -> Mapping[str, Declaration]:
    """Every verb declared so far."""
    return dict(_declared)


def declaration_of(verb: str) -> Declaration:
    """Raise `UndeclaredVerb` for what no room declared."""
    if verb not in _declared:
        raise UndeclaredVerb(verb)
    return _declared[verb]


def stored(verb: str, keys: Mapping[str, object]) -> dict[str, str | int | None]:
    """The keys as the trail stores them, or `WrongKeys`."""
    kinds = declaration_of(verb).keys
    if kinds.keys() != keys.keys():
        raise WrongKeys(f"{verb} takes exactly: {', '.join(sorted(kinds)) or 'no keys'}.")
    return {key: _stored_value(verb, key, kinds[key], keys[key]) for key in sorted(kinds)}


def time_text(moment: datetime) -> str:
    """A moment in UTC with six digits of a second, always the same length."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def is_id(value: object) -> bool:
    """Whether a value can be a row id."""
    return type(value) is int and 0 < value <= LARGEST


def _stored_value(verb: str, key: str, kind: Kind, value: object) -> str | int | None:
    if value is None and kind.may_be_none:
        return None
    if kind.name == "time" and isinstance(value, datetime) and value.utcoffset() is not None:
        return time_text(value)
    if isinstance(value, str) and _is_word(kind, value):
        return str(value)
    if type(value) is int and (
        is_id(value) if kind.name == "id" else kind.name == "count" and 0 <= value <= LARGEST
    ):
        return value
    raise WrongKeys(f"{key} of {verb} is not a {kind.name}.")


def _is_word(kind: Kind, value: str) -> bool:
    match kind.name:
        case "word":
            return value in kind.words
        case "slug":
            return _SLUG.fullmatch(value) is not None
        case "digest":
            return _DIGEST.fullmatch(value) is not None
    return False


declare("act.refused", subject=None, keys={"act": SLUG, "reason": SLUG})
