"""Who asked for the press and waits for Communications: where the rules in force say so, no unit answers them."""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from accounts.models import OutletAccount, Role
from audit.models import Event
from directives.decision import Decision, Finding
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
    return waiting(agency_id=account.agency_id, handles=handles_in(text=text))


def waiting(*, agency_id: int, handles: Collection[str], since: datetime | None = None) -> frozenset[str]:
    """Of these accounts, in small letters, those whose question waits, or came `since` then; no query for none.

    A question whose account was corrected `since` came from that account only then.
    """
    if not handles:
        return frozenset()
    open_for = Inquiry.objects.filter(agency_id=agency_id, state=InquiryState.OPEN, handle__in=handles)
    if since is not None:
        corrected = Event.objects.filter(
            agency_id=agency_id,
            subject="inquiry",
            subject_id=OuterRef("pk"),
            verb="inquiry.account_corrected",
            at__gt=since,
        )
        open_for = open_for.filter(Q(sent_on_at__gt=since) | Exists(corrected))
    return frozenset(open_for.values_list("handle", flat=True))


def handles_in(*, text: str) -> frozenset[str]:
    """The accounts that a text names, by @ or by a link, in small letters."""
    named = [text[begin + 1 : end] for begin, end in mentions(text)]
    return frozenset(handle.lower() for handle in (*named, *_LINKED.findall(text)))


def finding(*, decision: Decision, pack: Pack) -> Finding | None:
    """What stops a text for whom it names, by the rules of a pack; None where nothing does."""
    ids = {rule.id for rule in _rules(pack)}
    return next((one for one in decision.findings if one.rule in ids and one.level == "must_fix"), None)


def unreasoned(*, answers: Mapping[str, str], pack: Pack) -> dict[str, str]:
    """The answers without the reasons for which a text may name who asks."""
    reasons = {rule.set_aside_for for rule in _rules(pack)}
    return {key: answer for key, answer in answers.items() if key not in reasons}


def gave_way(*, decision: Mapping[str, Any], pack: Pack) -> bool:
    """Whether a decision, as it was frozen, let a text name who asked, for a reason."""
    ids = {rule.id for rule in _rules(pack)}
    return any(aside["rule"] in ids for aside in decision.get("asides", ()))


def _rules(pack: Pack) -> Iterator[AnswersInquiry]:
    return (rule for rule in pack.rules if isinstance(rule, AnswersInquiry) and rule.on)
