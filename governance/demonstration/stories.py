"""How each kind of post came where it is: generators that give the moment of their next act, then do it.

`play` does the acts of all stories in the order of their moments, so that trail, ids and clocks only move forward.
"""

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from accounts.models import Member
from governance.demonstration.piece import Ending, Piece
from governance.demonstration.stage import Stage, in_review
from posts import drafting, stopping
from posts.models import Post, RemarkKind

Story = Iterator[datetime]

LOST_ANSWER = {"name": "accept_then_reset"}
LOST_ON_THE_WAY = {"name": "reset_before"}
REFUSAL = {
    "name": "reject_before",
    "status": 403,
    "body": {
        "title": "Forbidden",
        "detail": "You are not permitted to perform this action.",
        "type": "about:blank",
        "status": 403,
    },
}

LOST_SIGN_IN = {
    "name": "reject_before",
    "status": 401,
    "body": {
        "title": "Unauthorized",
        "detail": "The account's sign-in is no longer valid.",
        "type": "about:blank",
        "status": 401,
    },
}


def play(stories: Iterable[Story], *, each: Callable[[datetime], None]) -> int:
    """Every act at its moment, earliest first; `each` is called before each act. Returns how many there were."""
    waiting: list[tuple[datetime, int, Story]] = []
    for number, story in enumerate(stories):
        _wait(waiting, number, story)
    acts = 0
    while waiting:
        moment, number, story = heapq.heappop(waiting)
        each(moment)
        _wait(waiting, number, story)
        acts += 1
    return acts


def _wait(waiting: list[tuple[datetime, int, Story]], number: int, story: Story) -> None:
    moment = next(story, None)
    if moment is not None:
        heapq.heappush(waiting, (moment, number, story))


def story_of(piece: Piece, *, stage: Stage, number: int) -> Story:
    """From the first letter to the ending of the piece. `number` spreads the pauses, so that no two look alike."""
    at = piece.when.moment(now=stage.now, zone=stage.cast.agency.tzinfo)
    yield at
    post = stage.begin(piece, text=piece.first_text or piece.text, at=at)
    if piece.picture:
        at += timedelta(minutes=1, seconds=number * 7 % 60)
        yield at
        stage.illustrate(post, piece, at=at)
    if piece.ending == Ending.DRAFT:
        return
    at += timedelta(minutes=3 + number % 3, seconds=number * 17 % 60)
    yield at
    stage.submit(post, piece, at=at)
    pause = timedelta(minutes=6 + number * 7 % 16, seconds=number * 29 % 60)
    yield from _ENDINGS[piece.ending](post, piece, stage, at + pause)


def _waits(post: Post, piece: Piece, stage: Stage, at: datetime) -> Story:
    """Nothing more has happened."""
    yield from ()


def _waits_again(post: Post, piece: Piece, stage: Stage, at: datetime) -> Story:
    yield at
    stage.send_back(post, piece, at=at)
    at += timedelta(minutes=6)
    yield from _again(post, piece, stage, at)
    at += timedelta(minutes=10)
    yield at
    stage.remark(post, piece, RemarkKind.COMMENT, piece.comment, at=at)
    at += timedelta(minutes=2)
    yield at
    stage.remark(post, piece, RemarkKind.PROPOSAL, piece.proposal, at=at)


def _again(post: Post, piece: Piece, stage: Stage, at: datetime) -> Story:
    """Written anew and submitted."""
    yield at
    stage.rewrite(post, piece, at=at)
    at += timedelta(minutes=1)
    yield at
    stage.submit(post, piece, at=at)


def _corrected(post: Post, piece: Piece, stage: Stage, at: datetime) -> Story:
    yield at
    stage.send_back(post, piece, at=at)
    at += timedelta(minutes=24)
    yield from _again(post, piece, stage, at)
    yield from published(post, piece, stage, at + timedelta(minutes=13))


def _one_step(post: Post, piece: Piece, stage: Stage, at: datetime) -> Story:
    yield at
    stage.approve(post, piece, at=at)


def _approved(post: Post, piece: Piece, stage: Stage, at: datetime) -> Story:
    """Every step of its route, if it has one."""
    if piece.comment and in_review(post):
        yield at
        stage.remark(post, piece, RemarkKind.COMMENT, piece.comment, at=at)
        at += timedelta(minutes=2)
    while in_review(post):
        yield at
        stage.approve(post, piece, at=at)
        at += timedelta(minutes=11)


def published(post: Post, piece: Piece, stage: Stage, at: datetime) -> Story:
    """From a post in review to the network's answer."""
    yield from _approved(post, piece, stage, at)
    if post.due_at is None:
        raise RuntimeError(f"Post {post.pk} has no time to go out.")
    moment = max(post.due_at, post.changed_at) + timedelta(seconds=1)
    yield moment
    stage.call_network(post, at=moment)


def _after_trouble(effect: Mapping[str, object]) -> Callable[[Post, Piece, Stage, datetime], Story]:
    def story(post: Post, piece: Piece, stage: Stage, at: datetime) -> Story:
        yield from _approved(post, piece, stage, at)
        moment = (post.due_at or at) + timedelta(seconds=1)
        yield moment
        stage.ground.plan_trouble(account=stage.cast.accounts[piece.unit], effect=effect)
        stage.call_network(post, at=moment)

    return story


def _taken_down(post: Post, piece: Piece, stage: Stage, at: datetime) -> Story:
    yield from published(post, piece, stage, at)
    at += timedelta(hours=3)
    yield at
    stopping.take_down(post_id=post.pk, actor=stage.member("natarajan", at=at), reason=piece.said, at=at)
    at += timedelta(seconds=2)
    yield at
    stage.call_network(post, at=at)


def _stopped(post: Post, piece: Piece, stage: Stage, at: datetime) -> Story:
    yield from _approved(post, piece, stage, at)
    at += timedelta(minutes=25)
    yield at
    _stop(post, piece, stage, at)


def _missed(post: Post, piece: Piece, stage: Stage, at: datetime) -> Story:
    """Stopped before its time, and released so late that no worker came to it before its margin was over."""
    yield from _approved(post, piece, stage, at)
    if post.due_at is None:
        raise RuntimeError(f"Post {post.pk} has no time to miss.")
    at = post.due_at - timedelta(minutes=15)
    yield at
    _stop(post, piece, stage, at)
    at += timedelta(minutes=35)
    yield at
    stopping.release(post_id=post.pk, actor=_lead(piece, stage, at), at=at)
    at += timedelta(minutes=stage.late_minutes(post), seconds=2)
    yield at
    stage.call_network(post, at=at)


def _missed_then_sent(post: Post, piece: Piece, stage: Stage, at: datetime) -> Story:
    yield from _missed(post, piece, stage, at)
    at = post.changed_at + timedelta(minutes=48)
    yield at
    stage.take_back(post, piece, at=at)
    yield from _again(post, piece, stage, at + timedelta(minutes=2))
    yield from published(post, piece, stage, at + timedelta(minutes=21))


def _stop(post: Post, piece: Piece, stage: Stage, at: datetime) -> None:
    stopping.stop(post_id=post.pk, actor=_lead(piece, stage, at), reason=piece.said, at=at)
    post.refresh_from_db()


def _lead(piece: Piece, stage: Stage, at: datetime) -> Member:
    return stage.member(stage.sergeants(piece.unit)[0], at=at)


def _unknown(effect: Mapping[str, object]) -> Callable[[Post, Piece, Stage, datetime], Story]:
    """The portal looks until it finds the post, or leaves it to people."""

    def story(post: Post, piece: Piece, stage: Stage, at: datetime) -> Story:
        yield from _after_trouble(effect)(post, piece, stage, at)
        while (moment := stage.looks_at(post)) is not None:
            yield moment
            stage.look_for(post, at=moment)

    return story


def _returned(post: Post, piece: Piece, stage: Stage, at: datetime) -> Story:
    yield at
    stage.send_back(post, piece, at=at)


def _rejected(post: Post, piece: Piece, stage: Stage, at: datetime) -> Story:
    yield at
    stage.send_back(post, piece, rejected=True, at=at)


def _withdrawn(post: Post, piece: Piece, stage: Stage, at: datetime) -> Story:
    yield at
    drafting.withdraw(post_id=post.pk, actor=stage.member(piece.by, at=at), at=at)


_ENDINGS: dict[Ending, Callable[[Post, Piece, Stage, datetime], Story]] = {
    Ending.WAITS: _waits,
    Ending.WAITS_AGAIN: _waits_again,
    Ending.WAITS_FOR_COMMUNICATIONS: _one_step,
    Ending.CORRECTED: _corrected,
    Ending.RETURNED: _returned,
    Ending.REJECTED: _rejected,
    Ending.WITHDRAWN: _withdrawn,
    Ending.APPROVED: _approved,
    Ending.STOPPED: _stopped,
    Ending.MISSED: _missed,
    Ending.MISSED_THEN_SENT: _missed_then_sent,
    Ending.PUBLISHED: published,
    Ending.REFUSED: _after_trouble(REFUSAL),
    Ending.SIGN_IN_LOST: _after_trouble(LOST_SIGN_IN),
    Ending.UNKNOWN: _unknown(LOST_ON_THE_WAY),
    Ending.UNKNOWN_THEN_FOUND: _unknown(LOST_ANSWER),
    Ending.TAKEN_DOWN: _taken_down,
}
