"""What pages cost their readers, asked as a browser asks them."""

from collections.abc import Callable, Iterator
from http import HTTPStatus
from statistics import median, quantiles

from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from accounts.models import Member
from bench import sizes
from bench.figures import Figure, Target
from bench.timing import Act, against, several, statements, typical
from governance.cast import Cast
from posts import queues
from posts.models import Post

ROUNDS = 60
MOST_STATEMENTS = 20


class WrongAnswer(Exception):
    """A page did not answer as it should: its time would mean nothing."""


def reader(member: Member) -> Client:
    """A browser in which the member has signed in and shown a second step."""
    client = Client()
    client.force_login(member)
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, member, "mfa")
    request.session.save()
    return client


def asking(client: Client, address: str) -> Act:
    """Ask for a page, and insist on getting it."""
    return lambda: insist(client.get(address).status_code, address)


def insist(status: int, address: str) -> None:
    """The page itself, not a redirect and not a refusal."""
    if status != HTTPStatus.OK:
        raise WrongAnswer(f"{address} answered {status}.")


def queue(*, client: Client, on: str, posts: int) -> Figure:
    """The queue page with fifty cards, over the base page with the same fifty posts a line each."""
    sizes.use(on)
    page, floor = asking(client, reverse("queue")), asking(client, reverse("bench_floor"))
    shown = client.get(reverse("queue")).content.count(b"data-card>")
    if shown != queues.PAGE or Post.objects.count() != posts:
        raise WrongAnswer(f"The queue showed {shown} cards of {Post.objects.count()} posts.")
    pair = against(floor=floor, measured=page, rounds=ROUNDS)
    return Figure(
        name=f"queue page, 50 cards, {posts:,} posts",
        value=pair.measured,
        unit="ms",
        floor=pair.floor,
        ratio=pair.ratio,
        queries=statements(page),
        targets=(Target(of="ratio", at_most=2.5), Target(of="queries", at_most=12)),
    )


def growth(*, client: Client, small: str, large: str) -> Figure:
    """The queue page of the large agency over that of the small one, in turns."""
    page = asking(client, reverse("queue"))

    def on(name: str) -> Act:
        def ask() -> None:
            sizes.use(name)
            page()

        return ask

    pair = against(floor=on(small), measured=on(large), rounds=ROUNDS)
    return Figure(
        name="queue page, large agency over small",
        value=pair.measured,
        unit="ms",
        floor=pair.floor,
        ratio=pair.ratio,
        targets=(Target(of="ratio", at_most=1.2),),
    )


def page(*, name: str, member: Member, address: str) -> Figure:
    """A page by itself."""
    ask = asking(reader(member), address)
    milliseconds = typical(ask, rounds=ROUNDS)
    return Figure(
        name=name,
        value=milliseconds,
        unit="ms",
        queries=statements(ask),
        targets=(Target(of="queries", at_most=MOST_STATEMENTS),),
    )


def composers_answer(*, engaged: Cast, post: Post, words: Callable[[int], str]) -> Iterator[Figure]:
    """What a pause in typing costs: the draft is saved, read by all checks and judged, the findings are drawn."""
    client = reader(engaged.reyes)
    address = reverse("check_draft", args=[post.pk])
    typed = {
        "account": str(post.account_id),
        "category": post.category,
        "when": "approved",
        "answer-source": "Beat 1413 report of 19 Nov",
    }
    version = post.draft.version

    def pause() -> None:
        nonlocal version
        sent = typed | {"version": str(version), "text": words(version)}
        insist(client.post(address, sent, headers={"HX-Request": "true"}).status_code, address)
        version += 1

    times = several(pause, rounds=ROUNDS)
    queries = statements(pause)
    post.draft.refresh_from_db()
    if post.draft.version != version:
        raise WrongAnswer("The composer did not save what was typed.")
    yield Figure(
        name="composer's answer, 280 characters",
        value=median(times),
        unit="ms",
        queries=queries,
        targets=(Target(of="value", at_most=100),),
    )
    yield Figure(
        name="composer's answer, 280 characters, p95",
        value=quantiles(times, n=20)[-1],
        unit="ms",
        targets=(Target(of="value", at_most=250),),
    )
