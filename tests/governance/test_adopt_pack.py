"""Adopting the version of a pack that a release ships."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import AgencyPolicy
from directives.pack import EARLIER, load_pack
from governance import founding
from posts import judging

pytestmark = pytest.mark.django_db


def _adopt(*names: str) -> str:
    said = StringIO()
    call_command("adopt_pack", *names, stdout=said)
    return said.getvalue()


def test_an_agency_under_an_earlier_version_keeps_it_until_it_adopts_the_present_one() -> None:
    at = timezone.now()
    agency = founding.set_up(slug="chicago", name="Chicago Police Department", at=at)
    earlier = load_pack(EARLIER / "chicago-2020-12-01.1.toml")
    AgencyPolicy.objects.create(
        agency=agency,
        pack="chicago",
        version=earlier.version,
        digest=earlier.digest,
        effective_at=at,
        adopted_at=at,
    )
    assert judging.pack_in_force(agency=agency, at=at).version == "2020-12-01.1"

    assert "works under chicago 2020-12-01.5 from now on" in _adopt("chicago", "chicago")
    assert "already" in _adopt("chicago", "chicago")

    assert judging.pack_in_force(agency=agency, at=timezone.now()).version == "2020-12-01.5"
    assert agency.policies.count() == 2


@pytest.mark.parametrize("names", [("gotham", "chicago"), ("chicago", "gotham")])
def test_what_does_not_exist_is_said_so(names: tuple[str, str]) -> None:
    founding.set_up(slug="chicago", name="Chicago Police Department", at=timezone.now())
    with pytest.raises(CommandError, match="There is no"):
        _adopt(*names)
