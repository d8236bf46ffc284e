"""A repost over everybody's pages: its warning is acknowledged, and its record names who did what for which unit."""

from django.urls import reverse

from posts.models import Post, Status
from tests.posts.test_reposting import acts, theirs
from tests.posts.walking import Out, Person, goes_out


def test_a_repost_goes_out_once_its_warning_is_acknowledged_and_the_record_names_author_unit_and_role_cpd_tw_iv_k(
    out: Out,
) -> None:
    """CPD-TW.IV.B"""
    engaged, ground = out
    author, sergeant = Person(engaged, "reyes"), Person(engaged, "whitfield")
    before = acts(ground, engaged)
    address, said = theirs(engaged, ground)
    account = engaged.accounts["014"].pk
    page = author.press(
        reverse("own_posts"), reverse("begin_repost"), {"account": account, "address": address}
    )
    assert said in page
    post = Post.objects.latest("pk")
    author.writes(post, category="safety_tip")
    author.answers(post, {"source": "The 018th District"})
    refused = author.submits(post)
    assert "Say that you have read this. Read here as · CPD-TW.IV.K" in refused
    assert post.status == Status.DRAFT
    author.answers(post, {"endorsement": "read"})
    author.submits(post)
    assert "The author has read that warning." in sergeant.at_desk(post)
    sergeant.approves(post)
    record = goes_out(post)
    assert acts(ground, engaged) == [*before, True]
    kept = sergeant.reads("record", record.number)
    assert "Warning about praiseI have read this and what I share" in kept
    assert f"{engaged.reyes.titled_name}, Social media representative of the 014th District" in kept
    assert f"{engaged.whitfield.titled_name}, Sergeant of the 014th District" in kept
