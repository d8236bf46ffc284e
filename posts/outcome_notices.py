"""Who is told of a post that is out or was to be: that it is gone, refused, unclear, or to be corrected."""

from datetime import datetime

from accounts.authority import holders
from accounts.models import Member, Role
from posts import turns
from posts.models import Post
from posts.notices import authors, leads, tell


def published(*, post: Post, at: datetime) -> None:
    """Tell the authors."""
    tell(
        post,
        authors(post),
        "published",
        "Your post is out",
        "Your post was published and its record is kept.",
        at,
    )


def taken_down(*, post: Post, at: datetime) -> None:
    """Tell the authors."""
    tell(
        post,
        authors(post),
        "taken_down",
        "A post was taken down",
        "It is gone from the network. Its record stays.",
        at,
    )


def refused(*, post: Post, part: int = 0, sentence: str, at: datetime) -> None:
    """Tell authors and leads what the network said. `part` counts those of a thread from 0; those before are out."""
    subject = "The network refused a post"
    happened = f"A post of the {post.unit.short_name} was refused."
    if part:
        subject = "A thread is only partly out"
        happened = (
            f"Part {part + 1} of a thread of the {post.unit.short_name} was refused. "
            "What stands before it is out, and the rest does not go out by itself."
        )
    tell(
        post,
        authors(post) + leads(post, at),
        "refused",
        subject,
        f"{happened} The network says: {sentence}",
        at,
    )


def takedown_refused(*, post: Post, sentence: str, at: datetime) -> None:
    """Tell the leads: a person may have to delete it on the network itself."""
    tell(
        post,
        leads(post, at),
        "takedown_refused",
        "The network would not take a post down",
        f"The network says: {sentence} The portal tries again every ten minutes.",
        at,
    )


def not_replaced(*, post: Post, sentence: str, at: datetime) -> None:
    """Tell authors and leads of a replacement that waits, since the network would not delete what it replaces."""
    tell(
        post,
        authors(post) + leads(post, at),
        "not_replaced",
        "A replacement did not go out",
        f"The network would not delete the post that it replaces. It says: {sentence} "
        "Until that one is gone, the new one is not sent.",
        at,
    )


def reply_refused(*, post: Post, sentence: str, at: datetime) -> None:
    """Tell the leads that the network refused what was asked about a reply."""
    tell(
        post,
        leads(post, at),
        "reply_refused",
        "The network refused to change a reply",
        f"A reply to a post of the {post.unit.short_name} stays as it is. The network says: {sentence}",
        at,
    )


def unknown(*, post: Post, seen: str, at: datetime) -> None:
    """Tell the leads: somebody must look at the account. `seen` says what the portal saw there."""
    tell(
        post,
        leads(post, at),
        "unknown",
        "Nobody knows whether a post went out",
        f"The network gave no clear answer about a post of the {post.unit.short_name}. {seen} "
        "It is not sent again by itself. Look at the account before anything else.",
        at,
    )


def out_after_all(*, post: Post, url: str, at: datetime) -> None:
    """Tell the leads at once: what a person took for lost stands on the network, beside whatever was done since."""
    tell(
        post,
        leads(post, at),
        "out_after_all",
        "A post is out that was taken for lost",
        f"The network answered late: it took a post of the {post.unit.short_name}. It stands at {url}. "
        "Look at the account now and decide whether it stays.",
        at,
    )


def out_twice(*, post: Post, url: str, at: datetime) -> None:
    """Tell the leads at once: the network took two calls in the same words. The copy at `url` is bound to nothing."""
    tell(
        post,
        leads(post, at),
        "out_twice",
        "A post is out twice",
        f"The network took a post of the {post.unit.short_name} twice, although it had given no answer to the first "
        f"call. The second copy stands at {url}. Delete it on the page of what is stuck: taking the post down deletes "
        "the other one alone.",
        at,
    )


def held_back(*, post: Post, sentence: str, at: datetime) -> None:
    """Tell authors and leads why an approved post did not go out."""
    tell(
        post,
        authors(post) + leads(post, at),
        "held_back",
        "An approved post did not go out",
        f"A post of the {post.unit.short_name} did not go out. {sentence}",
        at,
    )


def correction_asked(*, post: Post, by: Member, at: datetime) -> None:
    """Tell its authors and everybody who writes and reviews for the unit."""
    writing = holders(
        role=(Role.USMR, *turns.SERGEANTS), unit_id=post.unit_id, agency_id=post.agency_id, at=at
    )
    tell(
        post,
        [member for member in authors(post) + writing if member.pk != by.pk],
        "correction_asked",
        f"Communications asks to correct a post of the {post.unit.short_name}",
        f"{by.titled_name} judged a post that is out and asks for a correction. Its page says what is wrong. "
        "Begin the correction there: until it is out, the post stands among those to be corrected.",
        at,
    )
