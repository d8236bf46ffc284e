"""Signs of life: the moments at which worker and beat were last known to work, kept in the cache."""

from datetime import datetime

from django.core.cache import cache

WORKER, BEAT = "worker", "beat"
_KEPT_SECONDS = 24 * 60 * 60


def leave(*, name: str, at: datetime) -> None:
    """Note that a part was alive at a moment."""
    cache.set(_key(name), at, timeout=_KEPT_SECONDS)


def seconds_since(*, name: str, at: datetime) -> float | None:
    """How long a part has been silent; None when it was never heard of, or for longer than a day."""
    seen: datetime | None = cache.get(_key(name))
    return None if seen is None else max(0.0, (at - seen).total_seconds())


def _key(name: str) -> str:
    return f"sign-of-life:{name}"
