"""What a link of a post answers, for whoever sees the post: its card with the picture on it, or whether it does."""

import io

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.signin import at_of, member_of
from audit import serving
from posts import link_cards, parts
from posts.actions import STEPS, Action
from posts.forms import drafts
from posts.link_cards import Linked
from posts.models import LinkCard
from posts.views import doors

MOST_LOOKS = 8
"""So often a page looks whether a worker has the card by now; about half a minute."""


@require_safe
def link_card(request: HttpRequest, post_id: int, key: str) -> HttpResponse:
    """The card as it is known now, or only `?answer=1` whether the page answers; asks where that is not known, or old.

    Says nothing of a link that does not stand in the post (any more): whoever types is ahead of their page.
    """
    linked = _linked(request, post_id, key)
    if linked is None:
        return HttpResponse(status=204)
    looked = min(drafts.number(sent=request.GET, key="looked"), MOST_LOOKS)
    link_cards.ask(linked=linked, member=member_of(request), at=at_of(request))
    context = {"linked": linked, "post_id": post_id, "looked": looked + 1, "over": looked >= MOST_LOOKS}
    name = "answer" if "answer" in request.GET else "card"
    return render(request, f"posts/link_card/{name}.html", context)


@require_safe
def link_picture(request: HttpRequest, post_id: int, key: str) -> HttpResponseBase:
    """The picture on the card, from the portal's own copy: no browser asks the page."""
    linked = _linked(request, post_id, key)
    if linked is None or linked.card is None or not linked.card.picture_type:
        raise Http404
    card = LinkCard.objects.get(pk=linked.card.pk)
    return serving.picture(
        request,
        digest=f"{key}-{card.fetched_at:%s}" if card.fetched_at else key,
        media_type=card.picture_type,
        name=f"link-of-post-{post_id}",
        content=lambda: io.BytesIO(bytes(card.picture)),
    )


def _linked(request: HttpRequest, post_id: int, key: str) -> Linked | None:
    """The link, if it stands in this post; Http404 for whom the post does not exist."""
    post, _ = doors.load(request, post_id)
    texts: list[str] = []
    if post.revision is not None:
        texts += parts.texts_of(revision=post.revision, agency_id=post.agency_id)
    if post.revision is None or post.status in STEPS[Action.SAVE].sources:
        texts += [post.draft.text, *parts.further_in(draft=post.draft)]
    return link_cards.of(texts=texts, key=key, agency_id=post.agency_id, at=at_of(request))
