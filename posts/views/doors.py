"""What every door of the posts room does: load and authorise in one act, and tell a refusal."""

from collections.abc import Callable
from typing import NoReturn, TypeVar

from django.contrib import messages
from django.http import Http404, HttpRequest

from accounts.prepared import ByKey
from accounts.signin import authority_of, member_of
from audit.verbs import is_id
from posts import halves, permissions, standing
from posts.coordination.inquiries import OwnAccount
from posts.coordination.withdrawing import StoryWithdrawn
from posts.corrections import CorrectedAlready, NothingChanged, NotOut
from posts.drafting import AccountNotInUse, SavedMeanwhile
from posts.hiding import CannotHide
from posts.looking import Unusable
from posts.missed import NotAhead
from posts.models import Post
from posts.pairs import OtherHalf
from posts.pictured import Restricted, TooManyPictures
from posts.plans import TooLong
from posts.replied import NotShown
from posts.reposts import CannotRepost
from posts.retrying import NotYet
from posts.reviewing import NotAttested, NotGuided, ReadSomethingElse
from posts.rights import SaidMeanwhile
from posts.standing import Standing
from posts.submission import NotReady, SlotHasPassed
from posts.translating import NotAPair
from posts.uncopying import CannotDelete
from posts.undecided import TimeIsOver
from posts.uploads import CannotBegin
from posts.views import refusals
from posts.workflow import Refused, WrongStatus

T = TypeVar("T")

ANTICIPATED = (
    WrongStatus,
    TimeIsOver,
    TooLong,
    NotAhead,
    NotYet,
    ReadSomethingElse,
    NotAttested,
    NotGuided,
    NotReady,
    SlotHasPassed,
    SavedMeanwhile,
    AccountNotInUse,
    CannotBegin,
    TooManyPictures,
    Restricted,
    SaidMeanwhile,
    Unusable,
    CorrectedAlready,
    NotOut,
    NothingChanged,
    CannotDelete,
    CannotHide,
    NotShown,
    CannotRepost,
    NotAPair,
    OtherHalf,
    OwnAccount,
    StoryWithdrawn,
)
"""What can happen to a careful person; each says what to do."""


_POST = ByKey(
    lambda key: (
        Post.objects.select_related(
            "account__agency", "account__unit", "unit", "revision", "author", "draft__saved_by", "origin"
        )
        .annotate(translated=halves.TRANSLATED)
        .filter(pk=key)
    )
)


def load(request: HttpRequest, post_id: int) -> tuple[Post, Standing]:
    """A post that this member may see, with its standing; Http404 for anybody else, and the trail knows."""
    return seen(request, post_id) or hidden(request, post_id)


def seen(request: HttpRequest, post_id: int) -> tuple[Post, Standing] | None:
    """A post with its standing, or None where there is none that this member may see; nothing is written."""
    post = _POST.first(post_id) if is_id(post_id) else None
    if post is None or post.agency_id != member_of(request).agency_id:
        return None
    stands = standing.of(post)
    return (post, stands) if permissions.may_see(authority=authority_of(request), standing=stands) else None


def hidden(request: HttpRequest, post_id: int) -> NoReturn:
    """Http404 for a post that this member may not see, and the trail knows."""
    refuse(request, post_id=post_id, act="see", reason="not_your_unit")
    raise Http404


def refuse(request: HttpRequest, *, post_id: int, act: str, reason: str) -> None:
    """Write a refusal to the trail, in a transaction of its own after the rollback.

    An id that no post can have leaves no trace: the trail takes only what can be a row.
    """
    if not is_id(post_id):
        return
    refusals.tell(request, subject="post", subject_id=post_id, act=act, reason=reason)


def perform(request: HttpRequest, *, post_id: int, act: str, do: Callable[[], T]) -> T | None:
    """Make one domain call.

    What the member can mend becomes a message and None; a refusal becomes a message, a trail event and None; a post
    that does not exist for them becomes Http404 and a trail event.
    """
    try:
        return do()
    except Post.DoesNotExist:
        refuse(request, post_id=post_id, act=act, reason="not_your_unit")
        raise Http404 from None
    except Refused as refused:
        refusals.ruled(request, subject="post", subject_id=post_id, act=act, ruling=refused.ruling)
        clause = f" ({refused.ruling.clause})" if refused.ruling.clause else ""
        messages.error(request, f"{refused.ruling.reason}{clause}")
    except ANTICIPATED as fault:
        messages.warning(request, str(fault))
    return None
