"""What precedence decides is counted. Rows of before are asked in a migration of its own, beside the running portal."""

import django.db.models.deletion
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0018_other_networks"), ("posts", "0059_ideas_handed_up")]

    operations = [
        migrations.CreateModel(
            name="PrecedenceTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField()),
                ("winner", models.CharField()),
                ("winner_clause", models.CharField()),
                ("loser", models.CharField()),
                ("loser_clause", models.CharField()),
                ("ranked_by", models.CharField()),
                ("times", models.PositiveIntegerField()),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="accounts.agency"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=(
                            "unit",
                            "month",
                            "winner",
                            "winner_clause",
                            "loser",
                            "loser_clause",
                            "ranked_by",
                        ),
                        name="one_tally_a_pair_and_month",
                    )
                ],
            },
        ),
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
                    ("held", "Held over another rule"),
                    ("gave_way", "Gave way to another rule"),
                ],
                max_length=9,
            ),
        ),
        AddConstraintNotValid(
            model_name="rulefiring",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("effect__in", ["stopped", "confirmed"]), ("revision__isnull", True)),
                    models.Q(
                        ("revision__isnull", False),
                        (
                            "effect__in",
                            [
                                "confirmed",
                                "set_aside",
                                "routed",
                                "told",
                                "shown",
                                "declared",
                                "held",
                                "gave_way",
                            ],
                        ),
                    ),
                    _connector="OR",
                ),
                name="only_what_was_not_submitted_was_stopped",
            ),
        ),
        # Going back, nothing may be left that the narrower constraint refuses.
        migrations.RunSQL(
            sql=migrations.RunSQL.noop,
            reverse_sql="DELETE FROM posts_rulefiring WHERE effect IN ('held', 'gave_way')",
        ),
    ]
