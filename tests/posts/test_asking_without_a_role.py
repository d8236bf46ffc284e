"""Any member asks for a written permission, whatever they may do else, and gets a letter (CPD-SM.III.D)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Authorisation, Message, WrittenPermission
from audit import vault
from governance.cast import Cast
from tests.posts.desks import read, signed_in


@pytest.mark.parametrize(
    ("said", "told"),
    [("give", "It is permitted"), ("decline", "It is not permitted.")],
    ids=["given", "declined"],
)
def test_cpd_sm_iii_d_a_member_without_a_role_asks_to_use_the_logo_and_reads_the_decision(
    chicago_lately: Cast, said: str, told: str
) -> None:
    """Through the pages: asked, seen by Communications, decided with a reason, read in the letter."""
    engaged = chicago_lately
    asks, office = signed_in(engaged.people["lindqvist"]), signed_in(engaged.natarajan)
    assert not Authorisation.objects.filter(member=engaged.people["lindqvist"]).exists()

    assert "Ask for a permission" in read(asks.get(reverse("permissions_asked")))
    typed = {"kind": "marks", "covers": "The star on the shirts of my bowling team."}
    assert "Asked for." in read(asks.post(reverse("ask_permission"), typed, follow=True))
    permission = WrittenPermission.objects.get()
    page = reverse("permission", args=[permission.pk])

    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    decided = reverse("decide_permission", args=[permission.pk])
    assert asks.post(decided, {said: "", "reason": "Mine.", "last_on": day}).status_code == 403
    assert "The star on the shirts of my bowling team." in read(office.get(page))
    office.post(decided, {said: "", "reason": "A team is no business.", "last_on": day})
    permission.refresh_from_db()
    letter = vault.text(digest=permission.letter_digest, agency_id=permission.agency_id)
    assert told in letter and "A team is no business." in letter
    assert Message.objects.filter(kind="permission-decided", to=engaged.people["lindqvist"]).exists()
    assert "A team is no business." in read(asks.get(page))
