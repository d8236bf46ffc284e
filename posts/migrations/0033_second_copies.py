"""Second copies on the network, and the calls that delete them."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_stricter_rules_and_last_days"),
        ("posts", "0032_left_to_people"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="attempt",
            name="kind",
            field=models.CharField(
                choices=[
                    ("publish", "Publish"),
                    ("delete", "Delete"),
                    ("hide", "Hide a reply"),
                    ("show", "Show a reply again"),
                    ("copy", "Delete a second copy"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="SecondCopy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("external_id", models.CharField(max_length=40)),
                ("url", models.CharField(blank=True, max_length=200)),
                ("found_at", models.DateTimeField()),
                ("reason_digest", models.CharField(blank=True, max_length=64)),
                ("trouble", models.CharField(blank=True, max_length=300)),
                ("deleted_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="accounts.agency"),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="posts.publication",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="attempt",
            name="copy",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attempts",
                to="posts.secondcopy",
            ),
        ),
        migrations.AddIndex(
            model_name="secondcopy",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)), fields=["agency"], name="copies_that_stand"
            ),
        ),
        migrations.AddConstraint(
            model_name="secondcopy",
            constraint=models.UniqueConstraint(
                fields=("publication", "external_id"), name="a_copy_is_found_once"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="secondcopy",
            trigger=pgtrigger.compiler.Trigger(
                name="kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="a13b619f7e007dcdc2b11a17de3e52f11d146210",
                    operation="DELETE",
                    pgid="pgtrigger_kept_f5302",
                    table="posts_secondcopy",
                    when="BEFORE",
                ),
            ),
        ),
    ]
