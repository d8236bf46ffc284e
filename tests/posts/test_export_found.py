"""What a search found is exported from the search page, whole and provable (CPD-SM.III.C.3.c)."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.cast import Cast
from posts import hiding, sending, tasks
from posts.models import HideGround, Status
from posts.views.searching import _why_left_out
from records.models import Export, ExportState, Record
from tests import people
from tests.posts.desks import at, read, signed_in
from tests.posts.test_hiding import _said
from tests.posts.test_picture_publishing import ALTS, due
from tests.records.conftest import sign
from tests.records.test_collected_export import unpacked, verify

__all__ = ["at"]


def test_what_a_query_returns_is_exported_with_media_replies_and_approvals_and_verifies_cpd_sm_iii_c_3_c(
    out: tuple[Cast, Any], early: datetime, tmp_path: Path
) -> None:
    engaged, ground = out
    publication = due(engaged, early, "Two views of Humboldt Park.")
    draft = people.drafted(
        engaged=engaged, at=early, written=replace(people.TIP, text="Humboldt Park is closed.")
    )
    assert sending.send(publication_id=publication.pk) == "published"
    publication.refresh_from_db()
    number = _said(ground, publication.external_id, f"Cheap wristwatches {people.a_word()}")
    reply = hiding.hide(
        post_id=publication.post_id,
        actor=engaged.whitfield,
        typed=f"https://x.com/somebody/status/{number}",
        ground=HideGround.SPAM,
        reason="It sells watches.",
        at=timezone.now(),
    )
    assert hiding.carry_out(reply_id=reply.pk) in {"done", "nothing to do"}
    sign(at=early)

    officer = signed_in(engaged.marsh)
    assert "Export these" in read(officer.get(reverse("search"), {"q": "humboldt"}))
    begun = officer.post(reverse("export_found"), {"words": "humboldt"})
    export = Export.objects.get()
    assert begun.url == reverse("export", args=[export.pk])
    tasks.pack_records(export.pk)
    page = read(officer.get(begun.url))
    record = Record.objects.get(post_id=publication.post_id)
    assert record.number in page and f"Post {draft.pk}" in page and "Never published: draft." in page
    answer: Any = officer.post(reverse("export_file", args=[export.pk]))
    folder = unpacked(b"".join(answer.streaming_content), tmp_path)

    code, said = verify(folder)
    assert code == 0, said
    assert f"record {record.number} holds" in said and f"left out: post {draft.pk}" in said
    own = folder / "records" / record.number
    assert (own / "text.txt").read_text() == "Two views of Humboldt Park."
    assert len(list((own / "pictures").iterdir())) == 2
    everything = "".join(path.read_text() for path in own.rglob("*.json"))
    for held in ("Cheap wristwatches", ALTS[1], "Sgt. Marcus Whitfield approved"):
        assert held in everything
    next((own / "pictures").iterdir()).write_bytes(b"another")
    assert verify(folder)[0] == 1

    entry = record.entries.get(kind="moderated")
    for part in ("picture:1", f"addition:{entry.pk}"):
        typed = {"part": part, "exemption": "b", "basis": "It shows a plate."}
        assert officer.post(reverse("withhold", args=[record.number]), typed).status_code == 302
    sign(at=early)
    officer.post(reverse("export_found"), {"words": "humboldt"})
    export = Export.objects.latest("pk")
    tasks.pack_records(export.pk)
    assert "Withheld in part" in read(officer.get(reverse("export", args=[export.pk])))
    answer = officer.post(reverse("export_file", args=[export.pk]))
    (tmp_path / "again").mkdir()
    folder = unpacked(b"".join(answer.streaming_content), tmp_path / "again")
    code, said = verify(folder)
    assert code == 0, said
    assert said.count("withheld under 7(1)(b)") == 2 and "Picture 1. It shows a plate." in said
    own = folder / "records" / record.number
    assert len(list((own / "pictures").iterdir())) == 1
    everything = "".join(path.read_text() for path in own.rglob("*.*") if path.parent.name != "pictures")
    assert "Cheap wristwatches" not in everything and ALTS[0] not in everything


@pytest.mark.parametrize("status", Status)
def test_only_what_never_went_out_is_called_never_published(status: Status) -> None:
    went = {"sending", "partly_out", "published", "unknown", "taking_down", "taken_down"}
    said = _why_left_out(status)
    assert said.startswith("Never published: ") is (status not in went)
    assert said.endswith("Its record is not kept yet.") is (status in went)


def test_who_may_not_export_sees_no_button(chicago: Cast, at: datetime) -> None:
    people.drafted(engaged=chicago, at=at)
    for member, shown in ((chicago.marsh, True), (chicago.reyes, False), (chicago.natarajan, False)):
        page = read(signed_in(member).get(reverse("search"), {"q": "garage"}))
        assert ("Export these" in page) is shown


@pytest.mark.parametrize("words", ["garage", "zeppelin", "", "\x00"])
def test_where_nothing_was_published_the_page_says_so(chicago: Cast, at: datetime, words: str) -> None:
    people.drafted(engaged=chicago, at=at)
    officer = signed_in(chicago.marsh)
    answer = officer.post(reverse("export_found"), {"words": words}, follow=True)
    assert "there is no record to export" in read(answer)
    assert not Export.objects.exists()


def test_another_agency_has_no_such_export(chicago: Cast, alsip: Cast, at: datetime) -> None:
    stranger = Export.objects.create(
        agency=chicago.agency,
        words="x",
        asked_by=chicago.marsh,
        asked_by_name="Helen Marsh",
        asked_at=at,
        moved_at=at,
        record_ids=[1],
    )
    petrov = signed_in(alsip.people["petrov"])
    assert petrov.get(reverse("export", args=[stranger.pk])).status_code == 404
    assert petrov.post(reverse("export_file", args=[stranger.pk])).status_code == 404
    assert "Nothing was exported yet" in read(petrov.get(reverse("exports")))
    stranger.refresh_from_db()
    assert stranger.state == ExportState.MAKING
