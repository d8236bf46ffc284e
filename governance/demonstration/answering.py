"""What invented authors say when the rules ask: no, and why, of words that are harmless; that an answer is still so."""

from dataclasses import replace
from datetime import datetime

from accounts.models import Member
from directives.decision import Decision
from directives.pack import Pack
from directives.word_rules import WordsAsk
from posts import drafting, submission
from posts.models import Draft, Post

REASONS = {
    "use_of_force": "No officer used force, and nobody was hurt on duty.",
    "tells_arrest": "Nobody was arrested.",
    "member_involved": "Nothing happened to a member.",
    "says_guilt": "Nobody is accused of anything.",
    "shows_evidence": "Nothing that was taken for a case is shown.",
    "notable": "It is a small matter of the neighborhood.",
    "open_case": "There is no case behind it.",
    "confidential": "Everybody can see it from the street.",
    "harms_safety": "Everybody can see it from the street.",
    "disparaging": "It is about what people do, and about no group.",
    "political": "It is about no candidate and no party.",
    "tells_private": "Nobody can be known by it.",
    "advertises": "Nothing is sold, and nobody gains by it.",
    "hinted_reason": "Nothing of the kind happened.",
}


def denials(*, pack: Pack, decision: Decision) -> dict[str, str]:
    """The answers by which a harmless post goes on."""
    stopped = {finding.rule for finding in decision.at(level="must_fix")}
    answers: dict[str, str] = {}
    for rule in pack.rules:
        if rule.id in stopped and isinstance(rule, WordsAsk):
            answers[rule.question] = rule.settled_by[0] if rule.settled_by else REASONS[rule.question]
            if rule.set_aside_for:
                answers[rule.set_aside_for] = REASONS.get(rule.set_aside_for, REASONS[rule.question])
    return answers


def say_no(*, post: Post, actor: Member, at: datetime) -> None:
    """Answer every question that only words brought up, each with its reason; what was answered stays."""
    judged = submission.judged_of(post=post, at=at)
    said = denials(pack=judged.pack, decision=judged.decision)
    if not said:
        return
    draft = Draft.objects.get(post=post)
    kept = drafting.written_in(draft=draft, category=post.category)
    answers = {**kept.answers, **said}
    drafting.save(
        post_id=post.pk,
        actor=actor,
        written=replace(kept, answers=answers),
        seen_version=draft.version,
        at=at,
    )


def confirm(*, post: Post, actor: Member, at: datetime) -> None:
    """Say of every answer that it is still so."""
    draft = Draft.objects.get(post=post)
    kept = drafting.written_in(draft=draft, category=post.category)
    now = drafting.content_of(written=kept, account_id=post.account_id)
    drafting.save(
        post_id=post.pk,
        actor=actor,
        written=kept,
        seen_version=draft.version,
        still=dict.fromkeys(kept.answers, now),
        at=at,
    )
