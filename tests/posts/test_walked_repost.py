"""A repost over everybody's pages: its warning is read, what it shows is asked, and its record names who did what."""

from django.urls import reverse

from posts.models import Post, Status
from tests.posts.test_reposting import acts, theirs
from tests.posts.walking import Out, Person, charged, goes_out


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


def test_sharing_somebodys_booking_photograph_of_a_small_offense_is_refused_and_without_one_goes_on_cpd_tw_v_d_9(
    out: Out,
) -> None:
    """CPD-TW.V.D.10, with 5 ILCS 140/2.15 on booking photographs"""
    engaged, ground = out
    author, sergeant, office = (Person(engaged, key) for key in ("reyes", "whitfield", "natarajan"))
    address, said = theirs(engaged, ground, "A man is charged with trespass at Palmer Square. ")
    account = engaged.accounts["014"].pk
    author.press(reverse("own_posts"), reverse("begin_repost"), {"account": account, "address": address})
    post = Post.objects.latest("pk")
    author.writes(post, category="arrest")
    author.answers(post, {**charged("misdemeanor_bc"), "endorsement": "read", "shows_evidence": "no"})
    assert "Say whether one of the pictures is a booking photograph." in author.submits(post)

    author.answers(post, {"booking_photo": "yes"})
    refused = author.submits(post)
    assert "Remove the picture, or do not share it. The directive says · ILCS-5-140-2.15" in refused
    assert post.status == Status.DRAFT

    author.answers(post, {"booking_photo": "no"})
    assert "Submitted." in author.submits(post)
    for who in (sergeant, office):
        who.approves(post)
    kept = office.reads("record", goes_out(post).number)
    assert "Booking photographNo" in kept and said in kept
