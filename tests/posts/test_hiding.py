"""A reply of somebody else is hidden for a ground of a closed list, through ledger and gate, and shown again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit import vault
from audit.models import Event
from governance.cast import Cast
from outlets.intent import Intent
from outlets.outcomes import Published
from outlets.x import X
from posts import hidden, hiding, sending, settling
from posts.hiding import CannotHide
from posts.models import Attempt, HiddenReply, HideGround, Post, Publication, ReplyState
from posts.replied import NotShown
from posts.workflow import Refused
from records import keeping
from tests import people
from tests.directives.drafts import POLISH
from tests.posts.desks import read, signed_in

RUDE = "Buy my watches at the fair, cheap, cheap, cheap"
Scene = tuple[Cast, Any, Post, str]


def _said(ground: Any, number: str, words: str) -> str:
    """A resident's reply to what has this number; returns its own."""
    resident = ground.account()
    standing = {"account": resident.user_id, "state": "active", "may": ["reply"]}
    ground.control("POST", "standing", standing)
    answer = X(credential=resident.credential, base_url=ground.base_url).publish(
        Intent(
            publication_id=uuid4().hex,
            attempt=1,
            handle=resident.username,
            external_user_id=resident.user_id,
            text=words,
            reply_to=number,
        ),
        now=timezone.now(),
    )
    assert isinstance(answer, Published)
    return answer.external_id


@pytest.fixture
def scene(out: tuple[Cast, Any], early: datetime) -> Iterator[Scene]:
    """A post of ours that is out on the sandbox, and the number of a reply to it."""
    engaged, ground = out
    written = replace(people.TIP, text=f"{people.TIP.text} {people.a_word()}")
    post = people.submitted(engaged=engaged, written=written, at=early)
    people.approve(post=post, by=engaged.whitfield, at=early)
    publication = Publication.objects.get(post=post)
    assert sending.send(publication_id=publication.pk) == "published"
    publication.refresh_from_db()
    yield engaged, ground, post, _said(ground, publication.external_id, f"{RUDE} {people.a_word()}")


def _hide(scene: Scene, by: str = "whitfield") -> HiddenReply:
    engaged, _, post, number = scene
    return hiding.hide(
        post_id=post.pk,
        actor=engaged.people[by],
        typed=f"https://x.com/somebody/status/{number}",
        ground=HideGround.SPAM,
        reason="It sells watches.",
        at=timezone.now(),
    )


def _carry_out(reply: HiddenReply, *, after: timedelta = timedelta(seconds=1)) -> str:
    return hiding.carry_out(reply_id=reply.pk, now_by=lambda: timezone.now() + after)


def _hidden_there(scene: Scene) -> int:
    acts = scene[1].control("GET", "acts")["acts"]
    return sum(act["object_id"] == scene[3] and not act["ended_at"] for act in acts if act["kind"] == "hide")


def test_a_reply_is_hidden_with_its_words_in_ledger_record_and_trail_and_shown_again(scene: Scene) -> None:
    engaged, _, post, number = scene

    reply = _hide(scene)
    assert _hide(scene, by="okafor") == reply, "asked twice it is one asking"
    assert _carry_out(reply) == "done"

    assert _hidden_there(scene) == 1
    reply.refresh_from_db()
    assert reply.state == ReplyState.HIDDEN
    attempt = Attempt.objects.get(reply=reply)
    assert (attempt.kind, attempt.outcome) == ("hide", "done")
    record = keeping.record_of(agency_id=post.agency_id, post_id=post.pk)
    assert record is not None
    kept = vault.text(digest=record.entries.get(kind="moderated").digest, agency_id=post.agency_id)
    assert RUDE in kept and "advertising or spam" in kept and "It sells watches." in kept and number in kept
    verbs = Event.objects.filter(subject="post", subject_id=post.pk).values_list("verb", flat=True)
    assert sorted(verb for verb in verbs if "reply" in verb) == ["post.reply_hidden", "post.reply_hide_asked"]

    hiding.show(
        post_id=post.pk,
        reply_id=reply.pk,
        actor=engaged.whitfield,
        reason="It was a mistake.",
        at=timezone.now(),
    )
    assert _carry_out(reply) == "done"
    assert _hidden_there(scene) == 0
    assert HiddenReply.objects.get().state == ReplyState.SHOWN


def test_what_is_not_known_is_asked_again_and_does_no_harm(scene: Scene) -> None:
    path = f"/2/tweets/{scene[3]}/hidden"
    broken_off = {"match": {"path": path}, "nth": 1, "times": 1, "effect": {"name": "accept_then_reset"}}
    scene[1].control("POST", "faults", broken_off)
    reply = _hide(scene)

    assert _carry_out(reply) == "unknown"
    assert _carry_out(reply) == "nothing to do"
    assert _carry_out(reply, after=timedelta(minutes=1)) == "done"

    assert _hidden_there(scene) == 1
    assert HiddenReply.objects.get().state == ReplyState.HIDDEN


def test_a_worker_that_dies_in_the_call_leaves_it_to_be_asked_again_once_at_a_time(scene: Scene) -> None:
    reply = _hide(scene)
    left = hidden.claim(reply_id=reply.pk)
    assert left is not None
    assert hidden.claim(reply_id=reply.pk) is None

    settling.settle(attempt_id=left.attempt_id, outcome=settling.worker_lost(), at=timezone.now())

    assert _carry_out(reply, after=timedelta(minutes=1)) == "done"
    assert list(Attempt.objects.filter(reply=reply).values_list("outcome", flat=True)) == ["unknown", "done"]


def test_what_is_no_reply_to_this_post_is_not_hidden_nor_is_one_by_an_author(scene: Scene) -> None:
    engaged, ground, post, _ = scene
    own = Publication.objects.get(post=post).external_id
    elsewhere = _said(ground, own, f"To begin with {people.a_word()}")
    ours = Publication.objects.filter(post=post)

    with pytest.raises(Refused, match="Sergeants and commanders"):
        _hide(scene, by="reyes")
    ours.update(external_id="77")
    for typed, why in (
        (elsewhere, "no reply to this post"),
        ("5", "shows no such reply"),
        (own, "of our own"),
    ):
        with pytest.raises(NotShown, match=why):
            hiding.look(post_id=post.pk, actor=engaged.whitfield, typed=typed, at=timezone.now())

    ours.update(external_id=own)
    post.account.capabilities = ["repost"]
    post.account.save(update_fields=["capabilities"])
    with pytest.raises(CannotHide, match="does not include hiding replies"):
        _hide(scene)


def test_the_page_shows_the_words_before_it_hides_them_and_asks_for_a_ground(scene: Scene) -> None:
    engaged, _, post, number = scene
    client: Client = signed_in(engaged.whitfield)
    page = read(client.get(reverse("replies", args=[post.pk])))
    assert "No reply to this post was hidden." in page
    assert "against the First Amendment" in page

    page = read(client.post(reverse("replies", args=[post.pk]), {"address": number}))
    assert RUDE in page
    address = reverse("hide_reply", args=[post.pk])
    page = read(client.post(address, {"address": number, "ground": "", "reason": "Cheap."}))
    assert "Choose for what it is hidden." in page and RUDE in page and "Cheap." in page
    typed = {"address": number, "ground": "spam", "reason": "It sells watches."}
    page = read(client.post(address, typed, follow=True))
    assert "The reply is being hidden." in page and "Being hidden" in page
    assert "asked to hide a reply" in read(client.get(reverse("post", args=[post.pk])))


def test_the_page_points_at_what_a_reply_gives_away_and_at_nothing_that_it_thinks(scene: Scene) -> None:
    engaged, ground, post, _ = scene
    to = Publication.objects.get(post=post).external_id
    client: Client = signed_in(engaged.whitfield)

    def said(words: str) -> str:
        number = _said(ground, to, f"{words} {people.a_word()}")
        return read(client.post(reverse("replies", args=[post.pk]), {"address": number}))

    page = said("It was Tom Baker next door, call his mom at 773-555-0142.")
    assert "It may give away something private" in page and "773-555-0142" in page
    for words in ("The police are useless and you all lie.", "La policía no sirve para nada.", RUDE):
        assert "It may give away something private" not in said(words)


def test_of_a_reply_in_a_language_that_no_check_reads_the_page_says_so(scene: Scene) -> None:
    engaged, ground, post, _ = scene
    to = Publication.objects.get(post=post).external_id
    client: Client = signed_in(engaged.whitfield)
    for words, silent in ((POLISH, "reads like Polish"), (RUDE, "")):
        number = _said(ground, to, f"{words} {people.a_word()}")
        page = read(client.post(reverse("replies", args=[post.pk]), {"address": number}))
        assert ("nothing was checked" in page, silent in page) == (bool(silent), True)
