"""How far a rule may go: no floor gives way, to a reason or to another rule, and words alone stop nothing."""

from collections.abc import Iterator

from directives.checks import Parts
from directives.inquiry_rules import AnswersInquiry
from directives.language_rules import LanguageSaid
from directives.likeness import by_likeness
from directives.line_rules import MustSay
from directives.permits import Permits
from directives.reading import Place, Reader
from directives.rules import AnswerBlocks, AnswerNotifies, Approval, ListedCategory, Rule, UseOfForce
from directives.word_rules import WordsAsk

MOST_MINUTES = 10_080
"""A week: nobody is given longer to decide, and nothing that is later than that still goes out by itself."""
MOST_WAITING_MINUTES = 1_440
"""A day: no office that does not answer holds a post longer."""
FLOORS = (Approval, ListedCategory)
"""What stands without condition: no reason, no permission and no day sets it aside."""
_Told = tuple[str, str, str]
"""The key, what is wrong with it, and the words in its value that show where."""


def check(*, reader: Reader, parts: Parts) -> None:
    """Report every rule that goes too far, stands on no day, or gives way unsaid."""
    for place, category in parts.categories:
        for key in ("review_minutes", "late_minutes"):
            if getattr(category, key) > MOST_MINUTES:
                _wrong(reader, place, key, f"must not be more than {MOST_MINUTES:,} minutes, a week")
    laws = {directive.id for _, directive in parts.directives if directive.law}
    under = {clause.id for _, clause in parts.clauses if clause.directive in laws}
    reasons: dict[str, list[Rule]] = {}
    for place, rule in parts.rules:
        for key, message, holding in (
            *_days(rule, under),
            *_accounts(rule, under),
            *_line(rule),
            *_wait(rule),
            *_words(rule, parts),
            *_permission(rule, parts),
            *_aside(rule, parts),
        ):
            _wrong(reader, place, key, message, holding)
        if rule.set_aside_by and (isinstance(rule, FLOORS) or rule.clause in under):
            _wrong(
                reader, place, "set_aside_by", "no reason sets this rule aside: it is a floor or state law"
            )
        if rule.set_aside_for:
            others = reasons.setdefault(rule.set_aside_for, [])
            for other in [one for one in others if not _of_one_reason(rule, one)][:1]:
                message = f"this question is the reason of '{other.id}' already"
                _wrong(reader, place, "set_aside_for", message)
            others.append(rule)


def _wrong(reader: Reader, place: Place, key: str, message: str, holding: str = "") -> None:
    reader.wrong(place=place, key=key, message=message, holding=holding)


def _of_one_reason(rule: Rule, other: Rule) -> bool:
    """Rules about words may share the reason of a no to the same question, those by likeness one for all they ask."""
    if not (isinstance(rule, WordsAsk) and isinstance(other, WordsAsk)):
        return False
    return rule.question == other.question or (by_likeness(rule) and by_likeness(other))


def _days(rule: Rule, under: set[str]) -> Iterator[_Told]:
    """What the directive itself says, a floor and state law are there as long as the version is."""
    if rule.dated and (rule.basis == "clause" or isinstance(rule, FLOORS) or rule.clause in under):
        key = "from_on" if rule.from_on else "until_on"
        yield (
            key,
            "only a choice or a reading has days: this is the directive itself, a floor or state law",
            "",
        )
    if rule.from_on and rule.until_on and rule.until_on < rule.from_on:
        yield "until_on", "lies before the first day", ""


def _accounts(rule: Rule, under: set[str]) -> Iterator[_Told]:
    for key in ("accounts", "not_accounts"):
        if getattr(rule, key) and (isinstance(rule, FLOORS) or rule.clause in under):
            yield key, "a floor and state law are for every account", ""


def _line(rule: Rule) -> Iterator[_Told]:
    if isinstance(rule, MustSay) and not rule.lines:
        yield "lines", "must hold the line in a language", ""


def _wait(rule: Rule) -> Iterator[_Told]:
    if isinstance(rule, AnswerNotifies) and rule.wait_minutes > MOST_WAITING_MINUTES:
        yield "wait_minutes", f"must not be more than {MOST_WAITING_MINUTES:,} minutes, a day", ""


def _words(rule: Rule, parts: Parts) -> Iterator[_Told]:
    """What is only suspected is asked: an answer must be left by which the post goes on."""
    if not rule.reads_words:
        return
    if getattr(rule, "level", "") == "must_fix":
        yield "level", "a rule that reads words may not stop a post", ""
    if isinstance(rule, AnswersInquiry | LanguageSaid) and not rule.set_aside_for:
        yield (
            "set_aside_for",
            "words alone would stop a post: name the question whose answer lets it go on",
            "",
        )
    question = parts.question(getattr(rule, "question", ""))
    if isinstance(rule, WordsAsk) and question and question.kind == "choice":
        settled = set(rule.settled_by or (option.value for option in question.options))
        if not settled - _stopped(question.key, parts):
            key = "settled_by" if rule.settled_by else "question"
            yield key, f"words alone would stop a post: every such answer to '{question.key}' stops it", ""


def _stopped(question: str, parts: Parts) -> set[str]:
    """The answers to a question that stop some post."""
    stops = (rule for _, rule in parts.rules if isinstance(rule, AnswerBlocks | UseOfForce))
    return {value for rule in stops if rule.question == question for value in rule.values}


def _permission(rule: Rule, parts: Parts) -> Iterator[_Told]:
    """It names rules of its own matter that can give way."""
    if not isinstance(rule, Permits):
        return
    if not rule.matter:
        yield "matter", "a permission says what it is about", ""
    if not rule.loosens:
        yield "loosens", "must name the rules that give way", ""
    known = {other.id: other for _, other in parts.rules}
    for name in rule.loosens:
        if name not in parts.names["rule"]:
            yield "loosens", f"no rule '{name}' in this pack", name
        elif isinstance(known.get(name), (*FLOORS, Permits)):
            yield "loosens", f"'{name}' never gives way", name
        elif name in known and known[name].matter != rule.matter:
            yield "loosens", f"'{name}' is not about '{rule.matter}'", name


def _aside(rule: Rule, parts: Parts) -> Iterator[_Told]:
    """Whoever may set a rule aside is named with the question that asks why, and can be reached."""
    if bool(rule.set_aside_by) != bool(rule.set_aside_for):
        yield "set_aside_by", "goes with the question of `set_aside_for`", ""
    question = parts.question(rule.set_aside_for)
    if rule.set_aside_for and rule.set_aside_for not in parts.names["question"]:
        yield "set_aside_for", f"no question '{rule.set_aside_for}' in this pack", ""
    elif question and question.kind != "text":
        yield "set_aside_for", f"'{question.key}' does not ask for words", ""
    if rule.set_aside_by not in ("", "author") and rule.set_aside_by not in parts.names["step"]:
        yield "set_aside_by", f"no step '{rule.set_aside_by}' in this pack", ""
    if rule.set_aside_for and isinstance(rule, WordsAsk) and not rule.sentence_when_settled:
        yield "set_aside_for", "needs `sentence_when_settled`, which the reason answers", ""
