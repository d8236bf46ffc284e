"""A pair on its pages: begun in the composer, submitted from either, decided on one desk by one button."""

import html
import json
from dataclasses import replace
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import languages
from accounts.models import Message
from audit import vault
from governance.cast import Cast
from posts import drafting, pairs
from posts.models import Approval, Post, Status, Verdict
from tests import people
from tests.posts import paired
from tests.posts.desks import read, signed_in

MOST_FOR_A_DESK = 20


def test_a_second_post_is_begun_in_the_composer_and_both_are_submitted_from_either(
    chicago_lately: Cast, early: datetime
) -> None:
    post, client = people.drafted(engaged=chicago_lately, at=early), signed_in(chicago_lately.reyes)
    kept = {"version": "1", "text": people.TIP.text, "category": "safety_tip", "answer-source": "Beat 1413"}
    begun = client.post(
        f"/write/{post.pk}/check/", {**kept, "translate": "1", "translate_into": "es"}, follow=True
    )
    second = Post.objects.get(translates=post)
    assert begun.redirect_chain[-1][0] == f"/write/{second.pk}/#text"
    assert "The same in English" in read(begun)
    sent = {**kept, "text": paired.TEXTO, "spoken": "es", "meaning": people.TIP.text, "send": "1"}
    client.post(f"/write/{second.pk}/submit/", sent)
    assert set(Post.objects.values_list("status", flat=True)) == {Status.IN_REVIEW}


def test_a_post_is_not_called_ready_while_the_other_of_its_pair_lacks_something(
    chicago_lately: Cast, early: datetime
) -> None:
    post, client = people.drafted(engaged=chicago_lately, at=early), signed_in(chicago_lately.reyes)
    kept = {"version": "1", "text": people.TIP.text, "category": "safety_tip", "answer-source": "Beat 1413"}
    client.post(f"/write/{post.pk}/check/", {**kept, "translate": "1", "translate_into": "es"})
    page = read(client.get(f"/write/{post.pk}/"))
    assert "to fix in Spanish first" in page
    assert 'href="#pair-title"' in page and 'id="pair-title"' in page
    assert "Ready to submit" not in page


def test_one_desk_shows_both_and_one_button_approves_both(chicago_lately: Cast, early: datetime) -> None:
    first, second = paired.submitted(engaged=chicago_lately, at=early)
    client = signed_in(chicago_lately.whitfield)
    assert client.get(f"/review/{second.pk}/")["Location"] == f"/review/{first.pk}/#other-half"
    with CaptureQueriesContext(connection) as asked:
        desk = read(client.get(f"/review/{first.pk}/"))
    assert len(asked) <= MOST_FOR_A_DESK
    assert "Approve both posts" in desk
    assert all(
        words in desk for words in (paired.TEXTO, "Written in Spanish (Español)", "Its pair, in Spanish")
    )
    assert first.revision is not None
    assert second.revision is not None
    form = {"binding": first.revision.binding, "binding_beside": second.revision.binding}
    done = read(client.post(f"/review/{first.pk}/approve/", form, follow=True))
    assert "Approved." in done
    assert Approval.objects.count() == 2
    for approval in Approval.objects.all():
        said = vault.text(digest=approval.attested_digest, agency_id=chicago_lately.agency.pk)
        assert all(fact in html.unescape(desk) for fact in json.loads(said)["facts"])
    assert "The same in Spanish" in read(client.get(f"/post/{first.pk}/"))


def test_who_may_not_decide_about_one_is_told_on_the_desk_of_both(
    chicago_lately: Cast, early: datetime
) -> None:
    unit = chicago_lately.units["014"]
    languages.ask_for_reader(unit=unit, needed=True, actor=chicago_lately.okafor, at=early)
    languages.declare(member=chicago_lately.brody, language="es", actor=chicago_lately.okafor, at=early)
    first, _ = paired.submitted(engaged=chicago_lately, at=early)
    told = Message.objects.filter(kind="review_wanted").values_list("to__log_on_id", flat=True)
    assert list(told) == ["brody"], "who reads the language, and once for both"
    desk = read(signed_in(chicago_lately.whitfield).get(f"/review/{first.pk}/"))
    assert "asks for a reviewer who reads it" in desk
    assert "Approve both posts" not in desk


def test_the_desk_of_what_came_back_shows_what_changed_in_each(chicago_lately: Cast, early: datetime) -> None:
    pair = paired.submitted(engaged=chicago_lately, at=early)
    bindings = {post.pk: post.revision.binding for post in pair if post.revision is not None}
    pairs.send_back(
        post_id=pair[0].pk, verdict=Verdict.RETURNED, bindings=bindings, actor=chicago_lately.whitfield,
        reason="Say that it is this week.", ground="wording", at=early,
    )  # fmt: skip
    kept = drafting.written_in(draft=pair[1].draft, category="safety_tip")
    changed = replace(kept, text="Cierre esta semana la puerta lateral de su garaje.")
    drafting.save(post_id=pair[1].pk, actor=chicago_lately.reyes, written=changed, seen_version=2, at=early)
    pairs.submit(post_id=pair[0].pk, actor=chicago_lately.reyes, seen_version=1, at=early)
    client = signed_in(chicago_lately.whitfield)
    client.get("/")
    with CaptureQueriesContext(connection) as asked:
        desk = read(client.get(f"/review/{pair[0].pk}/"))
    assert len(asked) <= MOST_FOR_A_DESK + 5, "an earlier version of each is read with them"
    assert desk.count("Changed since you returned it") == 2
    assert "[added: </span>esta semana" in desk


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("stop", "The same was done to its pair, the post in Spanish."),
        ("withdraw", "the post in Spanish, is not changed: waiting for approval"),
    ],
)
def test_what_ends_one_tells_about_the_other(
    act: str, said: str, chicago_lately: Cast, early: datetime
) -> None:
    first, _ = paired.submitted(engaged=chicago_lately, at=early)
    client = signed_in(chicago_lately.whitfield)
    done = read(client.post(f"/post/{first.pk}/{act}/", {"reason": "Not now."}, follow=True))
    assert said in done


def test_both_texts_are_written_side_by_side_and_nobody_writes_over_another(
    chicago_lately: Cast, early: datetime
) -> None:
    pair = paired.begun(engaged=chicago_lately, at=early)
    client = signed_in(chicago_lately.reyes)
    sent = {"version": "1", "text": "Lock it.", "category": "safety_tip", "other_version": "2"}
    url = f"/write/{pair[0].pk}/check/"
    client.post(url, {**sent, "other_text": "Ciérrela."})
    first, second = paired.pair_of(pair[0])
    assert (first.draft.text, second.draft.text) == ("Lock it.", "Ciérrela.")
    # This page still has the second version of it; somebody has saved the third.
    old = {**sent, "version": str(first.draft.version), "other_text": "Cierre la suya."}
    page = read(client.post(url, old))
    assert "saved another text in Spanish meanwhile" in page
    assert page.count("Cierre la suya.") == 1, "what was typed stands in its field"
    assert paired.pair_of(pair[0])[1].draft.text == "Ciérrela."
    client.post(url, {**old, "other_over": "3"})
    assert paired.pair_of(pair[0])[1].draft.text == "Cierre la suya."
