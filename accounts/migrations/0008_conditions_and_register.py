"""Conditions with their rules, training, devices, sessions, and the register of accounts and of who knew passwords.

Columns on older tables have defaults of the database: a worker of the release before goes on writing rows beside the
new one, and where no rule stands everything is asked as it was.
"""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_language_of_the_department"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccessApproval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(max_length=300)),
                ("given_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("said_digest", models.CharField(blank=True, max_length=64)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ConditionNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "condition",
                    models.CharField(
                        choices=[
                            ("duty", "On duty"),
                            ("acknowledgement", "Policy read"),
                            ("training", "Training"),
                            ("device", "Department device"),
                            ("access", "Access approved"),
                        ],
                        max_length=20,
                    ),
                ),
                ("act", models.SlugField(max_length=20)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("refused", "Refused"),
                            ("observed", "Would have been refused"),
                            ("exempt", "Done without it"),
                        ],
                        max_length=10,
                    ),
                ),
                ("post_id", models.BigIntegerField(null=True)),
                ("on", models.DateField()),
                ("noted_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ConditionReminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.SlugField(max_length=20)),
                ("subject_id", models.BigIntegerField()),
                ("days", models.PositiveSmallIntegerField()),
                ("sent_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ConditionRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "condition",
                    models.CharField(
                        choices=[
                            ("duty", "On duty"),
                            ("acknowledgement", "Policy read"),
                            ("training", "Training"),
                            ("device", "Department device"),
                            ("access", "Access approved"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "force",
                    models.CharField(
                        blank=True,
                        choices=[("off", "Off"), ("observed", "Observed"), ("enforced", "Enforced")],
                        max_length=10,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("set_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Course",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "topics",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SlugField(max_length=40), size=None
                    ),
                ),
                ("valid_months", models.PositiveSmallIntegerField(null=True)),
                ("retired_at", models.DateTimeField(null=True)),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Device",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("department", "Department device"), ("personal", "Personal device")],
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("asked_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("expires_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="NativePassword",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since_on", models.DateField()),
                ("until_on", models.DateField(null=True)),
                ("noted_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="PasswordRotation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("moved", "Moved to another unit"),
                            ("ended", "Role ended"),
                            ("left", "Left the department"),
                        ],
                        max_length=12,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="SignedIn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("session_key", models.CharField(max_length=40, unique=True)),
                ("address", models.GenericIPAddressField(null=True)),
                ("browser", models.CharField(blank=True, max_length=120)),
                ("began_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="TableImport",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("kind", models.SlugField(max_length=20)),
                ("name", models.CharField(max_length=120)),
                ("rows", models.JSONField(default=list)),
                ("outcome", models.JSONField(default=list)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("begun_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("written_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="TrainingResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("attended", models.BooleanField()),
                ("passed", models.BooleanField()),
                (
                    "topics",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SlugField(max_length=40), size=None
                    ),
                ),
                ("passed_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(null=True)),
                ("recorded_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="TrainingSession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("held_at", models.DateTimeField()),
                ("place", models.CharField(blank=True, max_length=120)),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="authorisation",
            name="ended_how",
            field=models.CharField(
                blank=True,
                choices=[
                    ("ended", "Ended"),
                    ("suspended", "Suspended"),
                    ("revoked", "Revoked"),
                    ("transferred", "Moved to another unit"),
                ],
                db_default="",
                default="",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="authorisation",
            name="exception",
            field=models.CharField(blank=True, db_default="", default="", max_length=300),
        ),
        migrations.AddField(
            model_name="authorisation",
            name="resumes",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.authorisation",
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="community_policing",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="outletaccount",
            name="approved_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="outletaccount",
            name="approved_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="outletaccount",
            name="practice",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="outletaccount",
            name="proposal_reason",
            field=models.CharField(blank=True, db_default="", default="", max_length=300),
        ),
        migrations.AddField(
            model_name="outletaccount",
            name="proposed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="outletaccount",
            name="proposed_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="outletaccount",
            name="retire_reason",
            field=models.CharField(blank=True, db_default="", default="", max_length=300),
        ),
        migrations.AddField(
            model_name="outletaccount",
            name="retired_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="outletaccount",
            name="retired_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="tour",
            name="given_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="tour",
            name="reason",
            field=models.CharField(blank=True, db_default="", default="", max_length=300),
        ),
        migrations.AddField(
            model_name="tour",
            name="source",
            field=models.CharField(
                choices=[("self", "The member"), ("file", "A duty roster"), ("supervisor", "A supervisor")],
                db_default=models.Value("self"),
                default="self",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="unit",
            name="kind",
            field=models.CharField(
                choices=[
                    ("district", "District"),
                    ("communications", "Communications"),
                    ("community-policing", "Community policing"),
                    ("office", "Office"),
                    ("command", "Command"),
                    ("head", "Head of the department"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="outletaccount",
            constraint=models.CheckConstraint(
                condition=models.Q(("practice", False), ("network", "training"), _connector="OR"),
                name="practice_leaves_no_machine",
            ),
        ),
        migrations.AddField(
            model_name="accessapproval",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.agency"
            ),
        ),
        migrations.AddField(
            model_name="accessapproval",
            name="ended_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="accessapproval",
            name="given_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="accessapproval",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="access_approvals",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="acknowledgement",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="acknowledgements",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="acknowledgement",
            name="policy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.agencypolicy"
            ),
        ),
        migrations.AddField(
            model_name="conditionnote",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.agency"
            ),
        ),
        migrations.AddField(
            model_name="conditionnote",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="condition_notes",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="conditionnote",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.unit"
            ),
        ),
        migrations.AddField(
            model_name="conditionreminder",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.agency"
            ),
        ),
        migrations.AddField(
            model_name="conditionrule",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.agency"
            ),
        ),
        migrations.AddField(
            model_name="conditionrule",
            name="set_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="conditionrule",
            name="unit",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.unit"
            ),
        ),
        migrations.AddField(
            model_name="course",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="courses", to="accounts.agency"
            ),
        ),
        migrations.AddField(
            model_name="course",
            name="made_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="device",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.agency"
            ),
        ),
        migrations.AddField(
            model_name="device",
            name="approved_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="device",
            name="ended_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="device",
            name="key",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="mfa.authenticator",
            ),
        ),
        migrations.AddField(
            model_name="device",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="devices",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="nativepassword",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="knowers",
                to="accounts.outletaccount",
            ),
        ),
        migrations.AddField(
            model_name="nativepassword",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="nativepassword",
            name="noted_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="passwordrotation",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rotations",
                to="accounts.outletaccount",
            ),
        ),
        migrations.AddField(
            model_name="passwordrotation",
            name="because",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="passwordrotation",
            name="done_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="signedin",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sessions",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="tableimport",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.agency"
            ),
        ),
        migrations.AddField(
            model_name="tableimport",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="trainingresult",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.agency"
            ),
        ),
        migrations.AddField(
            model_name="trainingresult",
            name="course",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="results", to="accounts.course"
            ),
        ),
        migrations.AddField(
            model_name="trainingresult",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="training_results",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="trainingresult",
            name="recorded_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="trainingsession",
            name="course",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="sessions", to="accounts.course"
            ),
        ),
        migrations.AddField(
            model_name="trainingsession",
            name="made_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="trainingsession",
            name="trainer",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="trainingresult",
            name="session",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="results",
                to="accounts.trainingsession",
            ),
        ),
        migrations.AddIndex(
            model_name="accessapproval",
            index=models.Index(fields=["member", "ends_at"], name="access_of_a_member"),
        ),
        migrations.AddConstraint(
            model_name="accessapproval",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_at__isnull", True), ("ends_at__gte", models.F("starts_at")), _connector="OR"
                ),
                name="an_approval_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="acknowledgement",
            constraint=models.UniqueConstraint(
                fields=("policy", "member"), name="a_version_is_confirmed_once"
            ),
        ),
        migrations.AddIndex(
            model_name="conditionnote",
            index=models.Index(fields=["unit", "on"], name="notes_of_a_unit"),
        ),
        migrations.AddIndex(
            model_name="conditionnote",
            index=models.Index(fields=["member", "-noted_at"], name="notes_of_a_member"),
        ),
        migrations.AddIndex(
            model_name="conditionnote",
            index=models.Index(fields=["post_id"], name="notes_of_a_post"),
        ),
        migrations.AddConstraint(
            model_name="conditionnote",
            constraint=models.UniqueConstraint(
                fields=("member", "condition", "act", "outcome", "post_id", "on"),
                name="noted_once_a_day",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="conditionreminder",
            constraint=models.UniqueConstraint(
                fields=("kind", "subject_id", "days"), name="told_once_so_many_days_ahead"
            ),
        ),
        migrations.AddIndex(
            model_name="conditionrule",
            index=models.Index(fields=["agency", "condition", "starts_at"], name="rules_in_force"),
        ),
        migrations.AddConstraint(
            model_name="conditionrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("condition__in", ["duty", "acknowledgement", "training", "device", "access"])
                ),
                name="a_condition_is_a_known_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="conditionrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("force__in", ["off", "observed", "enforced"]),
                    models.Q(("force", ""), ("unit__isnull", False)),
                    _connector="OR",
                ),
                name="only_a_unit_does_as_its_agency",
            ),
        ),
        migrations.AddConstraint(
            model_name="course",
            constraint=models.UniqueConstraint(fields=("agency", "name"), name="a_course_is_named_once"),
        ),
        migrations.AddIndex(
            model_name="device",
            index=models.Index(fields=["member", "ended_at"], name="devices_of_a_member"),
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["department", "personal"])),
                name="a_device_is_of_a_known_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "personal"), _negated=True),
                    ("approved_at__isnull", True),
                    ("expires_at__isnull", False),
                    _connector="OR",
                ),
                name="a_personal_device_has_a_last_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)), fields=("key",), name="a_key_is_one_device"
            ),
        ),
        migrations.AddConstraint(
            model_name="passwordrotation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("done_at__isnull", True)),
                fields=("account", "because"),
                name="one_open_rotation_a_person",
            ),
        ),
        migrations.AddIndex(
            model_name="signedin",
            index=models.Index(fields=["member", "-seen_at"], name="sessions_of_a_member"),
        ),
        migrations.AddIndex(
            model_name="tableimport",
            index=models.Index(fields=["changed_at"], name="tables_by_last_change"),
        ),
        migrations.AddIndex(
            model_name="trainingresult",
            index=models.Index(fields=["member", "expires_at"], name="training_of_a_member"),
        ),
        migrations.AddConstraint(
            model_name="trainingresult",
            constraint=models.CheckConstraint(
                condition=models.Q(("passed", False), ("attended", True), _connector="OR"),
                name="who_passed_attended",
            ),
        ),
    ]
