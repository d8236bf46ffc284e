"""What tests do with the cast, in the words of the trade."""

import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from accounts import duty, grants, offices
from accounts.models import Condition, ConditionRule, Member
from accounts.presence import Presence
from governance import cast
from posts import attesting, drafting, reviewing, standing, submission
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
        "open_case": "no",
        "known_protected": "no",
        "member_involved": "no",
        "notable": "no",
        "source": "Area Five detectives, case file",
    },
)
"""A sensitive post with nothing left to fix: a sergeant, then Communications."""


MUSEUM = Written(
    category="safety_tip",
    text="The taser museum on Division opens at nine.",
    answers={
        "source": "Its own page",
        "use_of_force": "no",
        "use_of_force_reason": "It is a museum with a stun device from 1974 on show.",
    },
)
"""A plain post whose words tell of force: that is set aside with a reason, and Communications agrees."""

EVIDENCE = Written(
    category="evidence",
    text="Forty bicycles found on Cortland wait for their owners. Bring the serial number of yours.",
    answers={
        "evidence_shown": "Forty bicycles, inventory 15402118",
        "evidence_safe": "Serial numbers covered",
        "open_case": "no",
        "known_protected": "no",
        "notable": "no",
        "source": "Evidence and Recovered Property Section",
    },
)
"""A sensitive post: a sergeant, then Communications and Community Policing side by side."""

GUIDANCE = "Post it as it stands."


def a_word() -> str:
    """Eight letters nobody wrote before, to know a text by: figures could read like the number of an account."""
    return "".join(secrets.choice("bdfgklmprt") for _ in range(8))


def with_answers(written: Written, **answers: str) -> Written:
    """The same post with other answers."""
    return replace(written, answers={**written.answers, **answers})


def _frozen(post: Post) -> dict[str, Any]:
    """The decision about the version that waits."""
    post.refresh_from_db()
    assert post.revision is not None
    return reviewing.read_decision(revision=post.revision, agency_id=post.agency_id)


def attested(*, post: Post) -> Attested:
    """Everything that is said by giving any step of the post."""
    return _attested(_frozen(post))


def _attested(decision: dict[str, Any]) -> Attested:
    steps = [step["key"] for step in decision["route"]]
    boxes = [box["label"] for key in steps for box in attesting.boxes_of(decision=decision, step_key=key)]
    sentence = [] if decision["attestation"]["boxes"] else [decision["attestation"]["sentence"]]
    said = tuple(dict.fromkeys([*sentence, *boxes]))
    return Attested(form="boxes" if boxes else "sentence", said=said)


def guidance(*, post: Post) -> str:
    """What a step whose turn it is must say in words; empty where the rules ask for none."""
    return _guidance(post, _frozen(post))


def _guidance(post: Post, decision: dict[str, Any]) -> str:
    keys = [step["key"] for step in decision["route"]]
    wanted = [key for key in keys if attesting.guidance_asked(decision=decision, step_key=key)]
    waits = {step.key for step in standing.of(post).waiting} if wanted else set()
    return GUIDANCE if waits.intersection(wanted) else ""


def stand_in(
    *,
    post: Post,
    by: Member,
    reason: str = "It is Saturday night.",
    guidance: str = GUIDANCE,
    at: datetime,
) -> Post:
    """The step of Community Policing, given by Communications in its place."""
    post.refresh_from_db()
    assert post.revision is not None
    return reviewing.stand_in(
        post_id=post.pk,
        binding=post.revision.binding,
        actor=by,
        attested=attested(post=post),
        reason=reason,
        guidance=guidance,
        at=at,
    )


def enforce(
    *,
    engaged: cast.Cast,
    condition: Condition,
    unit: str | None = None,
    force: str = "enforced",
    at: datetime,
) -> None:
    """A rule of the agency, or of one of its units, from a moment on."""
    ConditionRule.objects.create(
        agency=engaged.agency,
        unit=engaged.units[unit] if unit else None,
        condition=condition,
        force=force,
        starts_at=at,
        set_at=at,
    )


def came_by(member: Member, *, in_network: bool = True, key_id: int | None = None) -> Member:
    """The member as a request from a network of the department, or with a security key, brings them."""
    member.presence = Presence(in_network=in_network, key_id=key_id)
    return member


def on_call(*, engaged: cast.Cast, office: str, who: str, at: datetime) -> None:
    """Put somebody on the duty list of an office for eight hours."""
    offices.put_on(
        unit=engaged.units[office],
        member=engaged.people[who],
        starts_at=at,
        ends_at=at + timedelta(hours=8),
        listed_by=engaged.people[who],
        at=at,
    )


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
    """One verdict in favour, attested in the form the post demands, with guidance where the rules ask for it."""
    decision = _frozen(post)
    assert post.revision is not None
    return reviewing.approve(
        post_id=post.pk,
        binding=post.revision.binding,
        actor=by,
        attested=_attested(decision),
        guidance=_guidance(post, decision),
        at=at,
    )


def approved(
    *, engaged: cast.Cast, by: str = "reyes", unit: str = "014", sergeant: str = "whitfield", at: datetime
) -> Post:
    """A plain post that waits to go out."""
    post = submitted(engaged=engaged, by=by, unit=unit, at=at)
    return approve(post=post, by=engaged.people[sergeant], at=at + timedelta(minutes=5))


__all__ = [
    "ARREST",
    "EVIDENCE",
    "GUIDANCE",
    "MUSEUM",
    "TIP",
    "approve",
    "approved",
    "attested",
    "came_by",
    "drafted",
    "duty",
    "enforce",
    "engage_on_duty",
    "grants",
    "guidance",
    "on_call",
    "stand_in",
    "submitted",
    "with_answers",
]
