"""What the plan of an account does not allow: said in the composer, refused at the submit."""

import pytest
from django.test import Client

from accounts.models import Capability, OutletAccount
from posts.models import Post, Status
from tests.posts.writing import at, check, draft, reyes, submit

__all__ = ["at", "draft", "reyes"]
pytestmark = pytest.mark.django_db
QUOTING = "They said it well: https://x.com/chicago/status/1234"


def given(post: Post, *capabilities: str) -> None:
    OutletAccount.objects.filter(pk=post.account_id).update(capabilities=list(capabilities))


def test_the_composer_says_in_a_sentence_what_the_plan_does_not_allow(reyes: Client, draft: Post) -> None:
    said = check(reyes, draft, follow=True).content.decode()
    handle = draft.account.handle
    assert (
        f"The plan of @{handle} allows no replies to others, no quotes and no more than 280 characters."
        in said
    )
    given(draft, *Capability.values)
    assert "The plan of" not in check(reyes, draft, follow=True).content.decode()


def test_what_the_plan_does_not_allow_is_refused_at_the_submit(reyes: Client, draft: Post) -> None:
    said = submit(reyes, draft, text=QUOTING).content.decode()
    assert "The plan of this account allows no quotes of other posts." in said
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT
    given(draft, Capability.QUOTE)
    assert submit(reyes, draft, text=QUOTING).status_code == 302
