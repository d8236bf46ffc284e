"""Whom each change tells: a sentence and a link, never the words of a post."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse

from accounts import offices, outbox
from accounts.authority import holders, step_roles
from accounts.models import Authorisation, Member, Message, Role
from accounts.outbox import Letter
from accounts.prepared import ByKey
from posts import readers
from posts.models import Approval, Draft, Post, Remark, RemarkKind, RouteStep, Status, Verdict

REMIND_BEFORE = timedelta(minutes=30)
"""Reviewers are reminded this long before a decision is due."""

_AUTHORS = ByKey(
    lambda post_id: Member.objects.filter(
        Q(pk__in=Post.objects.filter(pk=post_id).values("author_id"))
        | Q(pk__in=Draft.writers.through.objects.filter(draft__post_id=post_id).values("member_id"))
        & (
            Q(unit__in=Post.objects.filter(pk=post_id).values("unit_id"))
            | Q(pk__in=Authorisation.objects.filter(unit__post__pk=post_id).values("member_id"))
        )
    )
)


def tell(post: Post, to: list[Member], kind: str, subject: str, body: str, at: datetime) -> None:
    """Write one message about a post, with a link to its page.

    Whoever is told the same of the post that it translates, in the same act, is told once.
    """
    outbox.write(
        to=_told_once(post, to, kind, at),
        kind=kind,
        subject=subject,
        body=body,
        link=reverse("post", args=[post.pk]),
        at=at,
        about_post_id=post.pk,
    )


def _told_once(post: Post, to: list[Member], kind: str, at: datetime) -> list[Member]:
    if post.translates_id is None:
        return to
    same = Message.objects.filter(about_post_id=post.translates_id, kind=kind, written_at=at)
    told = set(same.values_list("to_id", flat=True))
    return [member for member in to if member.pk not in told]


def _asked(step: RouteStep, post: Post, at: datetime) -> list[Member]:
    """Who is written to about a step: of an office those on call, of a unit everybody who fills it.

    Where the unit asks for somebody who reads the language, it is those who do.
    """
    if step.role in offices.NAMES:
        return offices.told(role=step.role, agency_id=post.agency_id, at=at)
    fill = holders(role=step_roles(step.role), unit_id=step.unit_id, agency_id=post.agency_id, at=at)
    read = readers.who_read(post=post) if step.unit_id is not None else None
    return fill if read is None else [member for member in fill if member.pk in read] or fill


def authors(post: Post) -> list[Member]:
    """Who began the post and everyone who wrote it, but not who is of another unit and reads none of it: one query."""
    return _AUTHORS.all(post.pk)


def _sergeants(post: Post, at: datetime) -> list[Member]:
    return holders(
        role=(Role.SERGEANT, Role.ACTING_SERGEANT), unit_id=post.unit_id, agency_id=post.agency_id, at=at
    )


def reviewers(*, post: Post, at: datetime) -> list[Member]:
    """Whose turn it is with a post, and who approved the version that counts."""
    asked = [person for turn in post.turns.select_related("step") for person in _asked(turn.step, post, at)]
    approved = Approval.objects.filter(revision=post.revision_id, verdict=Verdict.APPROVED)
    return [*asked, *Member.objects.filter(pk__in=approved.values("decided_by"))]


def leads(post: Post, at: datetime) -> list[Member]:
    """The sergeants of its unit, and Communications."""
    return _sergeants(post, at) + holders(
        role=Role.COMMUNICATIONS, unit_id=None, agency_id=post.agency_id, at=at
    )


def review_wanted(*, post: Post, steps: Sequence[RouteStep], at: datetime) -> None:
    """Tell everybody whose turn it is with these steps, and remind them before it is due."""
    letters = [letter for step in steps for letter in _wanted(step, post, at)]
    outbox.write_all(letters=letters, at=at)


def _wanted(step: RouteStep, post: Post, at: datetime) -> Iterator[Letter]:
    unit, to = post.unit.short_name, _told_once(post, _asked(step, post, at), "review_wanted", at)
    yield Letter(
        to=to,
        kind="review_wanted",
        subject=f"A post of the {unit} waits for you",
        body=f"A post of the {unit} waits for your decision.",
        link=reverse("desk", args=[post.pk]),
        about_post_id=post.pk,
    )
    yield from reminder(post=post, step=step, to=to, at=at)


def reminder(*, post: Post, step: RouteStep, to: list[Member], at: datetime) -> Iterator[Letter]:
    """The letter that reminds of a step before it is due; none where that is too soon for one."""
    if post.due_at is None or post.due_at - REMIND_BEFORE <= at:
        return
    unit, minutes = post.unit.short_name, REMIND_BEFORE.seconds // 60
    yield Letter(
        to=to,
        kind=f"review_reminder_{step.role}",
        subject=f"A post of the {unit} is due soon",
        body=f"A post of the {unit} still waits for a decision and is due within {minutes} minutes.",
        link=reverse("desk", args=[post.pk]),
        due_at=post.due_at - REMIND_BEFORE,
        about_post_id=post.pk,
    )


def no_longer_wanted(*, post: Post, role: str = "") -> None:
    """Drop the reminders of a decision that was made or is not asked any more: of one role, or of all."""
    outbox.drop(kind=f"review_reminder_{role}" if role else "review_reminder", about_post_id=post.pk)


def none_wanted(*, posts: Iterable[Post]) -> None:
    """Drop the reminders of several posts that are not asked about any more."""
    outbox.drop_all(kind="review_reminder", about_post_ids=[post.pk for post in posts])


def approved(*, post: Post, at: datetime) -> None:
    """Tell the authors, also that a stop holds what was approved under it."""
    no_longer_wanted(post=post)
    held = post.status == Status.STOPPED
    tell(
        post,
        authors(post),
        "approved",
        "Your post was approved",
        "Your post was approved. A stop is in force, so it waits for its release."
        if held
        else "Your post was approved and goes out at its time.",
        at,
    )


def sent_back(*, post: Post, by: Member, rejected: bool, at: datetime) -> None:
    """Tell the authors; the reason is on the page."""
    no_longer_wanted(post=post)
    word = "rejected" if rejected else "returned"
    tell(
        post,
        authors(post),
        word,
        f"Your post was {word}",
        f"{by.titled_name} {word} your post. The reason is on its page.",
        at,
    )


def guided(*, post: Post, by: Member, at: datetime) -> None:
    """Tell authors and sergeants that guidance came with an approval; it is on the page."""
    tell(
        post,
        authors(post) + _sergeants(post, at),
        "guided",
        f"Guidance for a post of the {post.unit.short_name}",
        f"{by.titled_name} approved it and gave guidance. It is on its page.",
        at,
    )


def stood_in(*, post: Post, office: str, by: Member, at: datetime) -> None:
    """Tell an office that Communications decided in its place, and why is on the page (CPD-TW.V.D.10)."""
    tell(
        post,
        holders(role=office, unit_id=None, agency_id=post.agency_id, at=at),
        "stood_in",
        f"Communications stood in for you on a post of the {post.unit.short_name}",
        f"Nobody of {offices.NAMES[office]} was on call. {by.titled_name} gave the guidance in your place. "
        "The reason is on its page.",
        at,
    )


def overruled(*, post: Post, by: Member, rejected: bool, at: datetime) -> None:
    """Tell authors and sergeants that what was approved does not go out."""
    no_longer_wanted(post=post)
    word = "rejected" if rejected else "returned"
    tell(
        post,
        authors(post) + _sergeants(post, at),
        "overruled",
        f"An approved post of the {post.unit.short_name} was {word}",
        f"{by.titled_name} of Communications {word} it after it was approved. The reason is on its page.",
        at,
    )


def asked(*, post: Post, by: Member, at: datetime) -> None:
    """Tell authors and sergeants of a question; a comment answers it."""
    tell(
        post,
        authors(post) + _sergeants(post, at),
        "asked",
        f"A question about a post of the {post.unit.short_name}",
        f"{by.titled_name} asks about it. Read the question on its page and answer with a comment.",
        at,
    )


def correction_begun(*, post: Post, by: Member, at: datetime) -> None:
    """Tell authors and leads that a post which is out is being corrected; it stays out until then."""
    tell(
        post,
        [member for member in authors(post) + leads(post, at) if member.pk != by.pk],
        "correction_begun",
        f"A post of the {post.unit.short_name} is being corrected",
        f"{by.titled_name} began a correction. The post stays out until the correction is approved. "
        "The reason is on its page.",
        at,
    )


def remarked(*, post: Post, remark: Remark, at: datetime) -> None:
    """Tell the authors of a comment or a proposed wording, and whoever asked the unit about this version."""
    what = "proposed a wording for" if remark.kind == RemarkKind.PROPOSAL else "commented on"
    wondering = Remark.objects.filter(revision_id=remark.revision_id, kind=RemarkKind.QUESTION)
    askers = Member.objects.filter(pk__in=wondering.values("made_by"))
    tell(
        post,
        [member for member in [*authors(post), *askers] if member.pk != remark.made_by_id],
        "remarked",
        "Somebody wrote about your post",
        f"{remark.made_by.titled_name} {what} your post.",
        at,
    )


def stopped(*, post: Post, by: Member, at: datetime) -> None:
    """Tell authors, sergeants and Communications."""
    no_longer_wanted(post=post)
    people = [member for member in authors(post) + leads(post, at) if member.pk != by.pk]
    tell(
        post,
        people,
        "stopped",
        f"A post of the {post.unit.short_name} was stopped",
        f"{by.titled_name} stopped it. It does not go out until it is released.",
        at,
    )


def waits_for_release(*, post: Post, at: datetime) -> None:
    """Tell the leads that a stopped post was sent again and waits for its release."""
    tell(
        post,
        leads(post, at),
        "waits_for_release",
        f"A stopped post of the {post.unit.short_name} was sent again",
        "It waits until it is released. Its page says who stopped it and why.",
        at,
    )


def released(*, post: Post, by: Member, at: datetime) -> None:
    """Tell the authors."""
    tell(
        post,
        authors(post),
        "released",
        "Your post was released",
        f"{by.titled_name} released your post.",
        at,
    )


def takedown_asked(*, post: Post, by: Member, at: datetime) -> None:
    """Tell authors, sergeants and Communications that a live post is coming down."""
    people = [member for member in authors(post) + leads(post, at) if member.pk != by.pk]
    tell(
        post,
        people,
        "takedown_asked",
        f"A post of the {post.unit.short_name} is being taken down",
        f"{by.titled_name} asked for it. The reason is on its page.",
        at,
    )
