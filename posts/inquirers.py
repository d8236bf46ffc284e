"""Who asked for the press and waits for Communications: where the rules in force say so, no unit answers them."""

import re
from collections.abc import Iterator

from accounts.models import OutletAccount, Role
from directives.inquiry_rules import AnswersInquiry
from directives.pack import Pack
from outlets.links import mentions
from posts.models import Inquiry, InquiryState

_LINKED = re.compile(r"\b(?:x|twitter)\.com/(\w{1,20})", re.IGNORECASE)
"""A link to an account, or to a post of it, names it too."""


def clause(*, pack: Pack) -> str:
    """The clause by which only Communications answers the press; empty where no rule says so."""
    return next((rule.clause for rule in _rules(pack)), "")


def named(*, pack: Pack, account: OutletAccount, role: Role, text: str) -> frozenset[str] | None:
    """The accounts that a text names and whose question waits, in small letters; None where no rule looks for them.

    One query, and none for a text that names nobody.
    """
    if not any(role not in rule.not_authors for rule in _rules(pack)):
        return None
    handles = set(_handles(text))
    if not handles:
        return frozenset()
    waiting = Inquiry.objects.filter(agency_id=account.agency_id, state=InquiryState.OPEN, handle__in=handles)
    return frozenset(waiting.values_list("handle", flat=True))


def _rules(pack: Pack) -> Iterator[AnswersInquiry]:
    return (rule for rule in pack.rules if isinstance(rule, AnswersInquiry) and rule.on)


def _handles(text: str) -> Iterator[str]:
    yield from (text[begin + 1 : end].lower() for begin, end in mentions(text))
    yield from (handle.lower() for handle in _LINKED.findall(text))
