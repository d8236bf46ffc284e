"""What an author declares by sending is read where they press, where it is decided, and in the record."""

import json
import zipfile
from datetime import datetime

from django.urls import reverse

from audit import vault
from posts.models import Post
from records import bundle
from tests import people
from tests.posts import paired
from tests.posts.walking import Out, Person, goes_out

SAID = "By sending it, you say this is about your own district."
CLAUSE = "CPD-TW.IV.C"


def test_what_sending_declares_stands_at_the_button_at_the_desk_on_the_page_and_in_the_record_cpd_tw_iv_c(
    out: Out,
) -> None:
    engaged, _ = out
    author, sergeant = Person(engaged, "reyes"), Person(engaged, "whitfield")
    text = f"The side door of the library is open again, {people.a_word()}."

    post = author.drafts("safety_tip", text, {"source": "The library"})
    button = author.reads("composer", post.pk)
    assert f"{SAID} {CLAUSE}" in button
    assert f"“{SAID}” ({CLAUSE})" in author.submits(post)
    desk = sergeant.at_desk(post)
    assert f"The author declared“{SAID}” {CLAUSE}" in desk
    sergeant.approves(post)
    record = goes_out(post)

    page = sergeant.reads("post", post.pk)
    assert f"{engaged.reyes.titled_name} sent it for approval: declared “{SAID}” ({CLAUSE})" in page
    kept = sergeant.reads("record", record.number)
    assert f"The author declared: “{SAID}” ({CLAUSE})" in kept
    assert f"Declared“{SAID}” ({CLAUSE})" in kept
    with zipfile.ZipFile(bundle.packed(record=record)) as archive:
        chain = json.loads(archive.read(f"record-{record.number}/chain.json"))
    sent = next(one for one in chain["entries"] if one["act"] == "submitted")
    assert sent["detail"].endswith(f"The author declared: “{SAID}” ({CLAUSE})")
    assert post.revision is not None
    frozen = json.loads(vault.text(digest=post.revision.decision_digest, agency_id=post.agency_id))
    assert [one["sentence"] for one in frozen["declarations"]] == [SAID]


def test_what_a_pair_declares_is_said_once_for_both(out: Out, early: datetime) -> None:
    engaged, _ = out
    author, sergeant = Person(engaged, "reyes"), Person(engaged, "whitfield")
    first, second = paired.begun(engaged=engaged, at=early)

    assert all(author.reads("composer", one.pk).count(SAID) == 1 for one in (first, second))
    author.submits(first)
    answers = sergeant.at_desk(first)
    assert answers.count(f"The author declared“{SAID}”") == 1


def test_where_nothing_is_declared_nothing_stands_at_the_button(out: Out) -> None:
    engaged, _ = out
    office = Person(engaged, "natarajan")
    office.press(reverse("own_posts"), reverse("begin_post"), {"account": engaged.accounts["014"].pk})
    post = Post.objects.latest("pk")

    assert "By sending it" not in office.reads("composer", post.pk)
