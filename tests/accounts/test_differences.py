"""Guardian's rows are compared with the authorisations in force, and made to follow them."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts import differences, grants
from accounts.models import Authorisation, Role, UnitGrant
from governance.cast import Cast


def _lines(at: datetime) -> list[str]:
    return [str(one) for one in differences.found(at=at)]


def test_what_a_role_gives_and_what_nobody_gave_is_named_in_one_query(
    chicago: Cast, alsip: Cast, at: datetime, django_assert_num_queries: object
) -> None:
    assert _lines(at) == []
    row = UnitGrant.objects.get(user=chicago.whitfield, permission__codename="review_posts")
    UnitGrant.objects.filter(pk=row.pk).delete()
    UnitGrant.objects.create(
        user=chicago.lindqvist, permission=row.permission, content_object=chicago.units["018"]
    )
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert _lines(at) == [
            "review_posts of whitfield in unit 014 is missing although a role gives it.",
            "review_posts of lindqvist in unit 018 is there although no role gives it.",
        ]
    differences.mend(differences=differences.found(at=at), at=at)
    assert _lines(at) == []


def test_a_date_that_has_just_passed_is_no_difference_until_it_should_have_been_followed(
    chicago: Cast, at: datetime
) -> None:
    grants.authorise(
        member=chicago.lindqvist,
        unit=chicago.units["014"],
        role=Role.ACTING_SERGEANT,
        given_by=chicago.okafor,
        at=at,
        starts_at=at + timedelta(hours=1),
    )
    Authorisation.objects.filter(member=chicago.reyes).update(ends_at=at + timedelta(hours=1))
    soon, late = (at + timedelta(hours=1, minutes=minutes) for minutes in (1, 3))
    assert _lines(soon) == []
    assert len(_lines(late)) == 4
    grants.sweep(since=at, at=late)
    assert _lines(late) == []


def test_the_command_ends_with_a_fault_until_it_is_told_to_mend(chicago: Cast) -> None:
    said = StringIO()
    call_command("check_grants", stdout=said)
    UnitGrant.objects.filter(user=chicago.reyes, permission__codename="draft_posts").delete()
    with pytest.raises(CommandError, match="draft_posts of reyes in unit 014 is missing"):
        call_command("check_grants")
    call_command("check_grants", "--mend", stdout=said)
    call_command("check_grants", stdout=said)
    assert said.getvalue().count("Grants are exactly what the authorisations give.") == 2
    assert differences.found(at=timezone.now()) == []
