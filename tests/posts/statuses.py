"""A post in each status, brought there by the workflow itself."""

from collections.abc import Callable
from datetime import datetime, timedelta

from governance.cast import Cast
from outlets.exchange import Exchange
from outlets.outcomes import Deleted, DeleteOutcome, Outcome, Published, Rejected, Unknown
from posts import drafting, publishing, reviewing, settling, stopping
from posts.models import Post, Publication, Status
from tests import people


def exchange(at: datetime) -> Exchange:
    """What was said on the wire, in short."""
    return Exchange(
        method="POST",
        path="/2/tweets",
        request_headers={},
        request_body="{}",
        status=201,
        response_headers={},
        response_body="{}",
        started_at=at,
        ended_at=at,
    )


def _settle(post: Post, at: datetime, outcome: Outcome | DeleteOutcome) -> None:
    claim = publishing.claim(publication_id=Publication.objects.get(post=post).pk, now_by=lambda: at)
    assert claim is not None
    settling.settle(attempt_id=claim.attempt_id, outcome=outcome, at=at)


def _published(engaged: Cast, at: datetime) -> Post:
    post = people.approved(engaged=engaged, at=at)
    answer = Published(external_id=f"9{post.pk}", url="http://127.0.0.1/x", at=at, exchange=exchange(at))
    _settle(post, at + timedelta(minutes=6), answer)
    return post


def _refused(engaged: Cast, at: datetime) -> Post:
    post = people.approved(engaged=engaged, at=at)
    answer = Rejected(reason="too_long", text="Too long.", scope="post", exchange=exchange(at))
    _settle(post, at + timedelta(minutes=6), answer)
    return post


def _unknown(engaged: Cast, at: datetime) -> Post:
    """In words of its own: while it is unknown, others in the same words wait."""
    text = f"{people.TIP.text} Number {Post.objects.count()}."
    written = drafting.Written(**{**people.TIP.__dict__, "text": text})
    post = people.submitted(engaged=engaged, written=written, at=at)
    people.approve(post=post, by=engaged.whitfield, at=at + timedelta(minutes=5))
    _settle(post, at + timedelta(minutes=6), Unknown(reason="timeout"))
    return post


def _partly_out(engaged: Cast, at: datetime) -> Post:
    """Of two parts the network took the first and refused the second."""
    written = drafting.Written(**{**people.TIP.__dict__, "further": ("Take the keys with you.",)})
    post = people.submitted(engaged=engaged, written=written, at=at)
    people.approve(post=post, by=engaged.whitfield, at=at + timedelta(minutes=5))
    when, wire = at + timedelta(minutes=6), exchange(at)
    answers = (
        Published(external_id=f"9{post.pk}", url="http://127.0.0.1/x", at=at, exchange=wire),
        Rejected(reason="too_long", text="Too long.", scope="post", exchange=wire),
    )
    for publication, answer in zip(
        Publication.objects.filter(post=post).order_by("part"), answers, strict=True
    ):
        claim = publishing.claim(publication_id=publication.pk, now_by=lambda: when)
        assert claim is not None
        settling.settle(attempt_id=claim.attempt_id, outcome=answer, at=when)
    return post


def _sending(engaged: Cast, at: datetime) -> Post:
    post = people.approved(engaged=engaged, at=at)
    publication = Publication.objects.get(post=post)
    assert publishing.claim(publication_id=publication.pk, now_by=lambda: at + timedelta(minutes=6))
    return post


def _missed(engaged: Cast, at: datetime) -> Post:
    written = drafting.Written(**{**people.TIP.__dict__, "send_at": at + timedelta(hours=1)})
    post = people.submitted(engaged=engaged, written=written, at=at)
    people.approve(post=post, by=engaged.whitfield, at=at)
    publication = Publication.objects.get(post=post)
    assert publishing.claim(publication_id=publication.pk, now_by=lambda: at + timedelta(hours=9)) is None
    return post


def _returned(engaged: Cast, at: datetime) -> Post:
    post = people.submitted(engaged=engaged, at=at)
    assert post.revision is not None
    binding = post.revision.binding
    return reviewing.return_(
        post_id=post.pk, binding=binding, actor=engaged.brody, reason="Which street?", at=at
    )


def _rejected(engaged: Cast, at: datetime) -> Post:
    post = people.submitted(engaged=engaged, at=at)
    assert post.revision is not None
    binding = post.revision.binding
    return reviewing.reject(post_id=post.pk, binding=binding, actor=engaged.brody, reason="Not ours.", at=at)


def _withdrawn(engaged: Cast, at: datetime) -> Post:
    post = people.submitted(engaged=engaged, at=at)
    return drafting.withdraw(post_id=post.pk, actor=engaged.reyes, at=at)


def _stopped(engaged: Cast, at: datetime) -> Post:
    post = people.submitted(engaged=engaged, at=at)
    return stopping.stop(post_id=post.pk, actor=engaged.brody, reason="Wait.", at=at)


def _taking_down(engaged: Cast, at: datetime) -> Post:
    post = _published(engaged, at)
    when = at + timedelta(minutes=7)
    return stopping.take_down(post_id=post.pk, actor=engaged.brody, reason="Wrong street.", at=when)


def _taken_down(engaged: Cast, at: datetime) -> Post:
    post = _taking_down(engaged, at)
    _settle(post, at + timedelta(minutes=8), Deleted(exchange=exchange(at)))
    return post


WAYS: dict[Status, Callable[[Cast, datetime], Post]] = {
    Status.DRAFT: lambda engaged, at: people.drafted(engaged=engaged, at=at),
    Status.IN_REVIEW: lambda engaged, at: people.submitted(engaged=engaged, at=at),
    Status.RETURNED: _returned,
    Status.REJECTED: _rejected,
    Status.WITHDRAWN: _withdrawn,
    Status.APPROVED: lambda engaged, at: people.approved(engaged=engaged, at=at),
    Status.STOPPED: _stopped,
    Status.SENDING: _sending,
    Status.PARTLY_OUT: _partly_out,
    Status.PUBLISHED: _published,
    Status.REFUSED: _refused,
    Status.UNKNOWN: _unknown,
    Status.MISSED: _missed,
    Status.TAKING_DOWN: _taking_down,
    Status.TAKEN_DOWN: _taken_down,
}


def in_status(status: Status, *, engaged: Cast, at: datetime) -> Post:
    """A post of Dana Reyes in a status; Sgt. Brody and Sgt. Whitfield are its reviewers."""
    post = WAYS[status](engaged, at)
    post.refresh_from_db()
    assert post.status == status
    return post
