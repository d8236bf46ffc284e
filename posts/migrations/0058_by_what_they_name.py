"""Rows are found by the contents that they name; made beside a portal that goes on working."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


def _found_by(model: str, name: str, *columns: str) -> Any:
    array = models.Func(
        *(models.Func(models.F(one), models.Value(0), function="hashtextextended") for one in columns),
        template="ARRAY[%(expressions)s]",
        output_field=ArrayField(models.BigIntegerField()),
    )
    return AddIndexConcurrently(model, GinIndex(array, name=f"{name}_by_what_they_name"))


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("posts", "0057_disposed_posts")]

    operations = [
        _found_by(
            "approval",
            "approvals",
            "attested_digest",
            "binding",
            "digest",
            "reason_digest",
            "stand_in_digest",
        ),
        _found_by("remark", "remarks", "text_digest"),
        _found_by("attempt", "attempts", "digest", "exchange_digest"),
        _found_by("post", "posts", "repost_read"),
        _found_by("draft", "drafts", "answered_for"),
        _found_by("hiddenreply", "replies", "capture_digest", "reason_digest", "words_digest"),
        _found_by("inquiry", "inquiries", "capture_digest"),
        _found_by("mediarights", "rights", "document_digest", "facts_digest"),
        _found_by("restriction", "restrictions", "reason_digest"),
        _found_by("picture", "pictures", "digest", "original_digest", "preview_digest", "words_digest"),
        _found_by("revisionpicture", "used", "alt_digest", "digest"),
        _found_by("rejudgement", "rejudgements", "decision_digest", "missing_digest", "pack_digest"),
        _found_by(
            "revision",
            "revisions",
            "answers_digest",
            "binding",
            "decision_digest",
            "digest",
            "meaning_digest",
            "note_digest",
            "pack_digest",
            "text_digest",
        ),
        _found_by("revisionpart", "parts", "text_digest"),
        _found_by("secondcopy", "copies", "reason_digest"),
    ]
