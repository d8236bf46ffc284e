"""A crime alert over everybody's pages: offered, reposted as it stands, approved, out, withdrawn, taken down."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from posts import sending
from posts.models import Post, Publication, ReadyDraft, Status
from tests.posts.test_crime_alerts import ALERT, BUREAU
from tests.posts.test_reposting import acts, theirs
from tests.posts.walking import Out, Person, goes_out, trail


def test_an_alert_goes_from_the_office_over_one_press_and_one_sergeant_to_residents_and_back_cpd_tw_v_b_3(
    out: Out,
) -> None:
    """CPD-TW.IV.K"""
    engaged, ground = out
    office, sergeant = Person(engaged, "natarajan"), Person(engaged, "whitfield")
    before = acts(ground, engaged)
    address, said = theirs(engaged, ground, ALERT)
    ends = (timezone.now() + timedelta(hours=2)).astimezone(engaged.agency.tzinfo)
    page = office.press(
        reverse("offer_alert"),
        reverse("offer_alert"),
        {
            "address": address,
            "title": "Blue Line",
            "category": "crime_alert",
            "approved_on": f"{ends - timedelta(hours=2):%Y-%m-%d}",
            "valid_until": f"{ends:%Y-%m-%dT%H:%M}",
            **BUREAU,
        },
    )
    alert = ReadyDraft.objects.get(kind="alert")
    assert "It is offered." in page and said in page

    offer = Person(engaged, "reyes").reads("ready_drafts")
    assert (
        "hold for it, too. Say that you have read this. CPD-TW.IV.K By reposting it you say: “I have" in offer
    )
    assert "about your own district" not in offer
    for who, unit in (("reyes", "014"), ("tran", "001")):
        account = engaged.accounts[unit]
        page = Person(engaged, who).press(
            reverse("ready_drafts"), reverse("take_ready", args=[alert.pk]), {"account": account.pk}
        )
        assert "Submitted. It is with" in page, page
    live, pending = (Post.objects.get(account=engaged.accounts[unit]) for unit in ("014", "001"))
    desk = sergeant.at_desk(live)
    assert said in desk and BUREAU["approved_by"] in desk
    assert "The author has read that warning." in desk
    sergeant.approves(live)
    record = goes_out(live)
    assert acts(ground, engaged) == [*before, True]

    own = reverse("ready_draft", args=[alert.pk])
    page = office.press(own, reverse("withdraw_ready", args=[alert.pk]), {"reason": "They were caught."})
    assert "1 out, 0 waiting" in page
    assert "They were caught." in Person(engaged, "tran").reads("post", pending.pk)
    pending.refresh_from_db()
    assert pending.status == Status.WITHDRAWN and not Publication.objects.filter(post=pending).exists()
    assert "Take down: their alert is over" in sergeant.reads("ready_drafts")

    down = reverse("take_down_post", args=[live.pk])
    sergeant.press(reverse("post", args=[live.pk]), down, {"reason": "The alert is over."})
    assert sending.send(publication_id=Publication.objects.get(post=live).pk) == "deleted"
    assert acts(ground, engaged) == [*before, False]
    kept = sergeant.reads("record", record.number)
    assert (
        f"{engaged.reyes.titled_name} reposts a crime alert that {engaged.natarajan.titled_name} offered"
        in kept
    )
    assert "Warning about praiseI have read this and what I share" in kept
    assert "Taken down from Training “The alert is over.”" in kept
    assert kept.index("reposts a crime alert") < kept.index("sent it for approval")
    assert trail(pending) == [
        "post.begun",
        "post.repost_begun",
        "post.from_alert",
        "post.submitted",
        "post.alert_ended",
    ]
