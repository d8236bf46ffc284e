"""What a unit says by the one press that reposts an alert, and what it reads beside it (CPD-TW.IV.C, CPD-TW.IV.K)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo

from accounts.models import OutletAccount
from directives.decision import Decision, Declaration
from directives.endorsement_rules import EndorsementWarned
from directives.engine import judge
from directives.facts import Facts
from directives.pack import Pack
from directives.readings import texts_of
from directives.texts import Reading
from posts.models import ReadyDraft

_UNREAD = Reading(language="", checked=True, sightings=())


@dataclass(frozen=True, kw_only=True)
class Warned:
    """A warning that is read beside the button, and the answer that the press gives to it."""

    sentence: str
    clause: str
    question: str
    value: str
    words: str
    """That answer as a person reads it."""


@dataclass(frozen=True, kw_only=True)
class Press:
    """All that stands beside the button; what it does not say is asked in the composer."""

    warnings: tuple[Warned, ...]
    declarations: tuple[Declaration, ...]

    def answers(self, *, given: Mapping[str, str]) -> dict[str, str]:
        """Of what came with the press, the answers that it may give."""
        return {one.question: one.value for one in self.warnings if given.get(one.question) == one.value}


def of(
    *, pack: Pack, alert: ReadyDraft, accounts: Iterable[OutletAccount], zone: tzinfo, at: datetime
) -> Press:
    """What these accounts of an agency say by reposting an alert. The checks of its text are left to the submission."""
    today = at.astimezone(zone).date()
    decisions = [judge(pack=pack, facts=_facts(alert, one, today)) for one in accounts]
    warnings = {one: None for decision in decisions for one in _warnings(pack, decision)}
    declared = {one: None for decision in decisions for one in decision.declarations}
    return Press(warnings=tuple(warnings), declarations=tuple(declared))


def _facts(alert: ReadyDraft, account: OutletAccount, today: date) -> Facts:
    facts = Facts(
        category=alert.category,
        text=alert.text,
        today=today,
        unit_kind=account.unit.kind,
        account=account.handle,
        reposts=True,
        reposts_statement=alert.alert_of is not None and alert.alert_of.corporate,
        reposts_alert=True,
    )
    return replace(facts, readings=tuple(_UNREAD for _ in texts_of(facts=facts)))


def _warnings(pack: Pack, decision: Decision) -> Iterable[Warned]:
    for finding in decision.at(level="must_fix"):
        rule = pack.rule(id=finding.rule)
        if isinstance(rule, EndorsementWarned) and (question := pack.question(key=rule.question)):
            value = rule.values[0]
            yield Warned(
                sentence=finding.sentence,
                clause=rule.clause,
                question=question.key,
                value=value,
                words=question.in_words(answer=value),
            )
