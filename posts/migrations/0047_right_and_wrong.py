"""Rules are counted by whether they were right: hits, and false alarms."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("posts", "0046_back_tests")]

    operations = [
        migrations.RemoveConstraint(
            model_name="rulefiring",
            name="only_what_was_not_submitted_was_stopped",
        ),
        migrations.AlterField(
            model_name="rulefiring",
            name="effect",
            field=models.CharField(
                choices=[
                    ("stopped", "Held it back"),
                    ("confirmed", "The author said it is so"),
                    ("set_aside", "Set aside with a reason"),
                    ("routed", "Added a step"),
                    ("told", "Had an office told"),
                    ("shown", "Was shown to who decides"),
                    ("declared", "Was declared by the author"),
                ],
                max_length=9,
            ),
        ),
        migrations.AddConstraint(
            model_name="rulefiring",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("effect__in", ["stopped", "confirmed"]), ("revision__isnull", True)),
                    models.Q(
                        ("revision__isnull", False),
                        ("effect__in", ["confirmed", "set_aside", "routed", "told", "shown", "declared"]),
                    ),
                    _connector="OR",
                ),
                name="only_what_was_not_submitted_was_stopped",
            ),
        ),
        migrations.AddField(
            model_name="ruletally",
            name="hits",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="ruletally",
            name="false_alarms",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddConstraint(
            model_name="ruletally",
            constraint=models.CheckConstraint(
                condition=models.Q(("fired__gte", models.F("hits") + models.F("false_alarms"))),
                name="what_was_right_or_wrong_has_fired",
            ),
        ),
        # Going back, nothing may be left that the narrower constraint refuses.
        migrations.RunSQL(
            sql=migrations.RunSQL.noop,
            reverse_sql="DELETE FROM posts_rulefiring WHERE effect = 'confirmed'",
        ),
    ]
