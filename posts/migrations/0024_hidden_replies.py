"""Replies that were hidden, and the ledger of what was asked of the network about them.

The column of attempts is empty: a worker of the release before goes on writing rows beside the new one.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_resend_after_absence"),
        ("posts", "0023_moving_pictures"),
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
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="attempt",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("published", "Accepted"),
                    ("deleted", "Deleted"),
                    ("done", "Done"),
                    ("rejected", "Refused"),
                    ("rate_limited", "Asked to wait"),
                    ("not_sent", "Not sent"),
                    ("unknown", "Not known"),
                ],
                max_length=12,
            ),
        ),
        migrations.CreateModel(
            name="HiddenReply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("external_id", models.CharField(max_length=40)),
                ("words_digest", models.CharField(max_length=64)),
                ("capture_digest", models.CharField(max_length=64)),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("obscene", "Obscene words or pictures"),
                            ("threat", "A threat, or a call to violence"),
                            ("private", "Private facts that put somebody in danger"),
                            ("attack", "A personal attack on somebody who holds no office"),
                            ("spam", "Advertising or spam"),
                            ("off_topic", "Nothing to do with the post"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason_digest", models.CharField(max_length=64)),
                ("asked_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("hiding", "Being hidden"),
                            ("hidden", "Hidden"),
                            ("showing", "Being shown again"),
                            ("shown", "Shown again"),
                            ("refused", "Refused by the network"),
                        ],
                        default="hiding",
                        max_length=10,
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("dispatched_at", models.DateTimeField(null=True)),
                ("waiting_for", models.CharField(blank=True, max_length=200)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.outletaccount",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="accounts.agency"),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hidden_replies",
                        to="posts.publication",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="attempt",
            name="reply",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attempts",
                to="posts.hiddenreply",
            ),
        ),
        migrations.AddIndex(
            model_name="hiddenreply",
            index=models.Index(
                condition=models.Q(("state__in", ["hiding", "showing"])),
                fields=["due_at"],
                name="replies_to_be_hidden",
            ),
        ),
        migrations.AddConstraint(
            model_name="hiddenreply",
            constraint=models.UniqueConstraint(
                fields=("account", "external_id"), name="a_reply_is_hidden_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="hiddenreply",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["hiding", "hidden", "showing", "shown", "refused"])),
                name="a_reply_is_in_a_known_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="hiddenreply",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ground__in", ["obscene", "threat", "private", "attack", "spam", "off_topic"])
                ),
                name="a_reply_is_hidden_for_a_known_ground",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="hiddenreply",
            trigger=pgtrigger.compiler.Trigger(
                name="kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="b4c4da2d280c60fc971f505f1c70b6f89d6f87d1",
                    operation="DELETE",
                    pgid="pgtrigger_kept_674ab",
                    table="posts_hiddenreply",
                    when="BEFORE",
                ),
            ),
        ),
    ]
