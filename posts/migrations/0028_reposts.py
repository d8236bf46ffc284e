"""Which post of another account a post reposts.

Columns have defaults of the database: a worker of the release before goes on writing rows beside the new one. It sends
no repost: to it the bytes are not those that were approved.
"""

from django.db import migrations, models

ONE_REPOST = """
CREATE UNIQUE INDEX CONCURRENTLY one_repost_of_a_post ON posts_post (account_id, repost_of)
WHERE (NOT repost_of = '' AND NOT status IN ('withdrawn', 'rejected'))
"""
DROPPED = "DROP INDEX CONCURRENTLY IF EXISTS one_repost_of_a_post"


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("posts", "0027_accounts_last_post_and_costs")]

    operations = [
        migrations.AddField(
            model_name="post",
            name="repost_by",
            field=models.CharField(blank=True, db_default="", default="", max_length=50),
        ),
        migrations.AddField(
            model_name="post",
            name="repost_of",
            field=models.CharField(blank=True, db_default="", default="", max_length=20),
        ),
        migrations.AddField(
            model_name="post",
            name="repost_read",
            field=models.CharField(blank=True, db_default="", default="", max_length=64),
        ),
        # A try that failed leaves an index behind that is not valid.
        migrations.RunSQL(DROPPED, migrations.RunSQL.noop),
        migrations.RunSQL(
            ONE_REPOST,
            DROPPED,
            state_operations=[
                migrations.AddConstraint(
                    model_name="post",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("repost_of", ""), _negated=True),
                            models.Q(("status__in", ["withdrawn", "rejected"]), _negated=True),
                        ),
                        fields=("account", "repost_of"),
                        name="one_repost_of_a_post",
                    ),
                )
            ],
        ),
    ]
