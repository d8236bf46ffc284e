"""Where and how a member came in: true of one request."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Presence:
    """Where and how a member came in. A value, made from one request."""

    in_network: bool
    """Whether the request came from a network of the department."""
    key_id: int | None
    """The security key shown in this session; None without one."""
