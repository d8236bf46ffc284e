"""Every post is in a status that is known by now."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("posts", "0025_partly_out")]

    operations = [ValidateConstraint(model_name="post", name="a_post_is_in_a_known_status")]
