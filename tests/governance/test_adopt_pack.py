"""A pack from the shell: the first rules of an agency are adopted, others proposed as in the portal (CPD-TW.VI)."""

from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts import policies, proposals
from accounts.models import Agency, PolicyProposal, ProposalState
from directives.pack import EARLIER, load_pack
from governance import founding
from governance.cast import Cast
from posts import judging

pytestmark = pytest.mark.django_db


def _adopt(*names: str) -> str:
    said = StringIO()
    call_command("adopt_pack", *names, stdout=said)
    return said.getvalue()


def test_an_agency_that_has_none_adopts_its_first_rules_and_keeps_them_until_others_are_adopted() -> None:
    agency = founding.set_up(slug="chicago", name="Chicago Police Department", at=timezone.now())
    earlier = EARLIER / "chicago-2020-12-01.1.toml"
    assert "works under chicago 2020-12-01.1 from now on" in _adopt("chicago", str(earlier))
    assert "already" in _adopt("chicago", str(earlier))
    assert judging.pack_in_force(agency=agency, at=timezone.now()).digest == load_pack(earlier).digest

    with pytest.raises(CommandError, match="somebody else adopts it"):
        _adopt("chicago", "chicago")
    assert Agency.objects.get().policies.count() == 1


def test_rules_that_follow_others_are_proposed_for_a_second_person_to_adopt(chicago: Cast) -> None:
    at, file = timezone.now(), str(EARLIER / "chicago-2020-12-01.1.toml")
    with time_machine.travel(at, tick=False):
        with pytest.raises(CommandError, match="propose and review rules"):
            _adopt("chicago", file, "--by", "reyes", "--why", "The earlier rules.")
        said = _adopt("chicago", file, "--by", "NATARAJAN", "--why", "The earlier rules.")
    proposal = PolicyProposal.objects.get()
    assert proposal.state == ProposalState.PROPOSED and proposal.why == "The earlier rules."
    assert "Natarajan proposes chicago 2020-12-01.1" in said and chicago.admin.titled_name in said
    assert "Natarajan" not in said.partition("adopts it: ")[2]
    assert chicago.agency.policies.count() == 1

    policy = proposals.adopt(
        proposal_id=proposal.pk, read_against=proposal.base_id, answer="", actor=chicago.admin, at=at
    )
    assert policies.text_of(policy=policy) == proposals.source_of(proposal=proposal)


@pytest.mark.parametrize("names", [("gotham", "chicago"), ("chicago", "gotham")])
def test_what_does_not_exist_is_said_so(names: tuple[str, str]) -> None:
    founding.set_up(slug="chicago", name="Chicago Police Department", at=timezone.now())
    with pytest.raises(CommandError, match="There is no"):
        _adopt(*names)
