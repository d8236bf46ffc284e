"""What tests do with the cast, in the words of the trade."""

from datetime import datetime, timedelta

from accounts import duty, grants
from accounts.models import Member
from governance import cast
from posts import drafting, reviewing, submission
from posts.drafting import Written
from posts.models import Post
from posts.reviewing import Attested

TIP = Written(
    category="safety_tip",
    text="Lock your garage side door tonight. Most of last week's break-ins came through one that was left open.",
    answers={"source": "Beat 1413 report of 19 Nov"},
)
"""A plain post with nothing left to fix."""

ARREST = Written(
    category="arrest",
    text="A man is charged with burglary after garages near Palmer Square were entered. He is presumed innocent.",
    answers={
        "charge_level": "felony",
        "charging_final_on": "2026-11-20",
        "document_reference": "JG-441-207",
        "member_involved": "no",
        "notable": "no",
        "source": "Area Five detectives, case file",
    },
)
"""A sensitive post with nothing left to fix: a sergeant, then Communications."""


def engage_on_duty(*, house: cast.House, at: datetime) -> cast.Cast:
    """An agency since a month ago, with everybody on a tour that began an hour ago."""
    engaged = cast.engage(house=house, at=at - timedelta(days=30))
    for member in engaged.people.values():
        duty.start(member=member, at=at - timedelta(hours=1))
    return engaged


def drafted(
    *, engaged: cast.Cast, by: str = "reyes", unit: str = "014", written: Written = TIP, at: datetime
) -> Post:
    """A draft as its author left it."""
    return drafting.begin_post(
        account_id=engaged.accounts[unit].pk, actor=engaged.people[by], at=at, written=written
    )


def submitted(
    *, engaged: cast.Cast, by: str = "reyes", unit: str = "014", written: Written = TIP, at: datetime
) -> Post:
    """A post in review."""
    post = drafted(engaged=engaged, by=by, unit=unit, written=written, at=at)
    return submission.submit(post_id=post.pk, actor=engaged.people[by], seen_version=1, at=at)


def approve(*, post: Post, by: Member, at: datetime) -> Post:
    """One verdict in favour, attested in the form the post demands."""
    post.refresh_from_db()
    assert post.revision is not None
    attestation = reviewing.read_decision(revision=post.revision, agency_id=post.agency_id)["attestation"]
    boxes = tuple(box["label"] for box in attestation["boxes"])
    attested = Attested(form="boxes" if boxes else "sentence", said=boxes or (attestation["sentence"],))
    return reviewing.approve(
        post_id=post.pk, binding=post.revision.binding, actor=by, attested=attested, at=at
    )


def approved(
    *, engaged: cast.Cast, by: str = "reyes", unit: str = "014", sergeant: str = "whitfield", at: datetime
) -> Post:
    """A plain post that waits to go out."""
    post = submitted(engaged=engaged, by=by, unit=unit, at=at)
    return approve(post=post, by=engaged.people[sergeant], at=at + timedelta(minutes=5))


__all__ = ["ARREST", "TIP", "approve", "approved", "drafted", "duty", "engage_on_duty", "grants", "submitted"]
