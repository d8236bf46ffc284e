"""The classes of record of an agency: those that its rules have ever given to what it published."""

from accounts.models import AgencyPolicy
from accounts.policies import PackHasChanged, pack_of
from directives.pack import Pack
from directives.rules import AnswerKeeps


def known(*, agency_id: int) -> frozenset[str]:
    """Every class of every version of the rules that was adopted, the coming ones among them; one query.

    A version that can be read nowhere any more adds none.
    """
    adopted = AgencyPolicy.objects.filter(agency_id=agency_id).values_list("pack", "digest").distinct()
    return frozenset().union(*(_of(policy_pack, digest) for policy_pack, digest in adopted))


def _of(policy_pack: str, digest: str) -> set[str]:
    try:
        pack = pack_of(policy_pack=policy_pack, digest=digest)
    except PackHasChanged:
        return set()
    return {one.record_class for one in pack.categories} | _by_answers(pack)


def _by_answers(pack: Pack) -> set[str]:
    return {rule.record_class for rule in pack.rules if isinstance(rule, AnswerKeeps)}
