"""The composer's form: saved and judged at every pause in typing, submitted once."""

from collections.abc import Mapping
from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.signin import at_of, member_of
from posts import (
    album,
    firings,
    halves,
    judging,
    link_cards,
    openings,
    pairs,
    submission,
    translating,
    uploads,
    whereabouts,
)
from posts.forms import drafts, threads
from posts.forms.drafts import Typed
from posts.judging import Judged
from posts.models import Post
from posts.pictured import Pictured
from posts.submission import NotReady, SlotHasPassed
from posts.views import doors, drawing, keeping, rights, two_texts, uploading
from posts.views.keeping import Kept

PAGE = "posts/write/composer.html"
ANSWER = "posts/write/answer.html"
PICTURE_BUTTONS = frozenset({"move_earlier", "move_later", "put_back", "give_up", "rights_own"})


@require_POST
def check_draft(request: HttpRequest, post_id: int) -> HttpResponse:
    """Save what was typed and answer what would happen to it; without script, by the whole page."""
    post = keeping.editable(request, post_id)
    if request.POST.get("resolve") == "theirs":
        return redirect("composer", post.pk)
    if "look" in request.POST:
        return _look(request, post_id)
    typed = _typed(request, post)
    if "use_wording" in request.POST and not post.repost_of:
        typed = _with_wording(request, post, typed)
    typed, out = _rearranged(request, typed)
    typed, part = threads.rearranged(sent=request.POST, typed=typed)
    kept = keeping.keep(request, post=post, typed=typed)
    if kept.saved:
        rights.tapped(request, typed=typed)
        kept = replace(kept, saved=two_texts.keep(request, post=post))
    if request.htmx:  # type: ignore[attr-defined]
        return _drawn(request, post, typed, kept, template=ANSWER)
    if (elsewhere := _led_elsewhere(request, post, typed, kept)) is not None:
        return elsewhere
    if out is not None:
        kept = replace(kept, state=replace(kept.state, taken_out=out))
    if not kept.saved or typed.time_fault or out:
        return _drawn(request, post, typed, kept)
    return _led_on(request, post, part) or _drawn(request, post, typed, kept)


def _led_on(request: HttpRequest, post: Post, part: int) -> HttpResponse | None:
    """Where somebody goes on after a save by a button; nowhere, with all that was typed, where that was refused."""
    if "translate" in request.POST or "other" in request.POST:
        return _other_half(request, post)
    if "keep" in request.POST:
        messages.success(request, "Kept as a draft. It goes nowhere until you submit it.")
        return redirect("own_posts")
    return redirect(reverse("composer", args=[post.pk]) + f"#{_place(request.POST, part)}")


def _led_elsewhere(request: HttpRequest, post: Post, typed: Typed, kept: Kept) -> HttpResponse | None:
    """Where somebody without script goes on for another reason than the form's; None for nowhere else."""
    if kept.moved_on:
        return _moved_on(request, post, kept)
    if kept.saved and "rights_of" in request.POST:
        wanted = drafts.number(sent=request.POST, key="rights_of")
        return redirect(reverse("media_rights", args=[wanted]) + f"?post={post.pk}")
    _ask_links(request, typed)
    if kept.saved and uploading.sent_with(request, post=post):
        return redirect(reverse("composer", args=[post.pk]) + "#pictures")
    return None


def _other_half(request: HttpRequest, post: Post) -> HttpResponse | None:
    """The composer of the other post of the pair, which is begun where there is none; None where that was refused."""
    other = halves.bound_to(post=post)
    if other is None and "translate" in request.POST:
        language = request.POST.get("translate_into", "")
        other = doors.perform(
            request,
            post_id=post.pk,
            act="translate",
            do=lambda: translating.begin(
                post_id=post.pk, language=language, actor=member_of(request), at=at_of(request)
            ),
        )
        if other is None:
            return None
    return redirect(reverse("composer", args=[other.pk if other else post.pk]) + "#text")


def _place(sent: Mapping[str, str], part: int) -> str:
    """Where on the page somebody goes on who pressed a button without script."""
    if part:
        return f"text-{part}" if part > 1 else "text"
    return "pictures" if sent.keys() & PICTURE_BUTTONS else "findings"


@require_POST
def submit_post(request: HttpRequest, post_id: int) -> HttpResponse:
    """Save, then send it on its way. What is left to fix is shown, all of it; pressing twice is harmless."""
    post = keeping.editable(request, post_id)
    typed = _typed(request, post)
    judged = _judged(request, post, typed)
    if judged.decision.may_submit:
        asked = {question.key for question in judged.decision.questions}
        answers = {key: answer for key, answer in typed.answers.items() if key in asked}
        typed = replace(typed, answers=answers)
    kept = keeping.keep(request, post=post, typed=typed, still=typed.still)
    if kept.moved_on:
        return _moved_on(request, post, kept)
    if kept.saved and uploading.sent_with(request, post=post):
        return redirect(reverse("composer", args=[post.pk]) + "#pictures")
    done: Post | tuple[str, ...] | None = None
    both = kept.saved and two_texts.keep(request, post=post, still=two_texts.still(request))
    if both and not typed.time_fault:
        done = doors.perform(
            request, post_id=post.pk, act="submit", do=lambda: _submitted(request, post, kept)
        )
    if not isinstance(done, Post):
        state = replace(kept.state, insist=kept.saved)
        typed = replace(typed, asked_again=done or typed.asked_again)
        return _drawn(request, post, typed, replace(kept, state=state))
    _ask_links(request, typed)
    messages.success(request, whereabouts.submitted(post=done))
    _tell_what_is_over(request, done, judged)
    return redirect("post", post.pk)


def _tell_what_is_over(request: HttpRequest, post: Post, judged: Judged) -> None:
    """Of what is on its way, and of the other of its pair: each day that its words name and that is over."""
    other = halves.bound_to(post=post)
    told = judging.over(judged=judged)
    if other is not None:
        theirs = judging.over(judged=submission.judged_of(post=other, at=at_of(request)))
        told += [f"In {halves.name_of(post=other)}: {one}" for one in theirs]
    for sentence in told:
        messages.warning(request, f"{sentence} It is on its way all the same; edit it if that is wrong.")


def _submitted(request: HttpRequest, post: Post, kept: Kept) -> Post | tuple[str, ...]:
    """The post on its way; while something is left to fix, the questions whose answers are to be confirmed."""
    try:
        return pairs.submit(
            post_id=post.pk, actor=member_of(request), seen_version=kept.draft.version, at=at_of(request)
        )
    except NotReady as not_ready:
        firings.stopped(post_id=post.pk, decision=not_ready.judged.decision, at=at_of(request))
        return not_ready.stale
    except pairs.OtherHalf as other:
        if not isinstance(other.__cause__, NotReady):
            raise
        # What the other post of the pair lacks stands on the page, beside what this one does.
        return submission.looked_at(post=keeping.editable(request, post.pk), at=at_of(request)).stale
    except SlotHasPassed:
        pass
    return ()


def _ask_links(request: HttpRequest, typed: Typed) -> None:
    """Have the pages of its links asked what they say; at a pause in typing the page's script asks."""
    member, at = member_of(request), at_of(request)
    for text in (typed.text, *typed.further):
        for linked in link_cards.all_of(text=text, agency_id=member.agency_id, at=at):
            link_cards.ask(linked=linked, member=member, at=at)


def _typed(request: HttpRequest, post: Post) -> Typed:
    read = drafts.read(sent=request.POST, post=post, draft=post.draft, at=at_of(request))
    words = [uploading.with_captions(request, pictured=each) for each in read.pictures]
    typed = replace(read, pictures=tuple(words))
    if request.POST.get("resolve") != "mine":
        return typed
    return replace(typed, version=drafts.number(sent=request.POST, key="their_version"), older=True)


def _rearranged(request: HttpRequest, typed: Typed) -> tuple[Typed, Pictured | None]:
    """The form after a button of its pictures, and the picture that was taken out of it; without script only."""
    sent, out = request.POST, None
    pictures = typed.pictures
    for button, by in (("move_earlier", -1), ("move_later", 1)):
        if button in sent:
            moved = drafts.number(sent=sent, key=button)
            pictures = album.moved(pictures=pictures, picture_id=moved, by=by)
    if "remove_picture" in sent:
        removed = drafts.number(sent=sent, key="remove_picture")
        out = next((each for each in pictures if each.picture_id == removed), None)
        pictures = album.without(pictures=pictures, picture_id=removed)
    if "put_back" in sent:
        back = drafts.number(sent=sent, key="put_back")
        words = drafts.alt_text(sent=sent, picture_id=back)
        pictures = (
            *album.without(pictures=pictures, picture_id=back),
            Pictured(picture_id=back, alt_text=words, language=drafts.language(sent=sent, picture_id=back)),
        )
    if "give_up" in sent:
        uploading.give_up(request, upload_id=sent["give_up"])
    return replace(typed, pictures=pictures), out


def _drawn(request: HttpRequest, post: Post, typed: Typed, kept: Kept, template: str = PAGE) -> HttpResponse:
    """The composer, or its answer, with what was typed over the version that is saved now."""
    if kept.saved:
        typed = typed.at_version(kept.draft.version)
        if typed.account_id != post.account_id:
            post = keeping.editable(request, post.pk)
    answer = template == ANSWER
    made = drawing.composed(
        request, post=post, draft=kept.draft, typed=typed, state=kept.state, whole=not answer
    )
    return render(request, template, {"composer": made, "answer": answer})


def _judged(request: HttpRequest, post: Post, typed: Typed) -> Judged:
    of_form = album.of_form(pictures=typed.pictures, agency_id=post.agency_id)
    return judging.judge_draft(
        account=post.account,
        category=typed.category,
        text=typed.text,
        answers=typed.answers,
        send_at=typed.slot.moment,
        send_until=typed.latest.moment,
        at=at_of(request),
        alt_texts=[each.alt_text for each in typed.pictures],
        picture_words=of_form.words,
        pictures_waiting=uploads.waiting(post_id=post.pk),
        further=typed.further,
        post=post,
        shown_in=[each.part for each in typed.pictures],
        language=typed.language,
        meaning=typed.meaning,
        moving=of_form.moving,
        media=of_form.media,
    )


def _with_wording(request: HttpRequest, post: Post, typed: Typed) -> Typed:
    """The text with one suggested wording taken; a text that changed since is left alone."""
    findings = _judged(request, post, typed).decision.findings
    wanted = request.POST.get("use_wording", "")
    kept = drafts.stored(post=post, draft=post.draft, at=at_of(request))
    same = (typed.text, typed.further) == (kept.text, kept.further)
    offered = {one.wording: one for one in findings if one.suggestion}
    finding = offered.get(wanted) if same else None
    if finding is None or finding.span is None or not finding.suggestion:
        messages.info(request, "The text has changed since it was checked. Nothing was replaced.")
        return typed
    start, end = finding.span
    texts, at = [typed.text, *typed.further], (finding.part or 1) - 1
    if start == end:
        messages.success(request, f"“{finding.suggestion.strip()}” was added.")
    else:
        messages.success(request, f"“{texts[at][start:end]}” is now “{finding.suggestion}”.")
    texts[at] = texts[at][:start] + finding.suggestion + texts[at][end:]
    return replace(typed, text=texts[0], further=tuple(texts[1:]))


def _moved_on(request: HttpRequest, post: Post, kept: Kept) -> HttpResponse:
    messages.info(request, kept.state.closed)
    return redirect("post", post.pk)


def _look(request: HttpRequest, post_id: int) -> HttpResponse:
    """Who else has the post open and whether a newer version was saved; nothing is saved here."""
    post, _ = doors.load(request, post_id)
    others = openings.seen(post_id=post.pk, member=member_of(request), at=at_of(request))
    seen = drafts.number(sent=request.POST, key="version")
    newer = post.draft if post.draft.version != seen else None
    return render(request, "posts/write/look.html", {"open_too": others, "newer": newer, "post": post})
