"""In which language a department mostly speaks to residents; English unless told."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_resend_after_absence"),
    ]

    operations = [
        migrations.AddField(
            model_name="agency",
            name="language",
            field=models.CharField(db_default="en", default="en", max_length=3),
        ),
    ]
