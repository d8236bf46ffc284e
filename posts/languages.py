"""In which language a post is written, and what it says in the department's own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import Agency
from audit import vault
from directives.recognised import other_than
from directives.texts.language import language_of
from directives.texts.reading import READ
from outlets.languages import LANGUAGES
from posts.digest import normal
from posts.models import Draft, Post, Revision


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """A text in another language than the department's, as a page shows it to who reads only that one."""

    code: str
    """BCP 47, as a page marks the text with it."""
    language: str
    """'Spanish (Español)'."""
    meaning: str

    @property
    def name(self) -> str:
        """'Spanish'."""
        return name_of(code=self.code)


def name_of(*, code: str) -> str:
    """'Spanish'; the code itself for one that is listed no more."""
    return LANGUAGES[code].name if code in LANGUAGES else code


def names_of(*, codes: Iterable[str]) -> list[str]:
    return [name_of(code=code) for code in codes]


def other(*, code: str, agency: Agency) -> str:
    """A language that is not the department's own; empty for that one and for what is none."""
    return "" if code == agency.language or code not in LANGUAGES else code


def named(*, code: str, agency: Agency) -> str:
    """The name of a language that is not the department's own, as the rules say it; empty for that one."""
    code = other(code=code, agency=agency)
    return LANGUAGES[code].name if code else ""


def unlike(*, text: str, code: str, agency: Agency) -> str:
    """The name of another language, in which a text surely is that was left as the department's own; else empty."""
    if other(code=code, agency=agency):
        return ""
    return named(code=other_than(own=agency.language, text=text), agency=agency)


def meant(*, draft: Draft, agency: Agency) -> str:
    """The language of a draft that carries its meaning: another than the department's."""
    return other(code=draft.language, agency=agency)


def meaning_of(*, draft: Draft, texts: Sequence[str]) -> list[str]:
    """The meaning as it is frozen, alone; none where nothing was said, or only the text again."""
    meaning = normal(draft.meaning)
    return [meaning] if meaning and meaning not in texts else []


def of_post(*, post: Post) -> Spoken | None:
    """What is frozen, else the draft; None in the department's own language. The agency is loaded."""
    if post.revision is not None:
        return of_revision(revision=post.revision, agency=post.account.agency)
    return spoken(code=post.draft.language, meaning=post.draft.meaning, agency=post.account.agency)


def of_revision(*, revision: Revision, agency: Agency) -> Spoken | None:
    """What a version was frozen with; one query, none in the department's own language."""
    if not revision.language:
        return None
    digest = revision.meaning_digest
    meaning = vault.text(digest=digest, agency_id=agency.pk) if digest else ""
    return spoken(code=revision.language, meaning=meaning, agency=agency)


def spoken(*, code: str, meaning: str, agency: Agency) -> Spoken | None:
    """A text in a language with its meaning; None in the department's own."""
    code = other(code=code, agency=agency)
    if not code:
        return None
    return Spoken(code=code, language=LANGUAGES[code].full, meaning=meaning)


def unread(*, decision: Mapping[str, Any]) -> list[str]:
    """The names of languages that no check read, by a frozen decision; none in one that does not tell."""
    return names_of(codes=decision.get("unread", ()))


def unread_in(*, text: str) -> list[str]:
    """The same of one text, which is read now."""
    language = language_of(text)
    return names_of(codes=[language] if language and language not in READ else [])


def in_brackets(*, revision: Revision) -> str:
    """' (in Spanish, with its meaning)', where a history says what was frozen; empty in the department's own."""
    return f" (in {name_of(code=revision.language)}, with its meaning)" if revision.meaning_digest else ""
