"""Where a repost is begun, and what its pages say of it; all of it without script."""

from datetime import datetime
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import OutletAccount
from governance.cast import Cast
from posts.models import Post
from tests.posts.test_reposting import begun, theirs


def _signed_in(engaged: Cast) -> Client:
    client = Client()
    client.force_login(engaged.reyes)
    return client


def test_a_repost_is_begun_by_its_address_and_its_page_says_whose_words_it_shows(
    out: tuple[Cast, Any], early: datetime
) -> None:
    engaged, ground = out
    client, account = _signed_in(engaged), engaged.accounts["014"]
    address, words = theirs(engaged, ground)
    begin = reverse("begin_repost")

    wrong = client.post(begin, {"account": account.pk, "address": "the alert of yesterday"})
    assert 'value="the alert of yesterday"' in wrong.content.decode()
    assert "Paste the address of the post" in wrong.content.decode()

    opened = client.post(begin, {"account": account.pk, "address": address}, follow=True)

    page = opened.content.decode()
    assert f"This reposts a post of @{engaged.accounts['018'].handle}." in page
    assert 'class="ring' not in page and "reposted<" in page
    assert words in page and " readonly>" in page
    assert 'name="parts"' not in page and 'id="pictures"' not in page
    post = Post.objects.get(repost_of=address.rsplit("/", 1)[1])
    sent = {"version": 1, "account": account.pk, "category": "safety_tip", "text": "Ours."}
    client.post(reverse("check_draft", args=[post.pk]), sent)
    post.refresh_from_db()
    assert (post.category, post.draft.text) == ("safety_tip", words)


def test_where_the_plan_has_no_reposts_the_page_says_so(out: tuple[Cast, Any], early: datetime) -> None:
    engaged, ground = out
    post = begun(engaged, theirs(engaged, ground)[0], timezone.now())
    OutletAccount.objects.filter(pk=post.account_id).update(capabilities=["hide"])
    client = _signed_in(engaged)

    page = client.get(reverse("own_posts")).content.decode()
    composer = client.get(reverse("composer", args=[post.pk])).content.decode()

    assert "does not include reposts." in page
    assert 'name="address"' not in page
    assert "does not include reposts." in composer
