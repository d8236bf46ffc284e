"""What a reader of the floor may do with one post: the menu of its card, and the page of one act."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.paths import local_path
from accounts.signin import authority_of
from posts import labels, queues, workflow
from posts.actions import STEPS, Action
from posts.views import asked, doors
from records import keeping
from watch.views.readers import READERS

WORDED = (
    Action.ASK,
    Action.CORRECT,
    Action.OVERRULE,
    Action.JUDGE,
    Action.STOP,
    Action.TAKE_DOWN,
)
"""What the floor judges finally, how it asks a unit and corrects a post: each with a reason in words."""


@never_cache
@require_safe
def floor_acts(request: HttpRequest, post_id: int) -> HttpResponse:
    """The acts that are open to the reader now, each with its ruling; as a menu for the card that asked."""
    # Loaded first: that a stranger asked for a post is noted, whoever they are.
    post, standing = doors.load(request, post_id)
    if not authority_of(request).holds(*READERS):
        raise Http404
    acts = workflow.open_actions(authority=authority_of(request), standing=standing)
    text = queues.texts_of([post])[post.pk]
    back = local_path(request.GET.get("next", ""), otherwise=reverse("floor"))
    context = {
        "post": post,
        "kind": labels.of([post.revision]).category(post.revision) if post.revision else "",
        "text": text,
        "back": back,
        "reviews": Action.APPROVE in acts and acts[Action.APPROVE].allowed,
        "releases": Action.RELEASE in acts and acts[Action.RELEASE].allowed,
        "sheets": asked.sheets(post=post, acts=acts, wanted=WORDED, wrong={}),
        "closed": [
            (STEPS[action].label, ruling)
            for action, ruling in acts.items()
            if action in (*WORDED, Action.RELEASE) and not ruling.allowed
        ],
        "record": keeping.record_of(agency_id=post.agency_id, post_id=post.pk),
        "wanted": request.GET.get("act", ""),
    }
    menu = request.htmx and not context["wanted"]  # type: ignore[attr-defined]
    return render(request, "watch/menu.html" if menu else "watch/acts.html", context)
