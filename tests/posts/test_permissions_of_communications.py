"""What Communications rests on where it writes from a unit's account: its own written permissions, and the unit's."""

from datetime import datetime

import pytest
from django.urls import reverse

from governance.cast import Cast
from posts import permitting, submission
from posts.models import Post, Status
from posts.submission import NotReady
from tests import people
from tests.posts.desks import read, signed_in
from tests.posts.test_written_permissions import drill, given


def test_communications_names_its_own_permission_where_it_writes_from_a_units_account_cpd_sm_ii_c_2(
    chicago: Cast, at: datetime
) -> None:
    own = given(chicago, at, by="foster")
    assert own.unit_id not in (chicago.reyes.unit_id, chicago.accounts["014"].unit_id)
    post = people.drafted(engaged=chicago, by="natarajan", unit="014", written=drill(own), at=at)
    post = submission.submit(post_id=post.pk, actor=chicago.natarajan, seen_version=1, at=at)
    post = people.approve(post=post, by=chicago.foster, at=at)
    assert post.status == Status.APPROVED
    assert [one.pk for one in permitting.of_post(post=post)] == [own.pk]

    (back,) = permitting.resting_on(permission_id=own.pk, agency_id=chicago.agency.pk)
    assert back.pk == post.pk
    permitting.end(permission_id=own.pk, actor=chicago.natarajan, reason="Over.", at=at)
    assert Post.objects.get(pk=post.pk).status == Status.RETURNED


def test_communications_names_the_units_permission_there_too_cpd_sm_ii_c_2(
    chicago: Cast, at: datetime
) -> None:
    post = people.submitted(
        engaged=chicago, by="natarajan", unit="014", written=drill(given(chicago, at)), at=at
    )
    assert post.status == Status.IN_REVIEW


def test_a_unit_rests_on_no_permission_of_communications_cpd_sm_ii_c_2(chicago: Cast, at: datetime) -> None:
    own = given(chicago, at, by="foster")
    post = people.drafted(engaged=chicago, written=drill(own), at=at)
    with pytest.raises(NotReady) as refused:
        submission.submit(post_id=post.pk, actor=chicago.reyes, seen_version=1, at=at)
    (finding,) = refused.value.judged.decision.at(level="must_fix")
    assert (finding.clause, finding.question) == ("CPD-SM.II.C.2", "confidential_permission")


def test_the_composer_offers_it_to_communications_alone_cpd_sm_ii_c_2(
    chicago_lately: Cast, early: datetime
) -> None:
    own = given(chicago_lately, early, by="foster")
    for by, offers in (("natarajan", True), ("reyes", False)):
        post = people.drafted(engaged=chicago_lately, by=by, unit="014", written=drill(), at=early)
        page = read(signed_in(chicago_lately.people[by]).get(reverse("composer", args=[post.pk])))
        assert "Ask for a permission" in page and (f"Permission {own.pk}: " in page) is offers
