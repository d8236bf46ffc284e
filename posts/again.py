"""Answers that are given again: a sensitive question is answered for what goes out, as it goes out now.

A draft keeps for what its answers were given last, and which of them were given for something else before that. Nothing
is asked while somebody writes: what is to be confirmed is told by the press that hands the post in (decision 0092).
"""

from collections.abc import Callable, Mapping, Sequence

from directives.pack import Pack
from posts import digest as digests
from posts.judging import Judged
from posts.models import Draft, DraftPicture
from posts.pictured import Pictured
from posts.written import Written


def content(*, written: Written, account_id: int, facts: Mapping[int, str]) -> str:
    """SHA-256, in hexadecimal, over what goes out and what was said of it, the answers, the note and the time apart.

    `facts` are the digests of what was said of its pictures, by the id of each.
    """
    told = {
        "account": account_id,
        "category": written.category,
        "further": [digests.normal(one) for one in written.further],
        "language": written.language,
        # In the department's own language nothing is meant besides what it says.
        "meaning": digests.normal(written.meaning) if written.language else "",
        "pictures": [
            [
                each.picture_id,
                digests.normal(each.alt_text),
                each.part,
                each.language,
                facts.get(each.picture_id),
            ]
            for each in sorted(written.pictures, key=lambda each: each.part)
        ],
        "text": digests.normal(written.text),
    }
    return digests.of(digests.canonical(told))


def of_draft(
    *,
    draft: Draft,
    category: str,
    account_id: int,
    further: Sequence[str],
    pictures: Sequence[DraftPicture],
    facts: Mapping[int, str],
) -> str:
    """The `content` of a draft as it was saved last."""
    written = Written(
        category=category,
        text=draft.text,
        further=tuple(further),
        pictures=tuple(
            Pictured(picture_id=row.picture_id, alt_text=row.alt_text, part=row.part, language=row.language)
            for row in pictures
        ),
        language=draft.language,
        meaning=draft.meaning,
    )
    return content(written=written, account_id=account_id, facts=facts)


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


def wanted(*, judged: Judged, category: str, answers: Mapping[str, str]) -> list[str]:
    """Of the questions that are asked of a post now, those that are answered and wanted again with other contents."""
    sound = {one.key for one in judged.decision.questions if one.accepts(answer=answers.get(one.key, ""))}
    return [key for key in keys(pack=judged.pack, category=category, answers=answers) if key in sound]


def stale(*, draft: Draft, wanted: Sequence[str], now: str) -> tuple[str, ...]:
    """Of the wanted answers, those that were given for something else than `now`."""
    if draft.answered_for != now:
        return tuple(wanted)
    return tuple(key for key in wanted if key in draft.asked_again)


def note(
    *,
    draft: Draft,
    before: Mapping[str, str],
    answers: Mapping[str, str],
    still: Mapping[str, str],
    older: bool,
    now: Callable[[], str],
) -> bool:
    """Note on a draft, which the caller saves, for what its `answers` were given; whether anything was noted.

    An answer that is another than `before` is given for what is saved with it. One that is `still` so is, where the
    member said so of exactly that, by its digest. The answers of an `older` page were given for nobody knows what.
    """
    had = draft.answered_for, draft.asked_again
    new = {key for key, answer in answers.items() if before.get(key) != answer}
    left = [key for key in draft.asked_again if key in answers or key not in before]
    if older:
        draft.asked_again = list(dict.fromkeys([*left, *sorted(new)]))
        return bool(had[1] != draft.asked_again)
    moment = now() if new or still else ""
    given = new | {key for key, seen in still.items() if key in answers and seen == moment}
    if given and draft.answered_for != moment:
        left = list(dict.fromkeys([*left, *answers]))
        draft.answered_for = moment
    draft.asked_again = [key for key in left if key not in given]
    return bool(had != (draft.answered_for, draft.asked_again))


def without(*, answers: Mapping[str, str], keys: Sequence[str]) -> dict[str, str]:
    """The answers that stay."""
    return {key: answer for key, answer in answers.items() if key not in keys}
