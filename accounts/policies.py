"""The pack of rules that an agency has adopted, by its digest."""

from functools import cache

from directives.pack import NoSuchPack, Pack, load_version


class PackHasChanged(Exception):
    """The pack on disk is not the version the agency adopted."""


@cache
def pack_of(*, policy_pack: str, digest: str) -> Pack:
    """The version of a pack that was adopted. Raises PackHasChanged when it is not on disk."""
    try:
        return load_version(policy_pack, digest=digest)
    except NoSuchPack as fault:
        raise PackHasChanged(
            f"The version of the pack '{policy_pack}' that was adopted is not on disk. Adopt the present version."
        ) from fault
