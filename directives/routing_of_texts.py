"""Where a post goes by its words alone, with an author who answers every question about them with no."""

from directives.engine import judge
from directives.facts import Facts
from directives.pack import Pack
from directives.texts.measuring import Labelled
from directives.texts.sightings import Reading
from directives.word_rules import WordsAsk

KIND = "community_event"


def routed_to_communications(*, pack: Pack, post: Labelled, reading: Reading) -> bool:
    """Whether an office decides although the author says that it is nothing of the kind, and why."""
    answers = {}
    for rule in pack.rules:
        if isinstance(rule, WordsAsk):
            answers[rule.question] = rule.settled_by[0] if rule.settled_by else "no"
            if rule.set_aside_for:
                answers[rule.set_aside_for] = "It tells of something else."
    facts = Facts(category=KIND, text=post.text, today=post.written_on, answers=answers, readings=(reading,))
    return "communications" in judge(pack=pack, facts=facts).step_keys()
