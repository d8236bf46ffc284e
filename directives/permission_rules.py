"""The kind of rule that asks for a written permission."""

from collections.abc import Iterable
from dataclasses import dataclass

from directives.case import Case
from directives.decision import Finding
from directives.model import PermissionKey
from directives.rules import AnswerRule


@dataclass(frozen=True, kw_only=True)
class PermissionRequired(AnswerRule):
    """An answer needs a written permission, in force when residents first read it and named by another answer."""

    permission: PermissionKey
    attached_by: str

    def asks(self, case: Case) -> Iterable[str]:
        yield from super().asks(case)
        if self.hit(case):
            yield self.attached_by

    def finds(self, case: Case) -> Iterable[Finding]:
        if self.hit(case) and self.permission not in case.facts.permissions:
            yield self.finding(level="must_fix", question=self.attached_by)

    def needs(self, case: Case) -> Iterable[PermissionKey]:
        if self.hit(case):
            yield self.permission
