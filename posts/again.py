"""Answers that are given again: a sensitive question is answered for the words and pictures that go out now."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from accounts.models import Agency
from directives.pack import Pack
from posts import digest as digests
from posts import judging
from posts.models import Draft, DraftPicture, Post
from posts.pictured import Pictured


def content(*, text: str, further: Sequence[str], pictures: Sequence[Pictured | DraftPicture]) -> str:
    """SHA-256, in hexadecimal, over what residents would read and see of a draft."""
    told = {
        "further": [digests.normal(one) for one in further],
        "pictures": [
            [each.picture_id, digests.normal(each.alt_text), each.part, each.language] for each in pictures
        ],
        "text": digests.normal(text),
    }
    return digests.of(digests.canonical(told))


def keys(*, pack: Pack, category: str | None, answers: Mapping[str, str]) -> list[str]:
    """Of these answers, those that the rules want again once what they were given for is another.

    Some are wanted again of every kind of post, some of this kind.
    """
    kind = pack.category(key=category)
    of_kind = kind.again if kind else ()
    return [
        question.key
        for question in pack.questions
        if (question.again or question.key in of_kind) and answers.get(question.key)
    ]


def answered(
    *, draft: Draft, post: Post, pack: Pack, texts: Sequence[str], pictures: Sequence[DraftPicture]
) -> None:
    """Note for which words and pictures the answers of a draft are frozen, where any will be asked again."""
    if not keys(pack=pack, category=post.category, answers=draft.answers):
        return
    draft.answered_for = content(text=texts[0], further=texts[1:], pictures=pictures)
    draft.asked_again = []
    draft.save(update_fields=["answered_for", "asked_again"])


def without(*, answers: Mapping[str, str], keys: Sequence[str]) -> dict[str, str]:
    """The answers that stay."""
    return {key: answer for key, answer in answers.items() if key not in keys}


def take_away(
    *,
    draft: Draft,
    agency: Agency,
    before: Mapping[str, str],
    answers: Mapping[str, str],
    now: str,
    at: datetime,
) -> dict[str, str]:
    """The answers to be saved with a draft whose words and pictures are `now`; the draft notes what is asked again.

    The first save that differs from what was frozen takes away what it does not answer otherwise than `before`, once:
    what is answered after it counts.
    """
    draft.asked_again = [key for key in draft.asked_again if not answers.get(key)]
    if not draft.answered_for or draft.answered_for == now:
        return dict(answers)
    same = {key: answer for key, answer in answers.items() if before.get(key) == answer}
    pack = judging.pack_in_force(agency=agency, at=at)
    draft.answered_for = ""
    draft.asked_again = keys(pack=pack, category=draft.post.category, answers=same)
    return without(answers=answers, keys=draft.asked_again)
