"""A clause is kept by pages that the portal has: a version that names another is refused, by whatever way it comes."""

from datetime import datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts import adopting, policies, proposals
from accounts.models import PolicyProposal
from directives.editing import Spot, changed, index_of
from directives.pack import EARLIER, PACKS, PackErrors, parse_pack
from governance.cast import Cast
from tests import rules
from tests.posts.desks import at, read, signed_in

__all__ = ["at"]
pytestmark = pytest.mark.django_db
NO_PAGE = "'screen:nope' is no page of this portal"


def kept_by(*keepers: str) -> str:
    """Chicago's rules, of which one clause says that it is kept by these."""
    source = rules.called(rules.text("chicago"), rules.NEXT)
    index = index_of(source=source, table="clause", name="id", called="CPD-TW.III.B")
    return changed(
        source=source, spot=Spot(table="clause", index=index, key="enforced_by"), value=list(keepers)
    )


def test_a_proposal_that_names_a_page_of_no_portal_is_refused_by_clause_and_line(
    chicago: Cast, at: datetime
) -> None:
    source = kept_by("screen:composer", "screen:nope")
    with pytest.raises(PackErrors) as faults:
        proposals.begin(agency=chicago.agency, source=source, actor=chicago.natarajan, at=at)
    (fault,) = faults.value.errors
    assert (fault.file, fault.message) == ("rules.toml", NO_PAGE)
    assert fault.key.endswith(".enforced_by") and "screen:nope" in source.splitlines()[fault.line - 1]
    assert not PolicyProposal.objects.exists()

    sound = kept_by("screen:composer", "screen:directive")
    begun = proposals.begin(agency=chicago.agency, source=sound, actor=chicago.natarajan, at=at)
    with pytest.raises(PackErrors, match=NO_PAGE):
        proposals.change(proposal_id=begun.pk, source=source, actor=chicago.natarajan, at=at)


def test_the_page_of_a_proposal_says_so(chicago: Cast) -> None:
    sent = {"begin_with": "file", "file": SimpleUploadedFile("rules.toml", kept_by("screen:nope").encode())}
    page = read(signed_in(chicago.natarajan).post(reverse("begin_proposal"), sent))
    assert "is no page of this portal" in page and ".enforced_by" in page


def test_the_shell_refuses_it_too(chicago: Cast, tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    file.write_text(kept_by("screen:nope"), encoding="utf-8")
    with pytest.raises(CommandError, match=NO_PAGE):
        call_command("adopt_pack", "chicago", str(file), "--dry-run")


def test_what_was_adopted_stays_readable(chicago: Cast, at: datetime) -> None:
    """A page may go with a later release."""
    policy = rules.adopt(agency=chicago.agency, source=kept_by("screen:nope"), effective_at=at, at=at)
    policies.pack_of.cache_clear()
    pack = policies.pack_of(policy_pack=policy.pack, digest=policy.digest)
    clause = pack.clause(id="CPD-TW.III.B")
    assert clause is not None and clause.enforced_by == ("screen:nope",)
    assert "What a district posts" in read(signed_in(chicago.natarajan).get(reverse("directive")))


@pytest.mark.parametrize(
    "path", sorted([*PACKS.glob("*.toml"), *EARLIER.glob("*.toml")]), ids=lambda one: one.stem
)
def test_whoever_works_under_a_pack_of_the_release_can_begin_with_it(chicago: Cast, path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    pack = parse_pack(file=path.name, source=source, adopted=True)
    adopting.must_fit(agency=chicago.agency, source=source, pack=pack)
