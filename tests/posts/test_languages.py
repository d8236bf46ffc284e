"""A post in another language: what it means is asked, frozen, bound, read by who decides, kept, and never sent."""

import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts import authority as authorities
from audit import vault
from directives.decision import Finding
from governance.cast import Cast
from posts import drafting, judging, preserving, searching, sending, submission
from posts.digest import normal
from posts.models import Post, Publication, Revision
from posts.submission import NotReady
from records import bundle
from records.models import Record
from tests import people
from tests.records.test_export import verify

MEANING = "Lock the side door of your garage tonight. Call 911 if you see somebody at it."
AVISO = replace(
    people.TIP,
    text="Cierre hoy la puerta lateral de su garaje. Llame al 911 si ve a alguien en ella.",
    language="es",
    meaning=MEANING,
)


def findings(written: drafting.Written, engaged: Cast, at: datetime) -> tuple[Finding, ...]:
    return judging.judge_draft(
        account=next(iter(engaged.accounts.values())),
        category=written.category,
        text=written.text,
        answers=written.answers,
        send_at=None,
        at=at,
        language=written.language,
        meaning=written.meaning,
    ).decision.findings


@pytest.mark.parametrize(
    ("language", "meaning", "asked"),
    [("es", "", True), ("es", " ", True), ("es", AVISO.text, True), ("es", MEANING, False), ("", "", False)],
)
def test_cpd_tw_iv_f_another_language_says_in_english_what_it_means(
    language: str, meaning: str, asked: bool, chicago: Cast, at: datetime
) -> None:
    written = replace(AVISO, language=language, meaning=meaning)
    found = [one for one in findings(written, chicago, at) if one.rule == "meaning-given"]
    assert bool(found) is asked
    assert all("Spanish" in one.sentence and one.level == "must_fix" for one in found)
    post = people.drafted(engaged=chicago, written=written, at=at)
    if asked:
        with pytest.raises(NotReady):
            submission.submit(post_id=post.pk, actor=chicago.reyes, seen_version=1, at=at)


def test_in_alsip_the_department_asks_what_another_language_means_too(alsip: Cast, at: datetime) -> None:
    """Its policy says nothing of languages: it is a choice, under the author's own check."""
    account = next(iter(alsip.accounts.values()))
    asked = {
        meaning: [
            finding
            for finding in judging.judge_draft(
                account=account,
                category="",
                text=AVISO.text,
                answers={},
                send_at=None,
                at=at,
                language="es",
                meaning=meaning,
            ).decision.findings
            if finding.rule == "meaning-given"
        ]
        for meaning in ("", MEANING)
    }
    assert [(one.level, one.clause) for one in asked[""]] == [("must_fix", "APD-1021.4.REVIEW")]
    assert asked[MEANING] == []


def test_words_that_ask_are_read_in_the_meaning_too(chicago: Cast, at: datetime) -> None:
    said = replace(AVISO, meaning="The perp is under arrest.")
    told = [one.rule for one in findings(said, chicago, at) if one.sentence.startswith("In the meaning")]
    assert "arrest-suspected" in told and "plain-words" not in told, (
        "what asks, and no better words for what no resident reads"
    )


def frozen(post: Post) -> Revision:
    post.refresh_from_db()
    assert post.revision is not None
    return post.revision


def test_the_binding_binds_the_meaning_and_the_network_never_learns_it(chicago: Cast, at: datetime) -> None:
    notice = people.with_answers(AVISO, language_reason="It is a prayer.")
    first, other, plain, english = (
        frozen(people.submitted(engaged=chicago, written=written, at=at))
        for written in (
            notice,
            replace(notice, meaning="Something else."),
            replace(notice, language="", meaning=""),
            replace(notice, language="", meaning="Left over from before."),
        )
    )
    assert len({one.digest for one in (first, other, plain, english)}) == 1, "the network receives the same"
    assert len({first.binding, other.binding, plain.binding}) == 3
    assert (english.binding, english.meaning_digest) == (plain.binding, ""), "nothing is meant in one's own"
    assert vault.text(digest=first.meaning_digest, agency_id=chicago.agency.pk) == normal(MEANING)


def test_what_it_means_stands_in_the_record_and_its_export_and_is_never_sent(
    out: tuple[Cast, Any], early: datetime, tmp_path: Path, client: Client
) -> None:
    engaged, _ = out
    post = people.submitted(engaged=engaged, written=AVISO, at=early)
    people.approve(post=post, by=engaged.whitfield, at=early)
    publication = Publication.objects.get(post=post)
    assert sending.send(publication_id=publication.pk) == "published"
    preserving.keep_what_is_owed(publication_id=publication.pk, at=early)
    record = Record.objects.get(post_id=post.pk)
    assert record.language == "es"
    for digest in (record.exchange_digest, record.fingerprint):
        assert MEANING[:20] not in vault.text(digest=digest, agency_id=engaged.agency.pk)
    client.force_login(engaged.whitfield)
    page = client.get(reverse("record", args=[record.number])).content.decode()
    assert MEANING in page
    assert "Written in Spanish (Español)" in page
    with zipfile.ZipFile(bundle.packed(record=record)) as archive:
        archive.extractall(tmp_path)
    folder = tmp_path / f"record-{record.number}"
    assert (folder / "meaning.txt").read_text() == MEANING
    (folder / "meaning.txt").write_text("Something else.")
    assert "WRONG meaning.txt" in verify(folder).stdout


def test_a_post_is_found_by_what_it_means(chicago: Cast, at: datetime) -> None:
    people.submitted(engaged=chicago, written=AVISO, at=at)
    held = authorities.load(member=chicago.whitfield, at=at)
    (found,) = searching.posts(authority=held, unit_ids=None, words="garages").rows
    assert ("garage", True) in found.meaning
    assert "".join(text for text, _ in found.pieces) == AVISO.text


@pytest.mark.parametrize("where", ["composer", "desk", "post"])
def test_a_page_shows_the_meaning_beside_the_text(
    where: str, chicago_lately: Cast, early: datetime, client: Client
) -> None:
    make: Callable[..., Post] = people.drafted if where == "composer" else people.submitted
    post = make(engaged=chicago_lately, written=AVISO, at=early)
    client.force_login(chicago_lately.reyes if where == "composer" else chicago_lately.whitfield)
    page = client.get(reverse(where, args=[post.pk])).content.decode()
    assert MEANING in page
    assert 'lang="es"' in page


def test_what_was_typed_is_kept_and_a_form_without_the_field_leaves_it(
    chicago_lately: Cast, early: datetime, client: Client
) -> None:
    post = people.drafted(engaged=chicago_lately, at=early)
    client.force_login(chicago_lately.reyes)
    sent = {"version": "1", "text": AVISO.text, "spoken": "es", "meaning": MEANING, "keep": "1"}
    client.post(reverse("check_draft", args=[post.pk]), sent)
    client.post(reverse("check_draft", args=[post.pk]), {"version": "2", "text": "Otro", "keep": "1"})
    post.refresh_from_db()
    kept = drafting.written_in(draft=post.draft, category="")
    assert (kept.text, kept.language, kept.meaning) == ("Otro", "es", MEANING)
