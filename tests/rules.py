"""What tests do with versions of the rules."""

from datetime import datetime

from accounts import adopting
from accounts.models import Agency, AgencyPolicy, PolicyProposal, ProposalState
from directives.pack import EARLIER, PACKS

EARLIEST = "chicago-2020-12-01.1"
"""The first rules of Chicago: an arrest is not asked whether it is a notable incident."""
NEXT = "2020-12-01.99"
"""What the present rules call themselves where a test adopts them once more."""


def text(name: str) -> str:
    """The text of a version that comes with the release: 'chicago', or an earlier one by the name of its file."""
    path = PACKS / f"{name}.toml"
    return (path if path.exists() else EARLIER / f"{name}.toml").read_text(encoding="utf-8")


def called(source: str, version: str) -> str:
    """The same rules under the name of another version."""
    return "\n".join(
        f'version = "{version}"' if line.startswith("version = ") else line for line in source.split("\n")
    )


def adopt(*, agency: Agency, source: str, effective_at: datetime, at: datetime) -> AgencyPolicy:
    """A version adopted inside the test's transaction, as two members of the agency bring it about."""
    policy = adopting.adopt(agency=agency, source=source, effective_at=effective_at, actor=None, at=at)
    brought(policy=policy, at=at)
    return policy


def noted(*, agency: Agency, version: str, digest: str, effective_at: datetime, at: datetime) -> AgencyPolicy:
    """A version of which only the row is there; its text is where `digest` is found, or nowhere."""
    policy = agency.policies.create(
        pack=agency.policies.latest("pk").pack,
        version=version,
        digest=digest,
        effective_at=effective_at,
        adopted_at=at,
    )
    brought(policy=policy, at=at)
    return policy


def brought(*, policy: AgencyPolicy, at: datetime) -> None:
    """The proposal from which a version came, by two members of its agency."""
    writer, reader = policy.agency.members.order_by("pk")[:2]
    PolicyProposal.objects.create(
        agency=policy.agency,
        base=policy.agency.policies.exclude(pk=policy.pk).latest("pk"),
        pack=policy.pack,
        version=policy.version,
        digest=policy.digest,
        source_digest=policy.source_digest,
        why="A test asks for it.",
        state=ProposalState.ADOPTED,
        begun_by=writer,
        begun_at=at,
        proposed_at=at,
        reviewed_by=reader,
        reviewed_at=at,
        policy=policy,
    )
