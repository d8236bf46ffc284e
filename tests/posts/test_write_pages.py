"""The pages of those who write, over HTTP, as a browser without script uses them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import duty
from audit.models import Event
from governance.cast import Cast
from posts import drafting, reviewing
from posts.models import Opening, Post, Status
from tests import people

pytestmark = pytest.mark.django_db
Typed = dict[str, str]


@pytest.fixture
def at() -> datetime:
    return timezone.now()


@pytest.fixture
def reyes(chicago: Cast) -> Client:
    return signed_in(chicago, "reyes")


@pytest.fixture
def draft(chicago: Cast, at: datetime) -> Post:
    return people.drafted(engaged=chicago, at=at)


def signed_in(engaged: Cast, who: str) -> Client:
    client = Client()
    client.force_login(engaged.people[who])
    return client


def form(post: Post, **changed: Any) -> Typed:
    """The form of a draft as its page holds it."""
    post.refresh_from_db()
    draft = drafting.Draft.objects.get(post=post)
    answers = {f"answer-{key}": answer for key, answer in draft.answers.items()}
    held = {
        "version": str(draft.version),
        "account": str(post.account_id),
        "category": post.category,
        "text": draft.text,
        "note": draft.note,
        "when": "approved",
    }
    return held | answers | {key.replace("answer_", "answer-"): str(value) for key, value in changed.items()}


def check(client: Client, post: Post, *, htmx: bool = False, follow: bool = False, **changed: Any) -> Any:
    headers = {"HX-Request": "true"} if htmx else {}
    address = reverse("check_draft", args=[post.pk])
    return client.post(address, form(post, **changed), headers=headers, follow=follow)


def submit(client: Client, post: Post, **changed: Any) -> Any:
    return client.post(reverse("submit_post", args=[post.pk]), form(post, **changed))


def text_of(post: Post) -> str:
    return drafting.Draft.objects.get(post=post).text


def refusals(engaged: Cast) -> list[tuple[str, str]]:
    found = Event.objects.filter(verb="act.refused", agency_id=engaged.agency.pk).order_by("pk")
    return [(event.keys["act"], event.keys["reason"]) for event in found]


# ---------------------------------------------------------------------------------------------------- own posts
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


# ------------------------------------------------------------------------------------------------------ beginning
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


# ------------------------------------------------------------------------------------------------------- the page
def test_the_composer_shows_what_was_saved_and_who_decides(reyes: Client, draft: Post) -> None:
    page = reyes.get(reverse("composer", args=[draft.pk])).content.decode()
    assert "Lock your garage side door tonight." in page
    assert "Sergeant of the 014th" in page
    assert "Sgt. M. Whitfield" in page
    assert "On duty until" in page
    assert "Not needed. An arrest or an open case would add it." in page
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


# --------------------------------------------------------------------------------------------- check and autosave
def test_a_check_saves_and_answers_with_every_part(reyes: Client, draft: Post) -> None:
    content = check(reyes, draft, text="Ask the CAPS office.", htmx=True).content.decode()
    assert text_of(draft) == "Ask the CAPS office."
    for part in [
        "version",
        "saved",
        "marks",
        "count",
        "questions",
        "findings",
        "route",
        "preview",
        "bar-fix",
    ]:
        assert f'id="{part}" hx-swap-oob="innerHTML"' in content
    assert 'name="version" value="2"' in content
    assert "Residents may not know “CAPS office”." in content
    assert '<mark class="mark mark--think" data-finding="0">CAPS office</mark>' in content


def test_the_count_turns_to_words_near_the_limit(reyes: Client, draft: Post) -> None:
    assert "ring--quiet" in check(reyes, draft, text="x" * 259, htmx=True).content.decode()
    near = check(reyes, draft, text="x" * 271, htmx=True).content.decode()
    assert "ring--near" in near
    assert "9 characters left" in near
    over = check(reyes, draft, text="x" * 292, htmx=True).content.decode()
    assert "12 too many" in over


def test_the_answer_comes_within_the_statements_of_a_page(
    reyes: Client, draft: Post, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    sent = form(draft, text="Another text")
    with django_assert_max_num_queries(20):
        reyes.post(reverse("check_draft", args=[draft.pk]), sent, headers={"HX-Request": "true"})


def test_without_script_a_check_saves_and_shows_the_page_again(reyes: Client, draft: Post) -> None:
    answer = check(reyes, draft, text="Ask the CAPS office.", check="1", follow=True)
    assert answer.redirect_chain == [(reverse("composer", args=[draft.pk]) + "#findings", 302)]
    assert "Residents may not know “CAPS office”." in answer.content.decode()


def test_keeping_as_a_draft_goes_back_to_the_list(reyes: Client, draft: Post) -> None:
    answer = check(reyes, draft, text="Kept for later", keep="1", follow=True)
    assert answer.redirect_chain == [("/write/", 302)]
    assert "Kept for later" in answer.content.decode()


def test_a_suggested_wording_replaces_exactly_its_words(reyes: Client, draft: Post) -> None:
    check(reyes, draft, text="🧥 Ask the CAPS office. Ask twice.")
    check(reyes, draft, use_wording="0")
    assert text_of(draft) == "🧥 Ask the community policing office. Ask twice."


@pytest.mark.parametrize("number", ["1", "99", "-1", "x", ""])
def test_a_wording_that_is_not_offered_replaces_nothing(reyes: Client, draft: Post, number: str) -> None:
    check(reyes, draft, text="Ask the CAPS office.")
    check(reyes, draft, use_wording=number)
    assert text_of(draft) == "Ask the CAPS office."


def test_a_wording_for_a_text_that_changed_since_replaces_nothing(reyes: Client, draft: Post) -> None:
    check(reyes, draft, text="Ask the CAPS office.")
    check(reyes, draft, use_wording="0", text="Meet the CAPS office. Ask.")
    assert text_of(draft) == "Meet the CAPS office. Ask."


def test_only_the_questions_of_the_kind_are_asked_and_answers_wait_for_its_return(
    reyes: Client, draft: Post
) -> None:
    event = check(reyes, draft, category="community_event", answer_run_by="by_department", htmx=True)
    assert 'id="question-run_by"' in event.content.decode()
    tip = check(reyes, draft, category="safety_tip", htmx=True).content.decode()
    assert 'id="question-run_by"' not in tip
    assert drafting.Draft.objects.get(post=draft).answers["run_by"] == "by_department"


@pytest.mark.parametrize(
    "odd", [{"text": "a\x00b"}, {"answer-\x00": "x"}, {"category": "z" * 300}, {"version": "9" * 40}]
)
def test_whatever_is_sent_is_read_without_an_error(reyes: Client, draft: Post, odd: Typed) -> None:
    sent = form(draft) | odd
    answer = reyes.post(reverse("check_draft", args=[draft.pk]), sent, headers={"HX-Request": "true"})
    assert answer.status_code == 200


def test_moving_to_a_foreign_account_is_refused_and_nothing_is_saved(
    chicago: Cast, reyes: Client, draft: Post
) -> None:
    answer = check(reyes, draft, account=chicago.accounts["018"].pk, text="Elsewhere", htmx=True)
    assert answer.status_code == 404
    assert text_of(draft) != "Elsewhere"
    assert refusals(chicago) == [("move", "not_your_account")]


def test_moving_to_another_account_of_ones_own_saves_the_rest_too(
    chicago: Cast, reyes: Client, draft: Post, at: datetime
) -> None:
    people.grants.authorise(
        member=chicago.people["reyes"],
        unit=chicago.units["018"],
        role="usmr",
        given_by=chicago.people["salazar"],
        at=at,
        reason="Helps out",
    )
    answer = check(reyes, draft, account=chicago.accounts["018"].pk, text="Elsewhere", htmx=True)
    draft.refresh_from_db()
    assert draft.unit == chicago.units["018"]
    assert text_of(draft) == "Elsewhere"
    assert "Sergeant of the 018th" in answer.content.decode()


# ------------------------------------------------------------------------------------------- others and conflicts
def test_two_who_write_are_told_of_each_other(chicago: Cast, reyes: Client, draft: Post) -> None:
    check(signed_in(chicago, "ortega"), draft, htmx=True)
    content = check(reyes, draft, htmx=True).content.decode()
    assert "<b>Ofc. Luis Ortega</b> has this open too." in content
    assert Opening.objects.filter(post=draft).count() == 2


def test_a_conflict_overwrites_nothing_and_shows_both(chicago: Cast, reyes: Client, draft: Post) -> None:
    mine = form(draft, text="Lock your garage door tonight.")
    check(signed_in(chicago, "ortega"), draft, text="Lock your side door tonight.", answer_source="Beat 1411")
    answer = reyes.post(reverse("check_draft", args=[draft.pk]), mine)
    content = answer.content.decode()
    assert text_of(draft) == "Lock your side door tonight."
    assert "Ofc. Luis Ortega saved another version meanwhile" in content
    assert "<del>side</del><ins>garage</ins>" in content
    assert "<del>Beat 1411</del>" in content
    assert "Lock your garage door tonight.</textarea>" in content
    assert "Not saved yet" in content


def test_keeping_mine_saves_over_exactly_the_version_that_was_shown(
    chicago: Cast, reyes: Client, draft: Post
) -> None:
    mine = form(draft, text="Mine")
    check(signed_in(chicago, "ortega"), draft, text="Theirs")
    address = reverse("check_draft", args=[draft.pk])
    shown = reyes.post(address, mine).context["composer"].state.conflict.version
    check(signed_in(chicago, "ortega"), draft, text="Theirs, later")
    reyes.post(address, mine | {"resolve": "mine", "their_version": str(shown)})
    assert text_of(draft) == "Theirs, later"
    reyes.post(address, mine | {"resolve": "mine", "their_version": str(shown + 1)})
    assert text_of(draft) == "Mine"


def test_taking_theirs_shows_what_is_saved(chicago: Cast, reyes: Client, draft: Post) -> None:
    mine = form(draft, text="Mine")
    check(signed_in(chicago, "ortega"), draft, text="Theirs")
    address = reverse("check_draft", args=[draft.pk])
    answer = reyes.post(address, mine | {"resolve": "theirs"}, follow=True)
    assert "Theirs</textarea>" in answer.content.decode()


def test_a_look_saves_nothing_and_tells_of_a_newer_version(chicago: Cast, reyes: Client, draft: Post) -> None:
    seen = form(draft)["version"]
    check(signed_in(chicago, "ortega"), draft, text="Theirs")
    answer = check(reyes, draft, look="1", version=seen, text="Never saved", htmx=True)
    assert "saved a newer version" in answer.content.decode()
    assert text_of(draft) == "Theirs"


# ------------------------------------------------------------------------------------------------------- off duty
def test_off_duty_the_composer_is_read_only_and_offers_a_tour(
    chicago: Cast, reyes: Client, draft: Post, at: datetime
) -> None:
    duty.end(member=chicago.people["reyes"], at=at)
    page = reyes.get(reverse("composer", args=[draft.pk])).content.decode()
    assert "You are off duty. Go on duty at the top of the page to write." in page
    assert "Go on duty for nine hours" in page
    assert '<fieldset class="card__body write__body" disabled>' in page
    assert "Submit to sergeant" not in page


def test_off_duty_nothing_is_saved_and_the_trail_knows(
    chicago: Cast, reyes: Client, draft: Post, at: datetime
) -> None:
    duty.end(member=chicago.people["reyes"], at=at)
    content = check(reyes, draft, text="After hours", htmx=True).content.decode()
    assert "Not saved yet. It is kept on this device." in content
    assert text_of(draft) != "After hours"
    assert refusals(chicago) == [("save", "off_duty")]


# ------------------------------------------------------------------------------------------------------ submitting
def test_a_post_with_nothing_left_to_fix_is_submitted(reyes: Client, draft: Post) -> None:
    answer = submit(reyes, draft, text="Lock your side door tonight.")
    draft.refresh_from_db()
    assert draft.status == Status.IN_REVIEW
    assert answer["Location"] == reverse("post", args=[draft.pk])


def test_pressing_submit_twice_is_harmless(reyes: Client, draft: Post) -> None:
    sent = form(draft, text="Lock your side door tonight.")
    address = reverse("submit_post", args=[draft.pk])
    answers = [reyes.post(address, sent) for _ in range(3)]
    assert {answer["Location"] for answer in answers} == {reverse("post", args=[draft.pk])}
    assert draft.revisions.count() == 1


def test_what_is_left_to_fix_is_shown_and_the_text_is_saved(reyes: Client, draft: Post) -> None:
    answer = submit(reyes, draft, text="Officers arrested him.", answer_source="")
    content = answer.content.decode()
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT
    assert text_of(draft) == "Officers arrested him."
    assert "2 things to fix first." in content
    assert 'data-first="question-' in content


def test_an_empty_post_is_not_submitted_and_says_what_it_lacks(chicago: Cast, reyes: Client) -> None:
    reyes.post("/write/begin/", {"account": chicago.accounts["014"].pk})
    content = submit(reyes, Post.objects.get()).content.decode()
    assert "Choose what kind of post this is." in content
    assert "Write the text of the post." in content
    assert 'data-first="kind"' in content


def test_answers_to_questions_that_were_not_asked_are_not_frozen(reyes: Client, draft: Post) -> None:
    check(reyes, draft, category="community_event", answer_run_by="by_department")
    submit(reyes, draft, category="safety_tip")
    assert "run_by" not in drafting.Draft.objects.get(post=draft).answers


def test_a_submit_over_somebody_elses_version_is_a_conflict(
    chicago: Cast, reyes: Client, draft: Post
) -> None:
    mine = form(draft, text="Mine")
    check(signed_in(chicago, "ortega"), draft, text="Theirs")
    content = reyes.post(reverse("submit_post", args=[draft.pk]), mine).content.decode()
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT
    assert "saved another version meanwhile" in content


# ----------------------------------------------------------------------------------------------------------- rules
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
