"""What the search reads of pictures and of kept replies, and the searches that members keep.

What the vault held of both before is taken over; the release before writes neither.
"""

import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import migrations, models

_TAKE_OVER = """
INSERT INTO posts_picturewords (picture_id, text)
SELECT picture.id, convert_from(kept.content, 'UTF8')
FROM posts_picture picture
JOIN audit_vaulttext kept ON kept.agency_id = picture.agency_id AND kept.digest = picture.words_digest
WHERE picture.words_digest <> '';
INSERT INTO posts_replywords (reply_id, text)
SELECT reply.id, convert_from(kept.content, 'UTF8')
FROM posts_hiddenreply reply
JOIN audit_vaulttext kept ON kept.agency_id = reply.agency_id AND kept.digest = reply.words_digest;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0004_home"),
        ("posts", "0049_words_in_pictures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PictureWords",
            fields=[
                (
                    "picture",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="sought",
                        serialize=False,
                        to="posts.picture",
                    ),
                ),
                ("text", models.TextField()),
            ],
            options={
                "indexes": [GinIndex(SearchVector("text", config="english"), name="words_in_pictures")],
            },
        ),
        migrations.CreateModel(
            name="ReplyWords",
            fields=[
                (
                    "reply",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="sought",
                        serialize=False,
                        to="posts.hiddenreply",
                    ),
                ),
                ("text", models.TextField()),
            ],
            options={
                "indexes": [GinIndex(SearchVector("text", config="english"), name="words_of_replies")],
            },
        ),
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40)),
                ("words", models.CharField(max_length=200)),
                ("kept_at", models.DateTimeField()),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_searches",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("member", "name"), name="a_search_is_named_once")
                ],
            },
        ),
        migrations.RunSQL(_TAKE_OVER, migrations.RunSQL.noop),
    ]
