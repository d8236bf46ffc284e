"""Saving what was typed, from whichever button or pause in typing, and what stood in the way."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.http import Http404, HttpRequest

from accounts.models import OutletAccount
from accounts.signin import at_of, authority_of, member_of
from audit.verbs import is_id
from posts import conflicts, drafting, halves, judging, uploads
from posts.composer import State
from posts.drafting import SavedMeanwhile
from posts.forms.drafts import Typed
from posts.models import Draft, Picture, Post
from posts.parts import TooManyParts
from posts.permissions import Ruling
from posts.pictured import Restricted, TooManyPictures
from posts.views import doors, refusals
from posts.workflow import Refused, WrongStatus


@dataclass(frozen=True, kw_only=True)
class Kept:
    """How a save went: the draft as it stands now, and what stood in the way of saving."""

    draft: Draft
    state: State
    saved: bool
    moved_on: bool = False
    """The post is no longer a draft."""


def editable(request: HttpRequest, post_id: int) -> Post:
    """The post of a form that was sent. Http404 for whom it does not exist; the step itself asks the rest."""
    loaded = Post.objects.select_related("account__agency", "account__unit", "unit", "draft__saved_by")
    found = loaded.annotate(translated=halves.TRANSLATED).filter(
        pk=post_id, agency_id=member_of(request).agency_id
    )
    post = next(iter(found), None)
    if post is None or not authority_of(request).sees(unit_id=post.unit_id):
        doors.refuse(request, post_id=post_id, act="save", reason="not_your_unit")
        raise Http404
    return post


def keep(request: HttpRequest, *, post: Post, typed: Typed, still: Mapping[str, str] = drafting.NONE) -> Kept:
    """Save over the version the page saw. Http404, and a trail event, for what is not the member's.

    `still` are the ticks that count: those of the press that hands it in.
    """
    member = member_of(request)
    try:
        draft = _save(request, post, typed, still)
    except OutletAccount.DoesNotExist:
        refuse_account(request, account_id=typed.account_id, act="move")
        raise Http404 from None
    except Post.DoesNotExist:
        doors.refuse(request, post_id=post.pk, act="save", reason="not_your_unit")
        raise Http404 from None
    except Refused as refused:
        refusals.ruled(request, subject="post", subject_id=post.pk, act="save", ruling=refused.ruling)
        return Kept(draft=post.draft, state=closed_by(refused.ruling), saved=False)
    except Picture.DoesNotExist:
        doors.refuse(request, post_id=post.pk, act="save", reason="not_your_picture")
        raise Http404 from None
    except (TooManyPictures, TooManyParts, Restricted) as many:
        return Kept(draft=post.draft, state=State(not_saved=str(many)), saved=False)
    except WrongStatus as moved:
        return Kept(draft=post.draft, state=State(closed=str(moved)), saved=False, moved_on=True)
    except SavedMeanwhile as meanwhile:
        conflict = conflicts.between(
            theirs=meanwhile.draft,
            mine=typed.written(over=meanwhile.draft),
            pack=judging.pack_in_force(agency=post.account.agency, at=at_of(request)),
            reader=member,
            zone=post.account.agency.tzinfo,
        )
        return Kept(draft=meanwhile.draft, state=State(conflict=conflict), saved=False)
    if typed.pictures:
        placed = [each.picture_id for each in typed.pictures]
        uploads.forget_placed(post_id=post.pk, actor=member, picture_ids=placed)
    return Kept(draft=draft, state=State(), saved=True)


def closed_by(ruling: Ruling) -> State:
    """A draft that is only read, with the sentence why; as it usually is where the ruling allows it."""
    lacking = ruling.slug if ruling.lacks else ""
    observed = tuple(lack.to("write") for lack in ruling.lacks if not lack.enforced)
    return State(closed=ruling.reason, clause=ruling.clause, lacking=lacking, observed=observed)


def _save(request: HttpRequest, post: Post, typed: Typed, still: Mapping[str, str]) -> Draft:
    member, at, seen = member_of(request), at_of(request), typed.version
    save = partial(
        drafting.save,
        post_id=post.pk,
        actor=member,
        written=typed.written(over=post.draft),
        at=at,
        still=still,
        older=typed.older,
    )
    if typed.account_id == post.account_id:
        return save(seen_version=seen)
    with transaction.atomic():
        moved = drafting.change_account(
            post_id=post.pk, account_id=typed.account_id, actor=member, seen_version=seen, at=at
        )
        return save(seen_version=moved)


def refuse_account(
    request: HttpRequest, *, account_id: int, act: str, reason: str = "not_your_account"
) -> None:
    """Write to the trail that an account was named that the member may not write for."""
    named = is_id(account_id)
    refusals.tell(
        request,
        subject="account" if named else "agency",
        subject_id=account_id if named else member_of(request).agency_id,
        act=act,
        reason=reason,
    )
