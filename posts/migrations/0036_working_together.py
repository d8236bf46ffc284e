"""Stories forwarded to Communications, ideas of members, where drafts came from, and quiet units."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0012_days_without_a_post"),
        ("posts", "0035_words_of_meanings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Idea",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("suggested_at", models.DateTimeField()),
                ("words", models.TextField()),
                (
                    "reach",
                    models.CharField(
                        choices=[("unit", "The unit"), ("department", "The whole department")],
                        default="unit",
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "With the supervisor"),
                            ("open", "On the board"),
                            ("used", "Became a draft"),
                            ("declined", "Not taken up"),
                            ("withdrawn", "Taken back"),
                        ],
                        default="waiting",
                        max_length=9,
                    ),
                ),
                ("passed_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True)),
                (
                    "agency",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="accounts.agency"),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "passed_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "suggested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("unit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="accounts.unit")),
            ],
        ),
        migrations.CreateModel(
            name="QuietSpell",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField()),
                ("told_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="accounts.agency"),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.unit"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Story",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("forwarded_at", models.DateTimeField()),
                ("words", models.TextField()),
                (
                    "consent",
                    models.CharField(
                        choices=[
                            ("nobody", "Nobody is named or shown"),
                            ("agreed", "Everybody named or shown has agreed"),
                        ],
                        max_length=7,
                    ),
                ),
                ("consent_words", models.CharField(blank=True, max_length=500)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("forwarded", "Waits for Communications"),
                            ("adopted", "Adopted"),
                            ("declined", "Not adopted"),
                            ("withdrawn", "Withdrawn by the unit"),
                        ],
                        default="forwarded",
                        max_length=9,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("feedback", models.TextField(blank=True)),
                (
                    "agency",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="accounts.agency"),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "forwarded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="posts.post",
                    ),
                ),
                ("unit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="accounts.unit")),
            ],
        ),
        migrations.CreateModel(
            name="Origin",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("begun_at", models.DateTimeField()),
                (
                    "idea",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="posts.idea",
                    ),
                ),
                (
                    "post",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="origin", to="posts.post"
                    ),
                ),
                (
                    "story",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adopted_as",
                        to="posts.story",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StoryPicture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("alt_text", models.TextField(blank=True)),
                (
                    "picture",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="posts.picture",
                    ),
                ),
                (
                    "story",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pictured", to="posts.story"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="idea",
            index=models.Index(fields=["unit", "state", "-suggested_at", "-id"], name="unit_ideas_by_state"),
        ),
        migrations.AddIndex(
            model_name="idea",
            index=models.Index(
                condition=models.Q(("reach", "department")),
                fields=["agency", "state", "-suggested_at", "-id"],
                name="ideas_for_everybody",
            ),
        ),
        migrations.AddIndex(
            model_name="idea",
            index=models.Index(fields=["suggested_by", "-suggested_at", "-id"], name="ideas_of_a_member"),
        ),
        migrations.AddConstraint(
            model_name="idea",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "open", "used", "declined", "withdrawn"])),
                name="an_idea_is_in_a_known_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="idea",
            constraint=models.CheckConstraint(
                condition=models.Q(("reach__in", ["unit", "department"])), name="an_idea_has_a_known_reach"
            ),
        ),
        migrations.AddConstraint(
            model_name="idea",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["open", "used"]), _negated=True),
                    models.Q(("passed_at__isnull", False), ("passed_by__isnull", False)),
                    _connector="OR",
                ),
                name="what_is_on_the_board_was_passed_on",
            ),
        ),
        migrations.AddConstraint(
            model_name="idea",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "declined"), _negated=True),
                    models.Q(models.Q(("reason", ""), _negated=True), ("decided_by__isnull", False)),
                    _connector="OR",
                ),
                name="an_idea_is_declined_with_a_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="quietspell",
            index=models.Index(fields=["told_at"], name="quiet_spells_by_age"),
        ),
        migrations.AddConstraint(
            model_name="quietspell",
            constraint=models.UniqueConstraint(fields=("unit", "since"), name="a_spell_is_told_once"),
        ),
        migrations.AddIndex(
            model_name="story",
            index=models.Index(fields=["agency", "state", "-forwarded_at", "-id"], name="stories_by_state"),
        ),
        migrations.AddIndex(
            model_name="story",
            index=models.Index(
                fields=["unit", "state", "-forwarded_at", "-id"], name="unit_stories_by_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="story",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["forwarded", "adopted", "declined", "withdrawn"])),
                name="a_story_is_in_a_known_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="story",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("consent", "nobody"), ("consent_words", "")),
                    models.Q(("consent", "agreed"), models.Q(("consent_words", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_story_says_who_agreed",
            ),
        ),
        migrations.AddConstraint(
            model_name="story",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_at__isnull", True), ("decided_by__isnull", True), ("state", "forwarded")
                    ),
                    models.Q(
                        models.Q(("state", "forwarded"), _negated=True),
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="a_decided_story_says_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="story",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "declined"), _negated=True),
                    models.Q(("feedback", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_story_is_declined_with_feedback",
            ),
        ),
        migrations.AddConstraint(
            model_name="origin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("idea__isnull", True), ("story__isnull", False)),
                    models.Q(("idea__isnull", False), ("story__isnull", True)),
                    _connector="OR",
                ),
                name="a_draft_came_from_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="storypicture",
            constraint=models.UniqueConstraint(
                fields=("story", "picture"), name="a_story_has_a_picture_once"
            ),
        ),
    ]
