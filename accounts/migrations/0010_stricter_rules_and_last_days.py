"""Whether a commander set a rule, and when a suspended role would have ended: columns that old workers leave alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0009_members_by_name"),
    ]

    operations = [
        migrations.AddField(
            model_name="authorisation",
            name="was_to_end_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="conditionrule",
            name="by_commander",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
