"""Versions judged again under new rules, and kept though somebody's authority ended. New tables alone."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("posts", "0014_corrections_found"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Rejudgement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("pack", models.CharField(max_length=40)),
                ("pack_version", models.CharField(max_length=40)),
                ("pack_digest", models.CharField(max_length=64)),
                ("decision_digest", models.CharField(max_length=64)),
                ("stands", models.BooleanField()),
                ("missing_digest", models.CharField(blank=True, max_length=64)),
                ("judged_at", models.DateTimeField()),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rejudgements",
                        to="posts.revision",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Lapse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("wrote", models.BooleanField()),
                ("ends_at", models.DateTimeField()),
                ("told_at", models.DateTimeField()),
                ("kept_role", models.CharField(blank=True, db_default="", default="", max_length=20)),
                ("kept_at", models.DateTimeField(null=True)),
                (
                    "kept_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lapses",
                        to="posts.revision",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("revision", "member"), name="one_lapse_a_member"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kept_at__isnull", True), ("kept_by__isnull", True), ("kept_role", "")),
                            models.Q(
                                ("kept_at__isnull", False),
                                ("kept_by__isnull", False),
                                models.Q(("kept_role", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_person_keeps_a_post",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lapse",
            trigger=pgtrigger.compiler.Trigger(
                name="kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="415d68563107909a96a30c5954fb921c5d5daef7",
                    operation="DELETE",
                    pgid="pgtrigger_kept_cfc83",
                    table="posts_lapse",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lapse",
            trigger=pgtrigger.compiler.Trigger(
                name="kept_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."kept_at" IS NOT NULL OR OLD."revision_id" IS DISTINCT FROM (NEW."revision_id") OR OLD."member_id" IS DISTINCT FROM (NEW."member_id") OR OLD."wrote" IS DISTINCT FROM (NEW."wrote") OR OLD."ends_at" IS DISTINCT FROM (NEW."ends_at") OR OLD."told_at" IS DISTINCT FROM (NEW."told_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="b75bbb316f247c43e46ae27e84f2f1c68a33c624",
                    operation="UPDATE",
                    pgid="pgtrigger_kept_once_2ee18",
                    table="posts_lapse",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="rejudgement",
            constraint=models.UniqueConstraint(
                fields=("revision", "pack_digest"), name="a_version_is_judged_again_once_a_pack"
            ),
        ),
        migrations.AddConstraint(
            model_name="rejudgement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("missing_digest", ""), ("stands", True)),
                    models.Q(("stands", False), models.Q(("missing_digest", ""), _negated=True)),
                    _connector="OR",
                ),
                name="what_does_not_stand_says_why",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rejudgement",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="99f0384d4736c546a13443967261a6fd77d54218",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_frozen_ee34f",
                    table="posts_rejudgement",
                    when="BEFORE",
                ),
            ),
        ),
    ]
