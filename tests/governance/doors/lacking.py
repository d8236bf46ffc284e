"""What can be taken from a person before they come to a door, and what they hear then."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from accounts.models import Authorisation, Condition, ConditionRule, Member, Tour, TrainingResult
from tests.governance.doors import scene as scenes
from tests.governance.doors import table
from tests.governance.doors.answers import OFF_DUTY, Answer
from tests.governance.doors.people import Person
from tests.governance.doors.table import Case

Taking = Callable[[Member], None]


@dataclass(frozen=True, kw_only=True)
class Lacking:
    """One condition that is enforced and not met."""

    slug: str
    says: str
    take: Taking

    def expected(self, case: Case) -> Answer:
        """What is answered off duty with the words of this condition, where a tour is asked for; else as ever."""
        off = case.ask.off_duty
        if case.expected.closed or off is None:
            return case.expected
        return replace(off, says=self.says, refused=self.slug if off.refused else "")


def _enforce(member: Member, condition: Condition) -> None:
    ConditionRule.objects.create(
        agency_id=member.agency_id,
        condition=condition,
        force="enforced",
        starts_at=scenes.AT,
        set_at=scenes.AT,
    )


def tour(member: Member) -> None:
    """Their tour of duty is over."""
    Tour.objects.filter(member=member).update(ends_at=scenes.AT)


def _training(member: Member) -> None:
    _enforce(member, Condition.TRAINING)
    TrainingResult.objects.filter(member=member).update(expires_at=scenes.AT)


def _acknowledgement(member: Member) -> None:
    _enforce(member, Condition.ACKNOWLEDGEMENT)


def _device(member: Member) -> None:
    _enforce(member, Condition.DEVICE)


OFF = Lacking(slug="off_duty", says=OFF_DUTY, take=tour)
LACKING = (
    Lacking(slug="untrained", says="Your training in", take=_training),
    Lacking(slug="unacknowledged", says="You have not read the rules of", take=_acknowledgement),
    Lacking(slug="wrong_device", says="This is no device of the department", take=_device),
)


def everything(member: Member) -> None:
    """Nothing is left but the role."""
    for one in (OFF, *LACKING):
        one.take(member)


def roles(member: Member) -> None:
    """Every role ended at this moment."""
    Authorisation.objects.filter(member=member).update(ends_at=scenes.AT)


def all_enforced(case: Case) -> Answer:
    """What somebody hears to whom everything is closed but what no condition closes."""
    ask = replace(case.ask, answers={**case.ask.answers, **case.ask.all_enforced})
    return ask.expected(_relations(case.person, case))


def without_roles(case: Case) -> Answer:
    """What somebody hears whose roles ended: as a member of their unit, and of others as a stranger."""
    return case.ask.expected(_relations(replace(case.person, roles={}), case))


def _relations(person: Person, case: Case) -> tuple[str, ...]:
    return table.relations_of(person, case.thing) if case.ask.about else person.relations("")
