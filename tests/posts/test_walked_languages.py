"""A post in another language over everybody's pages: who reads it approves it, and residents never see its meaning."""

import json

from django.urls import reverse

from audit import vault
from posts.models import Status
from tests import people
from tests.posts.test_languages import AVISO, MEANING
from tests.posts.walking import Out, Person, accepted, goes_out


def test_a_post_in_spanish_waits_for_who_reads_it_and_its_meaning_stays_in_the_house_cpd_tw_iv_f(
    out: Out,
) -> None:
    engaged, ground = out
    author, whitfield, brody, commander = (
        Person(engaged, key) for key in ("reyes", "whitfield", "brody", "okafor")
    )
    unit, reader = engaged.units["014"].pk, engaged.brody.pk
    asking = f"{reverse('conditions')}?unit={unit}"
    said = commander.press(asking, reverse("ask_for_reader"), {"unit": unit})
    assert "approved only by who reads it, or by Communications" in said
    about, say = reverse("member", args=[reader]), reverse("member_languages", args=[reader])
    brody.press(about, say, {"language": "es", "does": "declare"})
    commander.client.post(say, {"language": "es", "does": "confirm"})

    text = f"{AVISO.text} {people.a_word()}"
    post = author.drafts("safety_tip", text, {"source": "Beat 1413"})
    asked = author.writes(post, spoken="es")
    assert "Spanish" in asked and "Reads Spanish, as the unit asks." in asked
    assert "Nothing to fix" in author.writes(post, meaning=MEANING)
    author.submits(post)
    assert "Reads Spanish, as the 014th District asks, or is of Communications." in author.reads(
        "post", post.pk
    )

    refused = whitfield.at_desk(post)
    assert "asks for a reviewer who reads it. Sgt. Aileen Brody or Communications can approve it." in refused
    assert MEANING in refused
    assert post.revision is not None
    whitfield.client.post(reverse("approve_post", args=[post.pk]), {"binding": post.revision.binding})
    post.refresh_from_db()
    assert post.status == Status.IN_REVIEW
    brody.approves(post)
    record = goes_out(post)

    assert vault.text(digest=post.revision.meaning_digest, agency_id=post.agency_id) == MEANING
    assert MEANING in brody.reads("record", record.number)
    told = json.dumps(accepted(ground, engaged), ensure_ascii=False)
    assert text in told and MEANING[:30] not in told
