"""The composer put together for one request."""

from dataclasses import replace

from django.http import HttpRequest

from accounts.models import OutletAccount
from accounts.signin import at_of, authority_of, member_of
from directives.joining import joined
from posts import album, beside, composing, deciding, openings
from posts.accounts_to_write import accounts_to_write_for
from posts.beside import Written
from posts.composer import Composer, State
from posts.forms.drafts import Typed
from posts.models import Draft, Post
from posts.views import two_texts


def _accounts(request: HttpRequest, post: Post) -> list[OutletAccount]:
    """The accounts to choose from; a correction and a repost stay on theirs."""
    if post.keeps_its_account:
        return [post.account]
    return accounts_to_write_for(authority=authority_of(request))


def composed(
    request: HttpRequest, *, post: Post, draft: Draft, typed: Typed, state: State, whole: bool = True
) -> Composer:
    """The view of a draft as it was typed; notes that the member has it open.

    Only the whole page lists the accounts to choose from: an answer leaves that list as it is.
    """
    member, at = member_of(request), at_of(request)
    made = composing.compose(
        post=post,
        draft=draft,
        typed=typed,
        accounts=_accounts(request, post) if whole else [],
        open_too=openings.seen(post_id=post.pk, member=member, at=at),
        album=album.opened(post=post, typed=typed, member=member, whole=whole),
        at=at,
        state=state,
    )
    again = state.insist or two_texts.asks_again(request)
    other = beside.written(post=post, at=at, again=again, still=two_texts.still(request))
    return made if other is None else _with_other(made, draft, two_texts.shown(request, other=other))


def _with_other(made: Composer, draft: Draft, other: Written) -> Composer:
    """The composer of a pair: its route takes what the other asks for, too."""
    decision = joined(decision=made.decision, pack=made.pack, beside=other.route)
    return replace(
        made,
        beside=other,
        first_to_fix=made.first_to_fix
        or ("pair-title" if other.to_fix else "older-beside" if other.older else ""),
        stages=deciding.stages(post=made.post, draft=draft, decision=decision, at=made.today),
        skipped=decision.skipped_steps,
        next=deciding.after_submitting(
            post=made.post, decision=decision, send_at=made.typed.first_limit, at=made.today
        ),
    )
