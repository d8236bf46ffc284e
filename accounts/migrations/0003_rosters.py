import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_duty_lists"),
    ]

    operations = [
        migrations.CreateModel(
            name="Enclosure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("media_type", models.CharField(max_length=60)),
                ("digest", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="Period",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.PositiveSmallIntegerField()),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="PeriodCalendar",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("anchor_on", models.DateField()),
                ("anchor_year", models.PositiveSmallIntegerField()),
                ("by_link", models.BooleanField(default=False)),
                ("email_domain", models.CharField(blank=True, max_length=80)),
                ("set_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Roster",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("in_work", "In work"),
                            ("submitted", "Submitted"),
                            ("correcting", "Being corrected"),
                        ],
                        default="in_work",
                        max_length=12,
                    ),
                ),
                ("compared_with", models.CharField(blank=True, max_length=60)),
                ("compared_count", models.PositiveIntegerField(default=0)),
                ("versions_sent", models.PositiveSmallIntegerField(default=0)),
                ("begun_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RosterCopy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        choices=[
                            ("director", "Director, Office of Community Policing"),
                            ("communications", "Communications Division"),
                        ],
                        max_length=20,
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("address", models.EmailField(max_length=254)),
                ("failure_told_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="RosterEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("name", models.CharField(blank=True, max_length=120)),
                ("rank", models.CharField(blank=True, max_length=40)),
                ("star_number", models.CharField(blank=True, max_length=20)),
                ("employee_number", models.CharField(blank=True, max_length=20)),
                ("log_on_id", models.CharField(blank=True, max_length=40)),
                ("unit_phone", models.CharField(blank=True, max_length=40)),
                ("email", models.CharField(blank=True, max_length=254)),
                ("outside_office", models.BooleanField(default=False)),
                ("outside_reason", models.CharField(blank=True, max_length=300)),
                ("before", models.JSONField(null=True)),
                ("left", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="RosterImport",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("checking", "Being checked"),
                            ("ready", "Ready to confirm"),
                            ("writing", "Being written"),
                            ("done", "Written"),
                            ("refused", "Not readable"),
                        ],
                        default="checking",
                        max_length=10,
                    ),
                ),
                ("sentence", models.CharField(blank=True, max_length=300)),
                ("rows", models.JSONField(default=list)),
                ("outcome", models.JSONField(default=list)),
                ("absent_leave", models.BooleanField(default=False)),
                ("steps", models.PositiveIntegerField(default=0)),
                ("steps_done", models.PositiveIntegerField(default=0)),
                ("begun_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RosterLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("name", models.CharField(blank=True, max_length=120)),
                ("rank", models.CharField(blank=True, max_length=40)),
                ("star_number", models.CharField(blank=True, max_length=20)),
                ("employee_number", models.CharField(blank=True, max_length=20)),
                ("log_on_id", models.CharField(blank=True, max_length=40)),
                ("unit_phone", models.CharField(blank=True, max_length=40)),
                ("email", models.CharField(blank=True, max_length=254)),
                ("outside_office", models.BooleanField(default=False)),
                ("outside_reason", models.CharField(blank=True, max_length=300)),
                ("mark", models.CharField(max_length=8)),
            ],
        ),
        migrations.CreateModel(
            name="RosterRecipient",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        choices=[
                            ("director", "Director, Office of Community Policing"),
                            ("communications", "Communications Division"),
                        ],
                        max_length=20,
                    ),
                ),
                ("address", models.EmailField(blank=True, max_length=254)),
            ],
        ),
        migrations.CreateModel(
            name="RosterReminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.SlugField(max_length=20)),
                ("sent_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RosterVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("pdf_digest", models.CharField(max_length=64)),
                ("csv_digest", models.CharField(max_length=64)),
                ("members", models.PositiveIntegerField()),
                ("submitted_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="YearEnd",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("ends_on", models.DateField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="authorisation",
            name="a_role_is_a_known_one",
        ),
        migrations.AddField(
            model_name="message",
            name="address",
            field=models.EmailField(blank=True, max_length=254),
        ),
        migrations.AlterField(
            model_name="authorisation",
            name="role",
            field=models.CharField(
                choices=[
                    ("usmr", "Unit social media representative"),
                    ("sergeant", "Designated sergeant"),
                    ("acting_sergeant", "Acting sergeant"),
                    ("commander", "Unit commander"),
                    ("acting_commander", "Acting commander"),
                    ("communications", "Communications Division"),
                    ("community_policing", "Office of Community Policing"),
                    ("records", "Records"),
                    ("administrator", "Administrator"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="message",
            name="to",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="messages_received",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="oncall",
            name="role",
            field=models.CharField(
                choices=[
                    ("usmr", "Unit social media representative"),
                    ("sergeant", "Designated sergeant"),
                    ("acting_sergeant", "Acting sergeant"),
                    ("commander", "Unit commander"),
                    ("acting_commander", "Acting commander"),
                    ("communications", "Communications Division"),
                    ("community_policing", "Office of Community Policing"),
                    ("records", "Records"),
                    ("administrator", "Administrator"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("to__isnull", False), models.Q(("address", ""), _negated=True), _connector="OR"
                ),
                name="a_message_goes_to_somebody",
            ),
        ),
        migrations.AddField(
            model_name="enclosure",
            name="message",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="enclosures", to="accounts.message"
            ),
        ),
        migrations.AddField(
            model_name="period",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="periods", to="accounts.agency"
            ),
        ),
        migrations.AddField(
            model_name="authorisation",
            name="reconfirmed_for",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.period"
            ),
        ),
        migrations.AddConstraint(
            model_name="authorisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "usmr",
                            "sergeant",
                            "acting_sergeant",
                            "commander",
                            "acting_commander",
                            "communications",
                            "community_policing",
                            "records",
                            "administrator",
                        ],
                    )
                ),
                name="a_role_is_a_known_one",
            ),
        ),
        migrations.AddField(
            model_name="periodcalendar",
            name="agency",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="period_calendar",
                to="accounts.agency",
            ),
        ),
        migrations.AddField(
            model_name="periodcalendar",
            name="set_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="roster",
            name="agency",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="accounts.agency"),
        ),
        migrations.AddField(
            model_name="roster",
            name="begun_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="roster",
            name="changed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="roster",
            name="period",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="rosters", to="accounts.period"
            ),
        ),
        migrations.AddField(
            model_name="roster",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="rosters", to="accounts.unit"
            ),
        ),
        migrations.AddField(
            model_name="rostercopy",
            name="message",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="roster_copy", to="accounts.message"
            ),
        ),
        migrations.AddField(
            model_name="rosterentry",
            name="roster",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="accounts.roster"
            ),
        ),
        migrations.AddField(
            model_name="rosterimport",
            name="agency",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="accounts.agency"),
        ),
        migrations.AddField(
            model_name="rosterimport",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="rosterimport",
            name="period",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.period"
            ),
        ),
        migrations.AddField(
            model_name="rosterimport",
            name="unit",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.unit"
            ),
        ),
        migrations.AddField(
            model_name="rosterline",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="rosterrecipient",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="roster_recipients",
                to="accounts.agency",
            ),
        ),
        migrations.AddField(
            model_name="rosterrecipient",
            name="member",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="rosterreminder",
            name="period",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reminders", to="accounts.period"
            ),
        ),
        migrations.AddField(
            model_name="rosterreminder",
            name="sent_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="rosterreminder",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.unit"
            ),
        ),
        migrations.AddField(
            model_name="rosterversion",
            name="agency",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="accounts.agency"),
        ),
        migrations.AddField(
            model_name="rosterversion",
            name="roster",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="accounts.roster"
            ),
        ),
        migrations.AddField(
            model_name="rosterversion",
            name="submitted_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="rosterline",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="accounts.rosterversion"
            ),
        ),
        migrations.AddField(
            model_name="rostercopy",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="copies",
                to="accounts.rosterversion",
            ),
        ),
        migrations.AddField(
            model_name="yearend",
            name="calendar",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="year_ends",
                to="accounts.periodcalendar",
            ),
        ),
        migrations.AddConstraint(
            model_name="period",
            constraint=models.UniqueConstraint(
                fields=("agency", "year", "number"), name="a_period_is_counted_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="period",
            constraint=models.UniqueConstraint(
                fields=("agency", "starts_on"), name="one_period_begins_on_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="period",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="a_period_has_a_day"
            ),
        ),
        migrations.AddIndex(
            model_name="roster",
            index=models.Index(fields=["period", "unit"], name="rosters_of_a_period"),
        ),
        migrations.AddConstraint(
            model_name="roster",
            constraint=models.UniqueConstraint(
                fields=("unit", "period"), name="one_roster_a_unit_and_period"
            ),
        ),
        migrations.AddConstraint(
            model_name="roster",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "in_work"), ("versions_sent__gt", 0), _connector="OR"),
                name="what_is_submitted_has_a_version",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roster",
            trigger=pgtrigger.compiler.Trigger(
                name="kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="428fbd7dfdaa5a4a25409872b8ee11e468e8f760",
                    operation="DELETE",
                    pgid="pgtrigger_kept_0dcc8",
                    table="accounts_roster",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="rosterentry",
            index=models.Index(fields=["roster", "position"], name="entries_of_a_roster"),
        ),
        migrations.AddIndex(
            model_name="rosterentry",
            index=models.Index(fields=["log_on_id"], name="entries_by_log_on_id"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rosterentry",
            trigger=pgtrigger.compiler.Trigger(
                name="locked",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE belongs bigint;",
                    func="\n        IF TG_OP = 'INSERT' THEN\n            belongs := NEW.roster_id;\n        ELSE\n            belongs := OLD.roster_id;\n        END IF;\n        IF EXISTS (SELECT 1 FROM accounts_roster WHERE id = belongs AND state = 'submitted') THEN\n            RAISE EXCEPTION 'a submitted roster is corrected by a new version' USING ERRCODE = 'check_violation';\n        END IF;\n        IF TG_OP = 'DELETE' THEN\n            RETURN OLD;\n        END IF;\n        RETURN NEW;\n    ",
                    hash="375eb4f39bf7bf8608eae59149a5aaac45fd5203",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_locked_c923b",
                    table="accounts_rosterentry",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="rosterimport",
            index=models.Index(
                condition=models.Q(("state__in", ("checking", "writing"))),
                fields=["changed_at"],
                name="imports_under_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="rosterrecipient",
            constraint=models.UniqueConstraint(fields=("agency", "place"), name="one_recipient_a_place"),
        ),
        migrations.AddConstraint(
            model_name="rosterrecipient",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("address", ""), ("member__isnull", False)),
                    models.Q(("member__isnull", True), models.Q(("address", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_recipient_is_a_member_or_an_address",
            ),
        ),
        migrations.AddIndex(
            model_name="rosterreminder",
            index=models.Index(fields=["period", "unit", "-sent_at"], name="reminders_of_a_period"),
        ),
        migrations.AddConstraint(
            model_name="rosterreminder",
            constraint=models.UniqueConstraint(
                condition=models.Q(("sent_by__isnull", True)),
                fields=("period", "unit", "kind"),
                name="the_calendar_reminds_once_of_a_kind",
            ),
        ),
        migrations.AddIndex(
            model_name="rosterversion",
            index=models.Index(fields=["-submitted_at"], name="versions_by_time"),
        ),
        migrations.AddConstraint(
            model_name="rosterversion",
            constraint=models.UniqueConstraint(fields=("roster", "number"), name="a_version_is_sent_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rosterversion",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="807d0ec2cf35c9a87cff3748852d548fc8fb0f37",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_frozen_de35e",
                    table="accounts_rosterversion",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="rosterline",
            index=models.Index(fields=["version", "position"], name="lines_of_a_version"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rosterline",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a0a29b22c361adcddcb22925347e26266ed2016f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_frozen_c9454",
                    table="accounts_rosterline",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="rostercopy",
            constraint=models.UniqueConstraint(fields=("version", "place"), name="one_copy_a_place"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rostercopy",
            trigger=pgtrigger.compiler.Trigger(
                name="kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="1f7beea90d1695fdbba5dea4bc98748e3241b005",
                    operation="DELETE",
                    pgid="pgtrigger_kept_68e73",
                    table="accounts_rostercopy",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="yearend",
            constraint=models.UniqueConstraint(fields=("calendar", "year"), name="a_year_ends_once"),
        ),
    ]
