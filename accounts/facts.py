"""What is known of members at one moment, for everything that asks whether they may act: one statement."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from accounts.prepared import Statement

UTC = ZoneInfo("UTC")


@dataclass(frozen=True, kw_only=True)
class Rule:
    """How a condition is taken, in one unit or (None) in the whole agency."""

    condition: str
    unit_id: int | None
    force: str
    """Empty: the unit does as its agency does."""
    by_commander: bool = False
    """Whether whoever leads the unit set it, which makes nothing less strict."""


@dataclass(frozen=True, kw_only=True)
class Policy:
    """The version of the policy in force, and whether the member says they have read it."""

    pk: int
    pack: str
    digest: str
    effective_at: datetime
    acknowledged: bool


@dataclass(frozen=True, kw_only=True)
class Held:
    """A device of the member that is approved, not ended and not expired."""

    kind: str
    key_id: int | None


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of one member at one moment. A value."""

    roles: frozenset[tuple[str, int]] = frozenset()
    """Pairs of role and unit."""
    duty_ends_at: datetime | None = None
    """When the present tour ends; None off duty."""
    rules: tuple[Rule, ...] = ()
    """Of each condition the newest rule that has begun: of the agency, of each unit, of each unit's commander."""
    policy: Policy | None = None
    topics: Mapping[str, datetime | None] = field(default_factory=dict)
    """What passed training covers, and until when; None: for ever. Lapsed topics are among them."""
    access: bool = False
    """Whether a dated approval of access runs."""
    devices: tuple[Held, ...] = ()
    zone: ZoneInfo = UTC
    """In which the agency's days begin."""


NOTHING = Facts()
"""Of somebody of whom nothing was asked."""

_ASKED = Statement("""
SELECT given.member_id, 'role', given.role, given.unit_id, NULL::timestamptz, ''
FROM accounts_authorisation given
WHERE given.member_id = ANY($1::bigint[]) AND given.starts_at <= $2::timestamptz
  AND (given.ends_at IS NULL OR given.ends_at > $2::timestamptz)
UNION ALL
SELECT tour.member_id, 'tour', '', NULL, max(tour.ends_at), ''
FROM accounts_tour tour
WHERE tour.member_id = ANY($1::bigint[]) AND tour.started_at <= $2::timestamptz AND tour.ends_at > $2::timestamptz
GROUP BY tour.member_id
UNION ALL
(SELECT DISTINCT ON (rule.condition, rule.unit_id, rule.by_commander) NULL::bigint,
  CASE WHEN rule.by_commander THEN 'stricter' ELSE 'rule' END, rule.condition, rule.unit_id, NULL, rule.force
FROM accounts_conditionrule rule
WHERE rule.agency_id = $3::bigint AND rule.starts_at <= $2::timestamptz
ORDER BY rule.condition, rule.unit_id, rule.by_commander, rule.starts_at DESC, rule.id DESC)
UNION ALL
(SELECT NULL, 'policy', policy.pack, policy.id, policy.effective_at, policy.digest
FROM accounts_agencypolicy policy
WHERE policy.agency_id = $3::bigint AND policy.effective_at <= $2::timestamptz
ORDER BY policy.effective_at DESC, policy.id DESC LIMIT 1)
UNION ALL
SELECT NULL, 'zone', agency.zone, NULL, NULL, '' FROM accounts_agency agency WHERE agency.id = $3::bigint
UNION ALL
SELECT read.member_id, 'read', '', read.policy_id, NULL, ''
FROM accounts_acknowledgement read
WHERE read.member_id = ANY($1::bigint[]) AND read.at <= $2::timestamptz
UNION ALL
SELECT result.member_id, 'topic', topic.word, NULL,
  CASE WHEN bool_or(result.expires_at IS NULL) THEN NULL ELSE max(result.expires_at) END, ''
FROM accounts_trainingresult result CROSS JOIN LATERAL unnest(result.topics) AS topic (word)
WHERE result.member_id = ANY($1::bigint[]) AND result.passed AND result.passed_at <= $2::timestamptz
GROUP BY result.member_id, topic.word
UNION ALL
SELECT approval.member_id, 'access', '', NULL, NULL, ''
FROM accounts_accessapproval approval
WHERE approval.member_id = ANY($1::bigint[]) AND approval.starts_at <= $2::timestamptz
  AND (approval.ends_at IS NULL OR approval.ends_at > $2::timestamptz)
UNION ALL
SELECT device.member_id, 'device', device.kind, device.key_id, NULL, ''
FROM accounts_device device
WHERE device.member_id = ANY($1::bigint[]) AND device.approved_at <= $2::timestamptz AND device.ended_at IS NULL
  AND (device.expires_at IS NULL OR device.expires_at > $2::timestamptz)
""")


class _Row(NamedTuple):
    member_id: int | None
    """None: of the agency, so of all of them."""
    what: str
    word: str
    ref: int | None
    moment: datetime | None
    more: str


def of_members(*, member_ids: Collection[int], agency_id: int, at: datetime) -> dict[int, Facts]:
    """The facts of each of these members of one agency at a moment; one statement for all of them."""
    rows = [_Row(*row) for row in _ASKED.rows(list(member_ids), at, agency_id)]
    everybodys = [row for row in rows if row.member_id is None]
    own: dict[int, list[_Row]] = {member_id: [] for member_id in member_ids}
    for row in rows:
        if row.member_id is not None:
            own[row.member_id].append(row)
    shared: dict[str, Any] = {
        "rules": tuple(
            Rule(condition=row.word, unit_id=row.ref, force=row.more, by_commander=what == "stricter")
            for what in ("rule", "stricter")
            for row in _of(what, everybodys)
        ),
        "zone": next((ZoneInfo(row.word) for row in _of("zone", everybodys)), UTC),
    }
    policy = next(_of("policy", everybodys), None)
    return {member_id: _facts(rows, policy, shared) for member_id, rows in own.items()}


def _facts(rows: list[_Row], policy: _Row | None, shared: dict[str, Any]) -> Facts:
    return Facts(
        roles=frozenset((row.word, row.ref) for row in _of("role", rows) if row.ref is not None),
        duty_ends_at=next((row.moment for row in _of("tour", rows)), None),
        policy=_policy(policy, rows) if policy else None,
        topics={row.word: row.moment for row in _of("topic", rows)},
        access=any(_of("access", rows)),
        devices=tuple(Held(kind=row.word, key_id=row.ref) for row in _of("device", rows)),
        **shared,
    )


def _policy(row: _Row, rows: list[_Row]) -> Policy | None:
    if row.ref is None or row.moment is None:
        return None
    return Policy(
        pk=row.ref,
        pack=row.word,
        digest=row.more,
        effective_at=row.moment,
        acknowledged=any(one.ref == row.ref for one in _of("read", rows)),
    )


def _of(what: str, rows: list[_Row]) -> Iterator[_Row]:
    return (row for row in rows if row.what == what)
