"""How the composer is drawn: the form, and beside it what will happen to the post."""

from datetime import datetime

from accounts.models import Member, OutletAccount
from directives.decision import Decision
from directives.language_rules import LanguageSaid, MeaningGiven
from directives.network import MOST_PICTURES, PICTURES
from directives.pack import Pack
from directives.rules import ListedCategory
from posts import again, alike, by_days, deciding, judging, permitting, plans
from posts.album import Album
from posts.composer import Composer, State
from posts.counted import Count, FurtherPart
from posts.forms.drafts import Typed
from posts.judgement import asked_of, groups_of, older_of
from posts.judging import Judged
from posts.marking import coloured, folded, marked
from posts.models import Draft, Post


def compose(
    *,
    post: Post,
    draft: Draft,
    typed: Typed,
    accounts: list[OutletAccount],
    open_too: list[Member],
    album: Album,
    at: datetime,
    state: State | None = None,
) -> Composer:
    """The composer of a draft as it was typed; the account of `post` is the one chosen."""
    judged = judging.judge_draft(
        account=post.account,
        category=typed.category,
        text=typed.text,
        answers=typed.answers,
        send_at=typed.slot.moment,
        send_until=typed.latest.moment,
        at=at,
        alt_texts=[each.alt_text for each in typed.pictures],
        picture_words=album.words,
        pictures_waiting=album.waiting,
        further=typed.further,
        post=post,
        shown_in=[each.part for each in typed.pictures],
        moving=album.moving,
        language=typed.language,
        meaning=typed.meaning,
        media=album.media,
    )
    decision, weighed = judged.decision, judged.weighed
    first, behind = (coloured(typed.text), ()) if post.repost_of else folded(typed.text)
    zone = post.account.agency.tzinfo
    offered = permitting.offered(
        pack=judged.pack,
        questions=decision.questions,
        account=post.account,
        by_office=post.by_office,
        at=at,
    )
    now, stale = _stale(post, draft, typed, album, judged) if any(typed.asked_again) else ("", ())
    older = older_of(decision=decision, answers=typed.answers, still=typed.still, stale=stale, now=now)
    return Composer(
        post=post,
        typed=typed,
        accounts=tuple(accounts),
        account=post.account,
        pack=judged.pack,
        categories=judged.pack.categories_for(
            unit_kind=post.account.unit.kind,
            author_role=judging.author_role(account=post.account, post=post),
            account=post.account.handle,
            alert=judged.facts.reposts_alert,
            statement=judged.facts.reposts_statement,
        ),
        category=judged.pack.category(key=typed.category),
        decision=decision,
        weighed=weighed,
        parts=tuple(
            _part(number, text, Count(weighed=count))
            for number, (text, count) in enumerate(zip(typed.further, judged.further, strict=True), start=2)
        ),
        groups=groups_of(decision=decision),
        asked=tuple(
            asked_of(
                question=question,
                typed=typed,
                pack=judged.pack,
                decision=decision,
                again=draft.asked_again,
                offered=offered.get(question.key, ()),
            )
            for question in decision.questions
        ),
        stages=deciding.stages(post=post, draft=draft, decision=decision, at=at),
        to_tell=deciding.to_tell(decision=decision),
        skipped=decision.skipped_steps,
        next=deciding.after_submitting(post=post, decision=decision, send_at=typed.first_limit, at=at),
        preview=first,
        behind=behind,
        marks=marked(typed.text, decision.findings),
        album=album,
        most_pictures=MOST_PICTURES * (1 + len(typed.further)),
        zone=post.account.agency.zone,
        today=at,
        saved_at=draft.saved_at,
        saved_clock=f"{draft.saved_at.astimezone(zone):%H:%M:%S %Z}",
        open_too=tuple(open_too),
        first_to_fix=_first_to_fix(decision, judged.pack, typed) or ("older" if older else ""),
        to_fix=len(alike.to_fix(decision)) + bool(typed.time_fault),
        older=older,
        content=now,
        state=state or State(),
        ahead=by_days.of_draft(judged=judged),
        plan=plans.sentence(account=post.account),
    )


def _stale(
    post: Post, draft: Draft, typed: Typed, album: Album, judged: Judged
) -> tuple[str, tuple[str, ...]]:
    """The digest of what is typed, and of the questions asked again those whose answers are of something else."""
    facts = {shot.picture.pk: shot.said.row.facts_digest for shot in album.shots if shot.said}
    now = again.content(written=typed.written(over=draft), account_id=post.account_id, facts=facts)
    wanted = again.wanted(judged=judged, category=typed.category, answers=typed.answers)
    return now, again.stale(draft=draft, wanted=[key for key in wanted if key in typed.asked_again], now=now)


def _part(number: int, text: str, count: Count) -> FurtherPart:
    first, behind = folded(text)
    return FurtherPart(number=number, text=text, count=count, pieces=first, folded=behind)


def _first_to_fix(decision: Decision, pack: Pack, typed: Typed) -> str:
    for finding in decision.at(level="must_fix"):
        if isinstance(pack.rule(id=finding.rule), ListedCategory):
            return "kind"
        if isinstance(pack.rule(id=finding.rule), MeaningGiven):
            return "meaning"
        if isinstance(pack.rule(id=finding.rule), LanguageSaid):
            return "spoken"
        if finding.picture is not None or finding.rule == PICTURES:
            return f"picture-{finding.picture}" if finding.picture else "pictures"
        if finding.part is not None and finding.part > 1:
            return f"text-{finding.part}"
        return f"question-{finding.question}" if finding.question else "text"
    return typed.time_to_fix
