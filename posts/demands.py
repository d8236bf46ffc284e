"""What one decision asks for beyond another on the same version: pure, as the engine is."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from accounts.offices import NAMES
from directives.decision import Decision, Step
from posts import slots
from posts.attesting import boxes_of, guidance_asked


@dataclass(frozen=True, kw_only=True)
class Demand:
    """One thing that is still to be done."""

    sentence: str
    """For the page of the post; it may name words of its text."""
    in_short: str
    """After 'it also needs', for a letter: never words of the text."""


def beyond(
    *, given: Mapping[str, Any], wanted: Decision, answered: Collection[str] = ()
) -> tuple[Demand, ...]:
    """What `wanted` asks for and `given`, the decision frozen with a version, did not.

    A version that is approved did all that was asked then, and one in review will have before it goes out: so
    nothing here means that nothing is left to do. Who decides is compared by role, words to be said by the words,
    a wait by its minutes; an office that `answered` is not waited for again.
    """
    return (
        *_to_mend(wanted),
        *_to_decide(given, wanted),
        *_to_tell(given, wanted),
        *_to_wait(given, wanted, answered),
        *_to_declare(given, wanted),
    )


def _to_mend(wanted: Decision) -> Iterator[Demand]:
    """What must be fixed; nothing had to be when it was frozen."""
    labels = {question.key: question.label for question in wanted.questions}
    told: set[str] = set()
    for finding in wanted.at(level="must_fix"):
        question = labels.get(finding.question or "")
        in_short = (
            f"an answer to “{question}”" if question else f"a change ({finding.clause or 'the network'})"
        )
        if finding.sentence not in told:
            told.add(finding.sentence)
            yield Demand(sentence=finding.sentence, in_short=in_short)


def _to_decide(given: Mapping[str, Any], wanted: Decision) -> Iterator[Demand]:
    """Steps of a role that the frozen route lacks, and what whoever fills a step did not have to say."""
    left, asked = list(given["route"]), wanted.as_json()
    for step in wanted.route:
        taken = next((one for one in left if (one["role"], one["scope"]) == (step.role, step.scope)), None)
        if taken is None:
            yield Demand(sentence=_approval(step), in_short=f"an approval by {step.title}")
            continue
        left.remove(taken)
        said = {box["label"] for box in boxes_of(decision=given, step_key=taken["key"])}
        for box in boxes_of(decision=asked, step_key=step.key):
            if box["label"] not in said:
                words = f"{step.title} to say “{box['label']}”"
                yield Demand(sentence=f"It needs {words}.", in_short=words)
        answered = guidance_asked(decision=given, step_key=taken["key"])
        for question in guidance_asked(decision=asked, step_key=step.key):
            if question not in answered:
                words = f"{step.title} to answer “{question}”"
                yield Demand(sentence=f"It needs {words}.", in_short=words)


def _approval(step: Step) -> str:
    return f"{step.title} must approve it. {step.why}"


def _to_tell(given: Mapping[str, Any], wanted: Decision) -> Iterator[Demand]:
    told = {notice["office"] for notice in given["notices"]}
    for notice in wanted.notices:
        if notice.office not in told:
            told.add(notice.office)
            name = NAMES[notice.office]
            yield Demand(
                sentence=f"{name} must be told before it goes out. {notice.why}",
                in_short=f"{name} to be told before it goes out",
            )


def _to_wait(given: Mapping[str, Any], wanted: Decision, answered: Collection[str]) -> Iterator[Demand]:
    """Offices that were to be told anyway, and whose answer is now waited for, or for longer."""
    longest: dict[str, int] = {}
    for told in given["notices"]:
        longest[told["office"]] = max(longest.get(told["office"], 0), told.get("wait_minutes", 0))
    for notice in sorted(wanted.notices, key=lambda one: -one.wait_minutes):
        office, minutes = notice.office, notice.wait_minutes
        if office in answered or minutes <= longest.get(office, minutes):
            continue
        longest[office] = minutes
        words = f"the answer of {NAMES[office]} to be waited for, at most {slots.minutes_in_words(minutes)}"
        yield Demand(sentence=f"It needs {words}. {notice.why}", in_short=words)


def _to_declare(given: Mapping[str, Any], wanted: Decision) -> Iterator[Demand]:
    declared = {one["rule"] for one in given["declarations"]}
    for one in wanted.declarations:
        if one.rule not in declared:
            yield Demand(
                sentence=f"Its author must declare: “{one.sentence}”",
                in_short=f"its author to declare “{one.sentence}”",
            )
