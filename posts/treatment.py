"""How a post is treated under a version of the rules: what two decisions are compared by where words do not count."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from directives.decision import Decision
from posts.models import Turned


@dataclass(frozen=True, kw_only=True)
class Treatment:
    """What happens to a post. Other sentences about the same thing are the same treatment.

    Each is a set of pairs: the rule by id, empty where it is no rule's, and what it does.
    """

    held: frozenset[tuple[str, str]]
    """What must be fixed first."""
    noted: frozenset[tuple[str, str]]
    decides: frozenset[tuple[str, str]]
    """Who decides or is told before."""
    says: frozenset[tuple[str, str]]
    """What is asked, declared and said by approving, but for the checklist of the training, the same for every post."""
    keeps: frozenset[tuple[str, str]]
    """Minutes, and the class of the record."""

    def rules_otherwise(self, other: "Treatment") -> tuple[str, ...]:
        """The rules of whatever only one of both has, in the order of their ids."""
        return tuple(sorted({rule for mine, theirs in self._beside(other) for rule, _ in mine ^ theirs}))

    def _beside(self, other: "Treatment") -> Iterable[tuple[frozenset[tuple[str, str]], ...]]:
        return ((getattr(self, name), getattr(other, name)) for name in self.__dataclass_fields__)


def of(*, decision: Decision) -> Treatment:
    """Of a decision that was just made."""
    return Treatment(
        held=frozenset((one.rule, "") for one in decision.findings if one.level == "must_fix"),
        noted=frozenset((one.rule, one.level) for one in decision.findings if one.level != "must_fix"),
        decides=frozenset(
            [
                *((reason.rule, step.key) for step in decision.route for reason in step.reasons),
                *((_rule(one.key, one.office), one.office) for one in decision.notices),
            ]
        ),
        says=frozenset(
            [
                *(("", one.key) for one in decision.questions),
                *((one.rule, "declares") for one in decision.declarations),
                *(("", box.label) for box in decision.attestation.boxes),
            ]
        ),
        keeps=_keeps(decision.record_class, decision.review_minutes, decision.late_minutes),
    )


def frozen(*, given: Mapping[str, Any], but: Collection[str] = ()) -> Treatment:
    """The same of a decision as it was frozen, but for what these rules found."""
    findings = [one for one in given["findings"] if one["rule"] not in but]
    return Treatment(
        held=frozenset((one["rule"], "") for one in findings if one["level"] == "must_fix"),
        noted=frozenset((one["rule"], one["level"]) for one in findings if one["level"] != "must_fix"),
        decides=frozenset(
            [
                *((reason["rule"], step["key"]) for step in given["route"] for reason in step["reasons"]),
                *((_rule(one["key"], one["office"]), one["office"]) for one in given["notices"]),
            ]
        ),
        says=frozenset(
            [
                *(("", one["key"]) for one in given["questions"]),
                *((one["rule"], "declares") for one in given["declarations"]),
                *(("", box["label"]) for box in given["attestation"]["boxes"]),
            ]
        ),
        keeps=_keeps(given["record_class"], given["review_minutes"], given.get("late_minutes")),
    )


def _rule(key: str, office: str) -> str:
    """A notice is called by its rule and its office."""
    return key.removesuffix(f"-{office}")


def _keeps(record_class: str, review: int, late: int | None) -> frozenset[tuple[str, str]]:
    return frozenset({("", f"record {record_class}"), ("", f"review {review}"), ("", f"late {late}")})


def way(*, had: Treatment, has: Treatment) -> Turned:
    """In which way a post is treated otherwise; of several ways the one that weighs most."""
    if has.held - had.held:
        return Turned.HELD
    if had.held - has.held:
        return Turned.LET_GO
    before, after = ({what for _, what in one.decides} for one in (had, has))
    if after - before:
        return Turned.MORE
    if before - after:
        return Turned.FEWER
    if had.says != has.says:
        return Turned.ASKED
    return Turned.NOTED if (had.noted, had.decides) != (has.noted, has.decides) else Turned.KEPT
