"""The pack of rules that an agency has adopted, by its digest.

What comes with the release is read from its files; everything that was adopted is in the vault of its agency too, so
that every web process and every worker reads rules that were written here, after a restore as before.
"""

from functools import lru_cache

from accounts.models import AgencyPolicy
from audit import vault
from audit.vault import NotInVault
from directives.pack import NoSuchPack, Pack, PackErrors, load_version, parse_pack, source_of_version

_KEPT_IN_MEMORY = 64
"""So many versions: a digest names its content for ever, so what was read once is never read again while it fits."""


class PackHasChanged(Exception):
    """The version that the agency adopted can be read nowhere."""


@lru_cache(maxsize=_KEPT_IN_MEMORY)
def pack_of(*, policy_pack: str, digest: str) -> Pack:
    """The version of a pack that was adopted, of the release or written here. Raises PackHasChanged."""
    try:
        return load_version(policy_pack, digest=digest)
    except NoSuchPack:
        return _from_vault(policy_pack, digest)


def _from_vault(policy_pack: str, digest: str) -> Pack:
    kept = AgencyPolicy.objects.filter(pack=policy_pack, digest=digest).exclude(source_digest="")
    for policy in kept:
        try:
            pack = parse_pack(file=f"{policy}.toml", source=text_of(policy=policy), adopted=True)
        except PackErrors as fault:
            raise PackHasChanged(f"The text of the rules {policy} cannot be read: {fault}") from fault
        if pack.digest == digest:
            return pack
    raise PackHasChanged(
        f"The version of the pack '{policy_pack}' that was adopted is neither on disk nor in the vault. "
        "Adopt the present version."
    )


def text_of(*, policy: AgencyPolicy) -> str:
    """The text of an adopted version, as it was adopted. Raises PackHasChanged where it is nowhere."""
    try:
        if policy.source_digest:
            return vault.text(digest=policy.source_digest, agency_id=policy.agency_id)
        return source_of_version(policy.pack, digest=policy.digest)
    except (NotInVault, NoSuchPack) as fault:
        raise PackHasChanged(
            f"The text of the rules {policy} is neither on disk nor in the vault."
        ) from fault
