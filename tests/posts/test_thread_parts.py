"""A thread is one post: one draft, one version, one approval over all its parts in order."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from accounts import authority as authorities
from accounts.models import OutletAccount
from audit import vault
from governance.cast import Cast
from posts import conflicts, drafting, gate, judging, parts, searching, submission
from posts import digest as digests
from posts.forms import threads
from posts.forms.drafts import Typed
from posts.models import Draft, Post, Publication, RevisionPart
from posts.parts import Part, TooManyParts
from posts.pictured import Pictured
from posts.submission import NotReady
from tests import people

pytestmark = pytest.mark.django_db

FURTHER = ("Second: lock the garage, too.", "Third: call 911 when you see somebody try doors.")
THREAD = replace(people.TIP, further=FURTHER)


@pytest.fixture
def at() -> datetime:
    return timezone.now() - timedelta(minutes=20)


@pytest.fixture(autouse=True)
def training(settings: Any) -> None:
    """There is a training network; nothing is sent to it here."""
    settings.TRAINING_URL = "http://127.0.0.1:9"


def _approved(chicago: Cast, at: datetime) -> Post:
    post = people.submitted(engaged=chicago, written=THREAD, at=at)
    people.approve(post=post, by=chicago.whitfield, at=at)
    post.refresh_from_db()
    return post


def test_the_fingerprint_of_one_part_is_as_it_was_before_there_were_threads() -> None:
    alone = digests.received(network="x", external_user_id="7", text="A", reply_settings="")
    assert "thread" not in alone
    assert parts.fingerprint(received=[alone]) == digests.of(alone)


def test_the_fingerprint_of_a_thread_binds_every_part_in_order(chicago: Cast, at: datetime) -> None:
    post = people.drafted(engaged=chicago, at=at)

    def of(*texts: str) -> str:
        made = [Part(text=text) for text in texts]
        return parts.fingerprint(
            received=parts.received(post=post, parts=made, reply_settings="", reply_to="")
        )

    assert len({of("A", "B", "C"), of("A", "C", "B"), of("A", "B"), of("A"), of("A", "B", "c")}) == 5


def test_a_thread_is_frozen_as_it_stands_and_is_gated_over_all_its_parts(chicago: Cast, at: datetime) -> None:
    post = _approved(chicago, at)
    revision = post.revision
    assert revision is not None and revision.parts == 3
    assert parts.texts_of(revision=revision, agency_id=post.agency_id) == (people.TIP.text, *FURTHER)
    received = parts.frozen_received(post=post, revision=revision)
    assert parts.fingerprint(received=received) == revision.digest
    assert vault.text(digest=revision.digest, agency_id=post.agency_id) == digests.thread(
        [digests.of(one) for one in received]
    )
    first = Publication.objects.filter(post=post).earliest("part")
    held = gate.holds_back(post=post, publication=first, now=at)
    assert held is None or held.slug != "account_changed"
    with transaction.atomic(), pytest.raises(DatabaseError):
        RevisionPart.objects.filter(revision=revision).update(text_digest="0" * 64)
    with transaction.atomic(), pytest.raises(DatabaseError):
        RevisionPart.objects.filter(revision=revision).delete()


def test_a_part_that_is_missing_does_not_go_out_shorter(chicago: Cast, at: datetime) -> None:
    post = _approved(chicago, at)
    assert post.revision is not None
    RevisionPart.objects.create(revision=post.revision, number=3, text_digest=post.revision.text_digest)
    first = Publication.objects.filter(post=post).earliest("part")
    held = gate.holds_back(post=post, publication=first, now=at)
    assert held is not None and held.slug == "account_changed"


@pytest.mark.parametrize(
    ("further", "sentence"),
    [
        (("",), "Write the text of part 2, or remove the part."),
        (("Good.", "x" * 285), "Part 3 is 5 characters too long for Training."),
    ],
)
def test_each_part_is_counted_and_named(
    chicago: Cast, at: datetime, further: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(NotReady) as refused:
        people.submitted(engaged=chicago, written=replace(THREAD, further=further), at=at)
    found = refused.value.judged.decision.at(level="must_fix")
    assert [one.sentence for one in found] == [sentence]
    assert found[0].part == len(further) + 1


def test_the_rules_read_every_part_and_name_the_one_in_which_the_words_stand(
    chicago: Cast, at: datetime
) -> None:
    account = OutletAccount.objects.select_related("agency", "unit").get(
        pk=people.drafted(engaged=chicago, at=at).account_id
    )
    judged = judging.judge_draft(
        account=account,
        category="safety_tip",
        text="Lock your car.",
        further=["Take your keys.", "The offender fled."],
        answers={},
        send_at=None,
        at=at,
    )
    named = [one for one in judged.decision.findings if one.span and not one.rule.endswith("-hinted")]
    spans = [(one.part, one.span) for one in named]
    assert spans and all(part == 3 for part, _ in spans)
    assert any("The offender fled."[slice(*span)] == "offender" for _, span in spans if span)


def test_saving_copying_and_conflicts_cover_all_parts(chicago: Cast, at: datetime) -> None:
    post = people.drafted(engaged=chicago, written=THREAD, at=at)
    draft = Draft.objects.select_related("saved_by").get(post=post)
    assert drafting.written_in(draft=draft, category=post.category).further == FURTHER
    draft.post = post
    pack = judging.pack_in_force(agency=post.account.agency, at=at)
    mine = replace(THREAD, further=(FURTHER[0], "Another third."))
    conflict = conflicts.between(
        theirs=draft, mine=mine, pack=pack, reader=chicago.reyes, zone=post.account.agency.tzinfo
    )
    assert [number for number, _ in conflict.further] == [3] and not conflict.others
    shorter = replace(THREAD, further=())
    saved = drafting.save(
        post_id=post.pk, actor=chicago.reyes, written=shorter, seen_version=draft.version, at=at
    )
    assert (saved.parts, saved.further.count()) == (1, 0)
    many = replace(THREAD, further=("x",) * 10)
    with pytest.raises(TooManyParts):
        drafting.save(post_id=post.pk, actor=chicago.reyes, written=many, seen_version=saved.version, at=at)
    thread = people.drafted(engaged=chicago, written=THREAD, at=at)
    copied = drafting.copy(post_id=thread.pk, actor=chicago.reyes, at=at)
    assert parts.further_in(draft=copied.draft) == FURTHER


def test_an_approval_of_a_thread_is_asked_again_when_any_part_changes(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, written=THREAD, at=at)
    before = post.revision
    drafting.reopen(post_id=post.pk, actor=chicago.reyes, at=at)
    draft = Draft.objects.get(post=post)
    changed = replace(THREAD, further=(FURTHER[0], FURTHER[1] + " Now."))
    saved = drafting.save(
        post_id=post.pk, actor=chicago.reyes, written=changed, seen_version=draft.version, at=at
    )
    again = submission.submit(post_id=post.pk, actor=chicago.reyes, seen_version=saved.version, at=at)
    assert before is not None and again.revision is not None
    assert again.revision.text_digest == before.text_digest
    assert (again.revision.digest, again.revision.binding) != (before.digest, before.binding)


def test_the_form_adds_moves_and_removes_parts_and_their_pictures_go_with_them() -> None:
    typed = Typed(
        version=1,
        account_id=1,
        text="A",
        further=("B", "C"),
        pictures=(Pictured(picture_id=1, part=0), Pictured(picture_id=3, part=2)),
    )

    def after(button: str, part: int) -> tuple[tuple[str, ...], dict[int, int], int]:
        now, at = threads.rearranged(sent={button: str(part)}, typed=typed)
        return (now.text, *now.further), {each.picture_id: each.part for each in now.pictures}, at

    assert after("add_part", 1) == (("A", "B", "C", ""), {1: 0, 3: 2}, 4)
    assert after("part_earlier", 3) == (("A", "C", "B"), {1: 0, 3: 1}, 2)
    assert after("part_later", 1) == (("B", "A", "C"), {1: 1, 3: 2}, 2)
    assert after("part_earlier", 1) == (("A", "B", "C"), {1: 0, 3: 2}, 0)
    assert after("remove_part", 3) == (("A", "B"), {1: 0, 3: 1}, 2)
    assert after("remove_part", 1) == (("B", "C"), {1: 0, 3: 1}, 1)
    many = replace(typed, further=("x",) * 9)
    assert threads.rearranged(sent={"add_part": "1"}, typed=many) == (many, 10)


def test_a_thread_is_written_without_script_and_shown_as_a_chain(chicago: Cast, at: datetime) -> None:
    client = Client()
    client.force_login(chicago.reyes)
    post = people.drafted(engaged=chicago, written=people.TIP, at=at)
    page, check = f"/write/{post.pk}/", f"/write/{post.pk}/check/"
    sent = {"version": "1", "account": str(post.account_id), "category": "safety_tip", "when": "approved"}
    sent |= {"text": people.TIP.text, "parts": "1", "answer-source": people.TIP.answers["source"]}
    answer = client.post(check, {**sent, "add_part": "1"})
    assert answer["Location"].endswith("#text-2")
    assert 'name="text-2"' in client.get(page).content.decode()
    version = str(Draft.objects.get(post=post).version)
    more = {**sent, "version": version, "parts": "2", "text-2": "The offender fled north."}
    found = client.post(check, {**more, "check": "1"}, follow=True).content.decode()
    assert "<b>Part 2:</b>" in found and "Use this" in found
    offered = re.search(r'name="use_wording" value="([^"]+)"', found)
    assert offered is not None
    now = {**more, "version": str(Draft.objects.get(post=post).version)}
    client.post(check, {**now, "use_wording": offered.group(1)})
    draft = Draft.objects.get(post=post)
    assert parts.further_in(draft=draft)[0] != "The offender fled north."
    assert draft.text == people.TIP.text


def test_who_decides_and_who_looks_later_read_every_part(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, written=THREAD, at=at)
    client = Client()
    client.force_login(chicago.whitfield)
    for address in (f"/review/{post.pk}/", f"/post/{post.pk}/"):
        page = client.get(address).content.decode()
        assert all(text in page for text in FURTHER), address
        assert "Part 3 of 3, a reply to part 2" in page


def test_a_post_is_found_by_the_words_of_a_further_part(chicago: Cast, at: datetime) -> None:
    post = people.drafted(engaged=chicago, written=replace(THREAD, further=("Beware of zebras.",)), at=at)
    reader = authorities.load(member=chicago.reyes, at=at)
    page = searching.posts(authority=reader, unit_ids=None, words="zebra")
    assert [one.post.pk for one in page.rows] == [post.pk]
