"""The text of the other post of a pair, written on the composer of the first and saved with it."""

from collections.abc import Mapping
from dataclasses import replace

from django.http import HttpRequest

from accounts.signin import at_of, member_of
from posts import drafting, halves
from posts.actions import STEPS, Action
from posts.beside import Written
from posts.drafting import SavedMeanwhile
from posts.forms import drafts
from posts.models import Draft, Post
from posts.views import doors

FIELD = "other_text"
ASKED_AGAIN = "other_asked_again"
STILL = f"{drafts.STILL}other-"
"""That an answer of the other post is still so: the value is the digest of what it was asked about."""
DIGEST = 64


def asks_again(request: HttpRequest) -> bool:
    """Whether the form asks which answers of the other post are still so."""
    return bool(request.POST.get(ASKED_AGAIN))


def still(request: HttpRequest) -> dict[str, str]:
    """Those that are ticked, each with the digest of what it was asked about."""
    sent = request.POST
    return {key.removeprefix(STILL): sent[key][:DIGEST] for key in sent if key.startswith(STILL)}


def keep(request: HttpRequest, *, post: Post, still: Mapping[str, str] = drafting.NONE) -> bool:
    """Save what was typed for the other post over the version that was seen, or over the one that "Keep mine" names.

    Whether nothing is left to be saved. A text that was not sent, or that is no draft any more, is left alone. `still`
    are the ticks that count: those of the press that hands both in.
    """
    other = halves.bound_to(post=post) if still or FIELD in request.POST else None
    if other is None or other.status not in STEPS[Action.SAVE].sources:
        return True
    kept = drafting.written_in(draft=other.draft, category=other.category)
    over = other.draft.version
    if FIELD in request.POST and other.draft.parts == 1:
        kept = replace(kept, text=_typed(request))
        seen = drafts.number(sent=request.POST, key="other_version")
        over = drafts.number(sent=request.POST, key="other_over", otherwise=seen)
    elif not still:
        return True
    return bool(
        doors.perform(
            request,
            post_id=other.pk,
            act=Action.SAVE,
            do=lambda: _saved(request, other, kept, over, still),
        )
    )


def _saved(
    request: HttpRequest, other: Post, written: drafting.Written, over: int, still: Mapping[str, str]
) -> bool:
    member, at = member_of(request), at_of(request)
    try:
        drafting.save(post_id=other.pk, actor=member, written=written, seen_version=over, still=still, at=at)
    except SavedMeanwhile:
        return False
    return True


def shown(request: HttpRequest, *, other: Written) -> Written:
    """The other post with what was typed, where something else was saved meanwhile: nothing typed is lost."""
    if FIELD not in request.POST or not other.writable or other.text == _typed(request):
        return other
    seen = drafts.number(sent=request.POST, key="other_version")
    meanwhile = Draft.objects.select_related("saved_by").get(post=other.post)
    return replace(other, text=_typed(request), version=seen, meanwhile=meanwhile)


def _typed(request: HttpRequest) -> str:
    return drafts.text(sent=request.POST, key=FIELD)
