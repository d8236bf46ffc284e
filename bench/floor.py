"""The floor of the queue: the least that a page with the same fifty posts can cost."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.signin import authority_of
from posts import queues


def floor(request: HttpRequest) -> HttpResponse:
    """The base page with the same fifty posts, a line each."""
    waiting = queues.waiting_for(authority=authority_of(request)).order_by("due_at", "post_id")
    rows = waiting.select_related("post__unit", "post__author", "post__draft")[: queues.PAGE]
    return render(request, "floor.html", {"rows": rows})
