"""A translation of a draft is begun beside it: from then on the two are a pair (posts.pairs)."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from accounts.models import Member
from outlets.languages import LANGUAGES
from posts import again, drafting, judging, languages, workflow
from posts.actions import Action
from posts.drafting import Written
from posts.halves import name_of, other_of
from posts.models import NEVER_OUT, Draft, Post


class NotAPair(Exception):
    """A translation cannot be begun; the sentence says why."""


@transaction.atomic
def begin(*, post_id: int, language: str, actor: Member, at: datetime) -> Post:
    """Begin the translation of a draft beside it, with its kind, answers, times and pictures.

    What is asked again of other words is asked of these, too.

    Raises NotAPair, and what workflow.begin and drafting.begin_post raise.
    """
    taken = workflow.begin(post_id=post_id, action=Action.SAVE, actor=actor, at=at)
    post, agency = taken.post, taken.post.account.agency
    draft = Draft.objects.get(post=post)
    if post.translates_id is not None or post.repost_of or post.corrects_id is not None:
        raise NotAPair("A translation, a correction or a repost is not translated here.")
    if (other := other_of(post=post)) is not None and other.status not in NEVER_OUT:
        raise NotAPair(f"It is paired already, with a post in {name_of(post=other)}.")
    if language not in LANGUAGES or language == (draft.language or agency.language):
        raise NotAPair("Choose another language than that of this post.")
    kept = drafting.written_in(draft=draft, category=post.category)
    pack = judging.pack_in_force(agency=agency, at=at)
    asked = again.keys(pack=pack, category=post.category, answers=kept.answers)
    own = not languages.other(code=draft.language, agency=agency)
    written: Written = replace(
        kept,
        text="",
        answers=again.without(answers=kept.answers, keys=asked),
        further=(),
        pictures=tuple(one for one in kept.pictures if one.part == 0),
        language=languages.other(code=language, agency=agency),
        meaning="\n\n".join((kept.text, *kept.further)) if own else "",
        note="",
    )
    made = drafting.begin_post(
        account_id=post.account_id, actor=actor, at=at, written=written, copied_from=post, translates=True
    )
    Draft.objects.filter(post=made).update(asked_again=asked)
    return made
