"""Every clause of the five directives by its id, in their order; what each says stands in the packs."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

LIST = Path(__file__).parent / "clauses.toml"


@cache
def by_directive() -> Mapping[str, tuple[str, ...]]:
    """The ids of each directive's clauses, by the directive's own id."""
    listed = tomllib.loads(LIST.read_text(encoding="utf-8"))["directive"]
    return MappingProxyType({one["id"]: tuple(one["clauses"]) for one in listed})


@cache
def places() -> Mapping[str, int]:
    """Where each clause stands among all, counted from 0."""
    ids = (id for several in by_directive().values() for id in several)
    return MappingProxyType({id: place for place, id in enumerate(ids)})
