"""What members in training write to accounts for practice, for the coordinator who guides them (CPD-TW.V.C.1)."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.signin import authority_of
from accounts.views.training import keeper
from posts import labels, practising, queues
from posts.models import Post


@require_safe
def practice(request: HttpRequest) -> HttpResponse:
    """The posts on accounts for practice of the whole agency, last changed first."""
    keeper(request, act="see_practice")
    posts = Post.objects.filter(agency_id=authority_of(request).agency_id, account__practice=True)
    page = queues.newest(posts, after=request.GET.get("after"))
    texts = queues.texts_of(page.rows)
    context = {
        "accounts": practising.accounts(agency_id=authority_of(request).agency_id),
        "rows": [(post, labels.first_line(texts[post.pk])) for post in page.rows],
        "older": f"?{urlencode({'after': page.next_after})}" if page.next_after else "",
        "newest": reverse("practice") if request.GET.get("after") else "",
    }
    return render(request, "posts/practice.html", context)
