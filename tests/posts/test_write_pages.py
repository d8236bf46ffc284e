"""The pages of those who write, over HTTP."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts import duty
from governance.cast import Cast
from posts import drafting, reviewing
from posts.models import Post
from tests import people
from tests.posts.writing import at, check, draft, refusals, reyes, signed_in, submit, text_of

__all__ = ["at", "draft", "reyes"]
pytestmark = pytest.mark.django_db


def test_an_empty_list_says_what_will_appear_and_how_to_begin(reyes: Client) -> None:
    page = reyes.get("/write/").content.decode()
    assert "You have not written a post yet" in page
    assert 'action="/write/begin/"' in page


def test_the_list_says_where_each_post_is_and_what_was_said_last(
    chicago: Cast, reyes: Client, at: datetime
) -> None:
    post = people.submitted(engaged=chicago, at=at)
    assert post.revision is not None
    reviewing.return_(
        post_id=post.pk,
        binding=post.revision.binding,
        actor=chicago.people["whitfield"],
        reason="Name the block.",
        at=at,
    )
    people.submitted(engaged=chicago, at=at)
    page = reyes.get("/write/").content.decode()
    assert "Sgt. Marcus Whitfield returned it" in page
    assert "Name the block." in page
    assert "With the sergeant of the 014th District, due" in page
    assert reverse("composer", args=[post.pk]) in page


def test_the_list_holds_nobody_elses_posts(chicago: Cast, draft: Post) -> None:
    assert "Lock your garage" not in signed_in(chicago, "ortega").get("/write/").content.decode()


def test_a_long_list_turns_by_pages(chicago: Cast, reyes: Client, at: datetime) -> None:
    for number in range(51):
        drafting.begin_post(
            account_id=chicago.accounts["014"].pk,
            actor=chicago.people["reyes"],
            at=at,
            written=drafting.Written(text=f"Number {number} of many"),
        )
    first = reyes.get("/write/")
    assert b"Number 50 of many" in first.content
    assert b"Number 0 of many" not in first.content
    assert b"Number 0 of many" in reyes.get("/write/" + first.context["older"]).content


def test_the_list_asks_the_same_number_of_questions_however_long_it_is(
    chicago: Cast, reyes: Client, at: datetime, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for _ in range(8):
        people.submitted(engaged=chicago, at=at)
        people.drafted(engaged=chicago, at=at)
    with django_assert_max_num_queries(15):
        reyes.get("/write/")


def test_beginning_opens_an_empty_composer(chicago: Cast, reyes: Client) -> None:
    answer = reyes.post("/write/begin/", {"account": chicago.accounts["014"].pk}, follow=True)
    post = Post.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("composer", args=[post.pk])
    assert post.author == chicago.people["reyes"]
    assert "Begin with the kind of post" in answer.content.decode()
    assert "to fix first" not in answer.content.decode()


@pytest.mark.parametrize("forged", ["", "x", "-1", "0", "9" * 30, "\u0661", "018", "alsip"])
def test_a_forged_or_foreign_account_does_not_exist_and_the_trail_knows(
    chicago: Cast, alsip: Cast, reyes: Client, forged: str
) -> None:
    accounts = {"018": chicago.accounts["018"].pk, "alsip": alsip.accounts["PAT"].pk}
    answer = reyes.post("/write/begin/", {"account": accounts.get(forged, forged)})
    assert answer.status_code == 404
    assert not Post.objects.exists()
    assert refusals(chicago) == [("begin", "not_your_account")]


def test_off_duty_nothing_is_begun(chicago: Cast, reyes: Client, at: datetime) -> None:
    duty.end(member=chicago.people["reyes"], at=at)
    answer = reyes.post("/write/begin/", {"account": chicago.accounts["014"].pk}, follow=True)
    assert "You are off duty" in answer.content.decode()
    assert not Post.objects.exists()


def test_the_composer_shows_what_was_saved_and_who_decides(reyes: Client, draft: Post) -> None:
    page = reyes.get(reverse("composer", args=[draft.pk])).content.decode()
    assert "Lock your garage side door tonight." in page
    assert "Sergeant of the 014th" in page
    assert "Sgt. M. Whitfield" in page
    assert "On duty until" in page
    assert "Not needed. An arrest, evidence or an open case would add it." in page
    assert 'href="/rules/CPD-TW.V.B.2/"' in page
    assert "Submit to sergeant" in page


def test_the_composer_takes_at_most_twenty_queries(
    reyes: Client, draft: Post, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    with django_assert_max_num_queries(20):
        reyes.get(reverse("composer", args=[draft.pk]))


@pytest.mark.parametrize("who", ["kowalczyk", "murphy", "salazar"])
def test_strangers_find_no_composer_and_nothing_to_save(chicago: Cast, draft: Post, who: str) -> None:
    client = signed_in(chicago, who)
    assert client.get(reverse("composer", args=[draft.pk])).status_code == 404
    assert check(client, draft, text="Mine now").status_code == 404
    assert submit(client, draft).status_code == 404
    assert text_of(draft) != "Mine now"
    assert [act for act, _ in refusals(chicago)] == ["see", "save", "save"]


def test_another_agency_finds_nothing_at_all(alsip: Cast, draft: Post) -> None:
    client = signed_in(alsip, "vance")
    assert client.get(reverse("composer", args=[draft.pk])).status_code == 404
    assert check(client, draft, text="Mine now").status_code == 404
    assert check(client, draft, look="1").status_code == 404
    assert submit(client, draft).status_code == 404


def test_a_sergeant_of_the_unit_reads_no_composer_but_is_told_why(chicago: Cast, draft: Post) -> None:
    answer = signed_in(chicago, "whitfield").get(reverse("composer", args=[draft.pk]))
    assert answer.status_code == 403
    assert "social media representatives write its posts" in answer.content.decode()


def test_what_is_no_draft_any_more_is_on_its_own_page(chicago: Cast, reyes: Client, at: datetime) -> None:
    post = people.submitted(engaged=chicago, at=at)
    answer = reyes.get(reverse("composer", args=[post.pk]))
    assert answer.status_code == 302
    assert answer["Location"] == reverse("post", args=[post.pk])


def test_the_preview_escapes_what_was_typed_and_colours_links(reyes: Client, draft: Post) -> None:
    page = check(reyes, draft, text="<script>x</script> See cpd.example.gov #Shakespeare", htmx=True)
    content = page.content.decode()
    assert "<script>x" not in content
    assert '<span class="as-seen__link">#Shakespeare</span>' in content
    assert '<span class="as-seen__link">cpd.example.gov</span>' in content


def test_a_clause_is_told_in_plain_words_with_an_example(reyes: Client) -> None:
    page = reyes.get("/rules/CPD-TW.IV.E/").content.decode()
    assert "No advertising without leave" in page
    assert "Coats given by our neighbors at the hardware store." in page
    assert "version 2020-12-01" in page


def test_a_clause_comes_as_a_part_for_the_panel(reyes: Client) -> None:
    part = reyes.get("/rules/CPD-TW.IV.E/", headers={"HX-Request": "true"}).content.decode()
    assert "No advertising without leave" in part
    assert "<html" not in part


def test_a_clause_that_the_agencys_pack_does_not_hold_is_not_found(reyes: Client) -> None:
    assert reyes.get("/rules/CPD-TW.XX/").status_code == 404


def test_no_page_needs_a_style_or_a_script_of_its_own(reyes: Client, draft: Post) -> None:
    for address in ["/write/", reverse("composer", args=[draft.pk]), "/rules/CPD-TW.IV.E/"]:
        page = reyes.get(address).content.decode()
        assert " style=" not in page
        assert " onclick=" not in page
        assert "<script>" not in page


def test_the_composer_shows_both_offices_side_by_side_and_who_of_them_decides(
    chicago: Cast, reyes: Client, at: datetime
) -> None:
    draft = people.drafted(engaged=chicago, written=people.EVIDENCE, at=at)
    page = reyes.get(reverse("composer", args=[draft.pk])).content.decode()
    assert "<b>Communications and Community Policing</b><span>In any order, both decide</span>" in page
    assert "Washington" in page
    assert "Nobody else holds this step" not in page


def test_the_composer_says_which_offices_are_told_before_it_goes_out(
    chicago: Cast, reyes: Client, at: datetime
) -> None:
    draft = people.drafted(engaged=chicago, written=people.with_answers(people.TIP, notable="yes"), at=at)
    page = reyes.get(reverse("composer", args=[draft.pk])).content.decode()
    told = page.partition("Told before it goes out")[2].partition("</ul>")[0]
    assert "<li>Communications: " in told
    assert "<li>Community Policing: " in told
    assert 'href="/rules/CPD-TW.IV.A.1/"' in told
