"""Members of an agency: the people who sign in."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models.functions import Upper

if TYPE_CHECKING:
    from accounts.presence import Presence


SOUGHT = ("first_name", "last_name", "log_on_id", "star_number", "employee_number")
"""By the beginning of which members are found, in large letters or small; an index each."""


class MemberQueries(BaseUserManager["Member"]):
    """How members are made and found."""

    def create_user(self, *, log_on_id: str, password: str | None = None, **fields: Any) -> "Member":
        """A member who can sign in with the password; without one, only by a one-time link."""
        member = self.model(log_on_id=log_on_id.lower(), **fields)
        member.set_password(password)
        member.save(using=self._db)
        return member

    def get_by_natural_key(self, username: str | None) -> "Member":
        """Log-on ids are compared without regard to case."""
        return self.get(log_on_id__iexact=username or "")


class Member(AbstractBaseUser, PermissionsMixin):
    """A person of an agency, with the seven facts that the roster of a police period names (CPD-TW.V.A.2)."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="members")
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="members")
    """The unit of current assignment."""
    log_on_id = models.CharField("log-on ID", max_length=40, unique=True)
    email = models.EmailField("department e-mail", unique=True)
    first_name = models.CharField(max_length=60)
    last_name = models.CharField(max_length=60)
    rank = models.CharField(max_length=40, blank=True)
    star_number = models.CharField(max_length=12, blank=True)
    employee_number = models.CharField(max_length=12, blank=True)
    unit_phone = models.CharField(max_length=24, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    community_policing = models.BooleanField(default=False, db_default=False)
    """Assigned to the community policing office of their district (CPD-TW.III.C note)."""

    presence: "Presence | None" = None
    """Where and how they came in, while a request runs; None where nobody looked, as in a task."""

    USERNAME_FIELD = "log_on_id"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = MemberQueries()

    class Meta:
        indexes = [
            models.Index(fields=["agency", "unit", "last_name"], name="members_of_a_unit"),
            *(
                models.Index(OpClass(Upper(field), name="text_pattern_ops"), name=f"members_by_{field}")
                for field in SOUGHT
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(is_superuser=False), name="nobody_is_a_superuser"),
        ]

    def __str__(self) -> str:
        return self.titled_name

    @property
    def titled_name(self) -> str:
        """'Ofc. Dana Reyes', or the bare name of a civilian."""
        return " ".join(part for part in (self.rank, self.first_name, self.last_name) if part)

    @property
    def initials(self) -> str:
        """Two letters for the round mark beside a name."""
        return f"{self.first_name[:1]}{self.last_name[:1]}".upper()
