"""The composer put together for one request."""

from django.http import HttpRequest

from accounts.models import OutletAccount
from accounts.signin import at_of, authority_of, member_of
from posts import album, composing, drafting, openings
from posts.composing import Composer, State
from posts.forms.drafts import Typed
from posts.models import Draft, Post


def _accounts(request: HttpRequest, post: Post) -> list[OutletAccount]:
    """The accounts to choose from; a correction and a repost stay on theirs."""
    if post.keeps_its_account:
        return [post.account]
    return drafting.accounts_to_write_for(authority=authority_of(request))


def composed(
    request: HttpRequest, *, post: Post, draft: Draft, typed: Typed, state: State, whole: bool = True
) -> Composer:
    """The view of a draft as it was typed; notes that the member has it open.

    Only the whole page lists the accounts to choose from: an answer leaves that list as it is.
    """
    member, at = member_of(request), at_of(request)
    return composing.compose(
        post=post,
        draft=draft,
        typed=typed,
        accounts=_accounts(request, post) if whole else [],
        open_too=openings.seen(post_id=post.pk, member=member, at=at),
        album=album.opened(post=post, typed=typed, member=member, whole=whole),
        at=at,
        state=state,
    )
