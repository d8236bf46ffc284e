"""A member keeps the words they look for often: under a name, theirs alone, as many as fit."""

from datetime import datetime

import pytest
from django.urls import reverse

from governance.cast import Cast
from posts import saved_searches
from posts.models import SavedSearch
from posts.saved_searches import MOST, NotKept
from tests import people
from tests.posts.desks import at, read, signed_in
from tests.posts.test_searching import written

__all__ = ["at"]


def test_cpd_sm_iii_c_3_c_a_search_is_kept_run_again_and_deleted(chicago: Cast, at: datetime) -> None:
    people.drafted(engaged=chicago, written=written("Palmer Square is closed."), at=at)
    client = signed_in(chicago.marsh)
    typed = {"words": "palmer square", "name": "The closing"}
    answer = client.post(reverse("keep_search"), typed)
    page = read(client.get(answer.url))
    assert "Kept as The closing." in page and "<mark>Palmer</mark>" in page

    page = read(client.get(reverse("search")))
    assert f'<a href="{reverse("search")}?q=palmer+square"><b>The closing</b></a>' in page
    (kept,) = SavedSearch.objects.all()
    assert client.post(reverse("delete_search", args=[kept.pk])).url == reverse("search")
    assert not SavedSearch.objects.exists()


def test_a_search_is_its_members_alone(chicago: Cast, at: datetime) -> None:
    kept = saved_searches.keep(member=chicago.marsh, name="Palmer", words="palmer", at=at)
    client = signed_in(chicago.natarajan)
    assert "Your searches" not in read(client.get(reverse("search")))
    assert client.post(reverse("delete_search", args=[kept.pk])).status_code == 404
    assert SavedSearch.objects.exists()


def test_a_name_that_is_used_already_now_means_these_words(chicago: Cast, at: datetime) -> None:
    for words in ("palmer", "palmer square"):
        saved_searches.keep(member=chicago.marsh, name="The closing", words=words, at=at)
    assert SavedSearch.objects.get().words == "palmer square"


def test_no_more_are_kept_than_fit(chicago: Cast, at: datetime) -> None:
    for number in range(MOST):
        saved_searches.keep(member=chicago.marsh, name=f"Number {number}", words="palmer", at=at)
    with pytest.raises(NotKept):
        saved_searches.keep(member=chicago.marsh, name="One more", words="palmer", at=at)
    page = read(
        signed_in(chicago.marsh).post(reverse("keep_search"), {"words": "palmer", "name": "One more"})
    )
    assert "You have 20 searches" in page and 'value="One more"' in page


@pytest.mark.parametrize(
    ("words", "name", "said"),
    [
        ("palmer", "", "Give the search a name"),
        ("palmer", "x" * 41, "40 letters fit"),
        ("", "Palmer", "Search for some words first"),
        ("\u200b", "Palmer", "Search for some words first"),
    ],
)
def test_what_is_missing_is_said(words: str, name: str, said: str, chicago: Cast) -> None:
    client = signed_in(chicago.marsh)
    assert said in read(client.post(reverse("keep_search"), {"words": words, "name": name}))
    assert not SavedSearch.objects.exists()
