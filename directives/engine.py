"""Facts in, decision out. Pure: one decision for the same pack and facts, in whatever order rules stand."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from directives import asides, likeness, network, plans
from directives.case import Case
from directives.dates import day_label, days_named
from directives.decision import (
    LEVELS,
    Aside,
    Attestation,
    Check,
    Decision,
    Declaration,
    Finding,
    Notice,
    Reason,
    SkippedStep,
    Step,
)
from directives.facts import PART_BREAK, Facts
from directives.model import BASIS_WORDS, Category, StepKey, StepKind
from directives.pack import Pack
from directives.permits import Permits, disagreements
from directives.readings import unread
from directives.rules import Approval, AuthorDeclares, Rule

_BASES = tuple(BASIS_WORDS)
_LINK = re.compile(
    r"https?://\S+|(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:com|org|gov|net|edu|us)(?:/\S*)?(?!\w)", re.IGNORECASE
)


def judge(*, pack: Pack, facts: Facts) -> Decision:
    """What this pack says of this draft. Total: any text and any answers get a decision."""
    category = pack.category(key=facts.category)
    unasked = _unasked(pack, facts, category)
    applies = [one for one in pack.rules if one.applies(unasked)]
    applying = tuple(likeness.giving_way(rules=applies, case=unasked))
    case = _opened(unasked, applying)
    set_aside = disagreements(pack=pack, case=case, rules=applying)
    losers = {one.loser.rule for one in set_aside}
    rules = tuple(rule for rule in applying if rule.id not in losers)
    own = {
        _within_its_part(finding, facts)
        for rule in rules
        for finding in asides.findings(rule=rule, case=case)
    }
    findings = _sorted(pack, own | set(network.findings(facts=facts)) | set(plans.findings(facts=facts)))
    asked = tuple(question for question in pack.questions if question.key in case.asked)
    given = {rule.id: aside for rule in rules if (aside := asides.given(rule=rule, case=case))}
    reasons = _reasons(pack, case, rules, findings, given)
    return Decision(
        pack_slug=pack.slug,
        pack_version=pack.version,
        pack_digest=pack.digest,
        category=facts.category,
        findings=findings,
        questions=asked,
        route=_route(pack, reasons),
        skipped_steps=_skipped(pack, reasons),
        notices=_notices(case, rules),
        declarations=_declarations(rules),
        attestation=_attestation(pack, case),
        record_class=_record_class(case, rules),
        review_minutes=category.review_minutes if category else 0,
        late_minutes=category.late_minutes if category else 0,
        approval_mode=pack.settings.approval_mode,
        review_after=pack.settings.approval_mode == "post-then-review" and not reasons,
        clear=_clear(case, rules, findings, reasons),
        permissions=tuple(sorted({kind for rule in rules for kind in rule.needs(case)})),
        set_aside=set_aside,
        asides=tuple(sorted(given.values(), key=lambda one: one.rule)),
        media=facts.media,
        confirmed=_checks(rule for rule in rules if rule.confirmed(case)),
        unread=unread(facts=facts),
    )


def days_counted(*, pack: Pack, facts: Facts) -> tuple[date, date]:
    """The first and the last day on which residents may first read it, as the days of rules are counted."""
    case = _unasked(pack, facts, None)
    return case.counted_from, case.counted_by


def _within_its_part(finding: Finding, facts: Facts) -> Finding:
    """The same of the part in which its words stand; what runs into the next part ends with the first of the two."""
    if finding.span is None or not facts.parts:
        return finding
    (start, end), begins = finding.span, 0
    for number, part in enumerate(facts.parts, start=1):
        ends = begins + len(part.text)
        if start < ends or number == len(facts.parts):
            # What comes after all words stands at the beginning of a last part without any.
            first = max(start, begins)
            return replace(finding, part=number, span=(first - begins, max(first, min(end, ends)) - begins))
        begins = ends + len(PART_BREAK)
    return finding


def _unasked(pack: Pack, facts: Facts, category: Category | None) -> Case:
    """The case before any rule has asked."""
    return Case(
        facts=facts,
        questions={question.key: question for question in pack.questions},
        settings=pack.settings,
        category=category,
        asked=frozenset(category.questions if category else ()),
    )


def _opened(case: Case, rules: tuple[Rule, ...]) -> Case:
    """The case with every question that stands on the page: asking only ever adds, so order is no matter."""
    while True:
        more = {key for rule in rules for key in (*rule.asks(case), *asides.asks(rule=rule, case=case))}
        if more <= case.asked:
            return case
        case = replace(case, asked=case.asked | more)


def _sorted(pack: Pack, findings: set[Finding]) -> tuple[Finding, ...]:
    places = {question.key: at for at, question in enumerate(pack.questions)}

    def order(finding: Finding) -> tuple[int, int, tuple[int, int], int, str, str, int, int]:
        return (
            LEVELS.index(finding.level),
            finding.part or 0,
            finding.span or (-1, -1),
            places.get(finding.question or "", -1),
            finding.rule,
            finding.sentence,
            finding.picture or 0,
            finding.post or 0,
        )

    return tuple(sorted(findings, key=order))


def _reasons(
    pack: Pack,
    case: Case,
    rules: tuple[Rule, ...],
    findings: tuple[Finding, ...],
    given: dict[str, Aside],
) -> dict[StepKey, tuple[Reason, ...]]:
    found: dict[StepKey, set[Reason]] = {}
    for rule in rules:
        asked = list(rule.routes(case))
        if rule.id in given:
            asked += asides.agreed(aside=given[rule.id], rule=rule)
        if isinstance(rule, Approval) and _approval_is_due(pack, case, findings):
            asked.append((rule.step, rule.reason()))
        for step, reason in asked:
            found.setdefault(step, set()).add(reason)
    return {
        step: tuple(sorted(reasons, key=lambda one: (_BASES.index(one.basis), one.rule, one.sentence)))
        for step, reasons in found.items()
    }


def _record_class(case: Case, rules: tuple[Rule, ...]) -> str:
    """As the strongest rule says that has something to say, else that of the kind of post."""
    strongest = sorted(rules, key=lambda rule: (_BASES.index(rule.basis), rule.id))
    of_kind = case.category.record_class if case.category else ""
    return next((said for rule in strongest for said in rule.keeps(case)), of_kind)


def _approval_is_due(pack: Pack, case: Case, findings: tuple[Finding, ...]) -> bool:
    """Always, or only where something needs somebody or the kind of post is not a listed one."""
    conforms = case.category is not None and all(finding.level != "needs_somebody" for finding in findings)
    return pack.settings.approval_mode == "always" or not conforms


def _route(pack: Pack, reasons: dict[StepKey, tuple[Reason, ...]]) -> tuple[Step, ...]:
    """The kinds of step that a rule asks for, numbered from 1; kinds of one position share a number."""
    taken = [kind for kind in _in_order(pack) if kind.key in reasons]
    places = sorted({kind.position for kind in taken})
    return tuple(
        Step(
            key=kind.key,
            title=kind.title,
            role=kind.role,
            scope=kind.scope,
            why_clause=reasons[kind.key][0].clause,
            why=reasons[kind.key][0].sentence,
            position=places.index(kind.position) + 1,
            reasons=reasons[kind.key],
        )
        for kind in taken
    )


def _notices(case: Case, rules: tuple[Rule, ...]) -> tuple[Notice, ...]:
    """Whom the rules demand to be told; an office is told once for each rule."""
    return tuple(sorted((one for rule in rules for one in rule.notifies(case)), key=lambda one: one.key))


def _skipped(pack: Pack, reasons: dict[StepKey, tuple[Reason, ...]]) -> tuple[SkippedStep, ...]:
    return tuple(
        SkippedStep(key=kind.key, title=kind.title, why=f"Not needed. {kind.would_add}".strip())
        for kind in _in_order(pack)
        if kind.key not in reasons
    )


def _in_order(pack: Pack) -> list[StepKind]:
    return sorted(pack.steps, key=lambda kind: (kind.position, kind.key))


def _declarations(rules: tuple[Rule, ...]) -> tuple[Declaration, ...]:
    said = (rule for rule in rules if isinstance(rule, AuthorDeclares))
    return tuple(
        Declaration(rule=rule.id, clause=rule.clause, basis=rule.basis, sentence=rule.sentence)
        for rule in sorted(said, key=lambda rule: rule.id)
    )


def _attestation(pack: Pack, case: Case) -> Attestation:
    """An unknown kind is treated as a sensitive one."""
    form = pack.attestation
    sensitive = case.category is None or case.category.sensitive
    return Attestation(
        clause=form.clause,
        basis=form.basis,
        sentence=form.sentence,
        boxes=form.boxes if sensitive else (),
        facts=(*_dates(pack, case), *_source(pack, case), _links(case.facts.text)),
        checklist=pack.training.guide,
    )


def _dates(pack: Pack, case: Case) -> Iterable[str]:
    key = pack.attestation.date_question
    event = case.day(key) if key in case.asked else None
    days = days_named(text=case.facts.read_as, today=case.read_on)
    for day in days:
        label = day_label(day=day)
        yield f"{label} matches the day given" if day == event else f"{label} is named in the text"
    if event is not None and event not in days:
        yield f"{day_label(day=event)} is the day given, not named in the text"
    if not days and event is None:
        yield "no date in the text"


def _source(pack: Pack, case: Case) -> Iterable[str]:
    key = pack.attestation.source_question
    if key:
        source = case.answer(key)
        yield f"source: {source}" if source else "no source named"


def _links(text: str) -> str:
    count = len(_LINK.findall(text))
    return "no links" if count == 0 else f"{count} link{'' if count == 1 else 's'} in the text"


def _clear(
    case: Case,
    rules: tuple[Rule, ...],
    findings: tuple[Finding, ...],
    reasons: dict[StepKey, tuple[Reason, ...]],
) -> tuple[Check, ...]:
    spoke = {finding.rule for finding in findings}
    spoke |= {reason.rule for several in reasons.values() for reason in several}
    spoke |= {rule.id for rule in rules if any(rule.notifies(case)) or rule.confirmed(case)}
    return _checks(
        rule for rule in rules if rule.id not in spoke and not isinstance(rule, AuthorDeclares | Permits)
    )


def _checks(rules: Iterable[Rule]) -> tuple[Check, ...]:
    return tuple(
        Check(rule=rule.id, title=rule.title, clause=rule.clause, basis=rule.basis)
        for rule in sorted(rules, key=lambda rule: rule.id)
    )
