"""Clauses on who may act and with what: the portal keeps them in every department, so no pack has to repeat them."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from directives.model import Clause
from directives.pack import Pack, load_pack

_TWITTER = "Social Media Outlet: Twitter"
_SOCIAL_MEDIA = "Use of Social Media Outlets"
_CLAUSES = (
    Clause(
        id="CPD-TW.III.C",
        directive=_TWITTER,
        title="Who writes for a unit",
        summary="Only members whom the unit's commander has authorised write for it. Ask your commander.",
    ),
    Clause(
        id="CPD-TW.III.E",
        directive=_TWITTER,
        title="Only on duty",
        summary="Members write, decide and answer during a tour of duty. Stopping and taking down are always possible.",
    ),
    Clause(
        id="CPD-TW.IV.B",
        directive=_TWITTER,
        title="You speak for the department",
        summary="Whoever posts stands for the department, so everybody reads its rules and confirms each new version.",
    ),
    Clause(
        id="CPD-TW.IV.D",
        directive=_TWITTER,
        title="Devices of the department",
        summary="Members post from devices that the department owns, on the portal alone.",
    ),
    Clause(
        id="CPD-TW.V.B",
        directive=_TWITTER,
        title="The designated sergeant",
        summary="The unit's commander designates the sergeants who decide about its posts, and who acts for them.",
    ),
    Clause(
        id="CPD-TW.V.B.1",
        directive=_TWITTER,
        title="Posts are coordinated",
        summary="The sergeant agrees with the unit's authors on what goes out and when.",
    ),
    Clause(
        id="CPD-TW.V.B.2",
        directive=_TWITTER,
        title="A sergeant reads first",
        summary="A designated sergeant reads each post before it goes out. Nobody decides about a post of their own.",
    ),
    Clause(
        id="CPD-TW.V.B.5",
        directive=_TWITTER,
        title="What must not go out is stopped",
        summary="Whoever leads stops a post that is not proper, before it goes out or after.",
    ),
    Clause(
        id="CPD-TW.V.C.1",
        directive=_TWITTER,
        title="Training",
        summary="The coordinator trains whoever posts. Ask the coordinator for a course when yours has ended.",
    ),
    Clause(
        id="CPD-TW.V.D.10",
        directive=_TWITTER,
        title="Pictures of evidence",
        summary="Communications and Community Policing both say how evidence is shown before such a post goes out.",
    ),
    Clause(
        id="CPD-TW.V.E.3",
        directive=_TWITTER,
        title="Communications judges last",
        summary="Communications sees every account and has the last word on each post.",
    ),
    Clause(
        id="CPD-SM.III.C.2",
        directive=_SOCIAL_MEDIA,
        title="Approved access",
        summary="A supervisor approves that a member uses social media on devices of the department: by a role, or "
        "until a day.",
    ),
    Clause(
        id="DPD-227.C.a.iv.2",
        directive="General Order 227",
        title="A device of one's own",
        summary="A member uses a personal device only with written permission, as long as that lasts.",
    ),
    Clause(
        id="APD-1021.3",
        directive="Department Use of Social Media",
        title="Who may post, and with what",
        summary="Authorised members post with equipment of the department, in their working hours. A supervisor may "
        "permit something else.",
    ),
)
CLAUSES: Mapping[str, Clause] = MappingProxyType({clause.id: clause for clause in _CLAUSES})
"""By id. Where a department's pack tells the same clause, the pack is read."""

CITED = frozenset(
    {
        "CPD-SM.II.C.2",
        "CPD-SM.III.C.4.c",
        "CPD-SM.III.D",
        "CPD-TW.V.B.4",
        "CPD-TW.V.D.11",
        "CPD-TW.V.D.5",
        "CPD-TW.V.D.8",
        "CPD-TW.V.E.4",
    }
)
"""Clauses of Chicago's directives that pages name in every department besides."""


def told(*, id: str) -> tuple[Clause, str] | None:
    """A clause that the portal names where the department's own rules do not tell it, and the title of its directive.

    As the portal keeps it everywhere, else in the words of Chicago's newest rules; None for any other.
    """
    if id in CLAUSES:
        return CLAUSES[id], CLAUSES[id].directive
    clause = _chicago().clause(id=id) if id in CITED else None
    return (clause, _chicago().directive_of(clause=id).title) if clause else None


@cache
def _chicago() -> Pack:
    return load_pack("chicago")
