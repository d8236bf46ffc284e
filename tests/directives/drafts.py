"""Drafts that are complete of their kind, so that a test says only what matters to it."""

from dataclasses import replace
from datetime import date
from typing import Any, Protocol

from directives.decision import Decision, Finding
from directives.engine import judge
from directives.facts import Facts
from directives.pack import Pack
from directives.readings import texts_of
from directives.texts import Reading, Sighting
from directives.word_rules import WordRule

TODAY = date(2026, 11, 21)
POLISH = (
    "Zapraszamy na spotkanie z policją w bibliotece. To jest dla wszystkich mieszkańców naszej dzielnicy, "
    "prosimy przyjść o dziesiątej."
)
COMPLETE: dict[str, dict[str, str]] = {
    "community_event": {
        "run_by": "by_department",
        "event_date": "2026-12-05",
        "source": "Event sheet 26-118",
    },
    "safety_tip": {"source": "Crime prevention unit"},
    "good_news": {"people_agreed": "agreed", "source": "Sgt. Whitfield"},
    "district_event": {"event_date": "2026-12-05", "source": "Beat office"},
    "arrest": {
        "charge_level": "felony",
        "charging_final_on": "2026-11-20",
        "document_reference": "26 CR 118",
        "open_case": "no",
        "known_protected": "no",
        "member_involved": "no",
        "notable": "no",
        "source": "Court record",
    },
    "evidence": {
        "evidence_shown": "One pistol, inventory 15402118",
        "evidence_safe": "Serial number covered",
        "open_case": "no",
        "known_protected": "no",
        "notable": "no",
        "source": "Evidence and Recovered Property Section",
    },
}


def noticed(text: str, *, rule: WordRule) -> tuple[Reading, ...]:
    """A reading of a text in whose first word the rule's check noticed what the rule takes from it."""
    first = (0, len(text.split()[0]))
    seen = Sighting(check=rule.check, span=first, words=text[: first[1]], why="", sure=rule.seen != "likely")
    return (Reading(language="en", checked=True, sightings=(seen,)),)


NOTHING = Reading(language="", checked=True, sightings=())


class Look(Protocol):
    """Judges a complete draft of a kind; `answers` are laid over the complete ones, None takes one away.

    By lists and answers alone: what the checks of texts notice is looked at where `readings=None` has them read.
    """

    def __call__(
        self,
        category: str | None,
        text: str,
        *,
        pack: Pack | None = None,
        answers: dict[str, str | None] | None = None,
        **facts: Any,
    ) -> Decision: ...


def complete(*, category: str | None, answers: dict[str, str | None]) -> dict[str, str]:
    said = {**COMPLETE.get(category or "", {"source": "Press desk"}), **answers}
    return {key: value for key, value in said.items() if value is not None}


def looking(*, default: Pack) -> Look:
    def look(
        category: str | None,
        text: str,
        *,
        pack: Pack | None = None,
        answers: dict[str, str | None] | None = None,
        **facts: Any,
    ) -> Decision:
        given = complete(category=category, answers=answers or {})
        draft = Facts(category=category, text=text, answers=given, **{"today": TODAY, **facts})
        if "readings" not in facts:
            draft = replace(draft, readings=tuple(NOTHING for _ in texts_of(facts=draft)))
        return judge(pack=pack or default, facts=draft)

    return look


PLAIN_KINDS = {"chicago": "community_event", "alsip": "announcement"}


def by_check(pack: Pack, check: str, text: str) -> list[Finding]:
    """What the rules of one check find in a text, read as a composer reads it."""
    draft = Facts(category=PLAIN_KINDS[pack.slug], text=text, today=TODAY)
    return [one for one in judge(pack=pack, facts=draft).findings if one.check == check]
