"""A post may wait for the answer of an office that was told: how long, until when it did, and who answered."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0017_notice_to_everybody"),
        ("posts", "0053_crime_alerts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="attempt",
            name="sound_attempt",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="dutynotice",
            name="told_once",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="post",
            name="approved_by_its_route",
        ),
        migrations.AddField(
            model_name="dutynotice",
            name="answered_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="dutynotice",
            name="wait_minutes",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="dutynotice",
            name="waited_at",
            field=models.DateTimeField(null=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attempt",
            trigger=pgtrigger.compiler.Trigger(
                name="sound_attempt",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE bound posts_publication%ROWTYPE; origin posts_post%ROWTYPE; bytes text;",
                    func="\n        IF NEW.kind <> 'publish' THEN\n            RETURN NEW;\n        END IF;\n        SELECT * INTO STRICT bound FROM posts_publication WHERE id = NEW.publication_id;\n        SELECT * INTO STRICT origin FROM posts_post WHERE id = bound.post_id;\n        SELECT digest INTO STRICT bytes FROM posts_revision WHERE id = bound.revision_id;\n        IF origin.revision_id IS DISTINCT FROM bound.revision_id OR bound.account_id <> origin.account_id THEN\n            RAISE EXCEPTION 'the approval is for another version or account' USING ERRCODE = 'check_violation';\n        END IF;\n        IF NOT EXISTS (SELECT 1 FROM audit_home WHERE database = audit_this_database()) THEN\n            RAISE EXCEPTION 'this database was restored or copied' USING ERRCODE = 'check_violation';\n        END IF;\n        IF NEW.digest <> bytes OR bound.state <> 'sending' THEN\n            RAISE EXCEPTION 'an attempt sends exactly what was claimed' USING ERRCODE = 'check_violation';\n        END IF;\n        IF \n    EXISTS (SELECT 1 FROM posts_publication prior WHERE prior.id = bound.after_id AND prior.state <> 'published')\n THEN\n            RAISE EXCEPTION 'what it follows is not out' USING ERRCODE = 'check_violation';\n        END IF;\n        IF \n    origin.correction = 'replace' AND EXISTS (\n        SELECT 1 FROM posts_publication up WHERE up.post_id = origin.corrects_id\n        AND up.state IN ('due', 'sending', 'published', 'unknown', 'deleting')\n    )\n THEN\n            RAISE EXCEPTION 'what it replaces is not deleted yet' USING ERRCODE = 'check_violation';\n        END IF;\n        IF \n    EXISTS (\n        SELECT 1 FROM posts_stop stop\n        WHERE stop.agency_id = origin.agency_id AND stop.released_at IS NULL\n        AND (stop.within_id IS NULL OR stop.within_id = origin.unit_id)\n        AND (\n            stop.scope = 'department'\n            OR stop.post_id = origin.id OR stop.unit_id = origin.unit_id OR stop.account_id = origin.account_id\n            OR (stop.scope = 'category' AND stop.category = origin.category)\n            OR stop.member_id = origin.author_id\n            OR stop.member_id IN (\n                SELECT wrote.member_id FROM posts_revisionauthor wrote WHERE wrote.revision_id = origin.revision_id\n            )\n        )\n    )\n THEN\n            RAISE EXCEPTION 'a stop is in force' USING ERRCODE = 'check_violation';\n        END IF;\n        IF \n    NOT EXISTS (\n        SELECT 1 FROM posts_revision revision\n        WHERE revision.id = bound.revision_id AND revision.post_id = bound.post_id\n        AND revision.steps = (\n            SELECT count(*) FROM posts_approval approval\n            JOIN posts_routestep step ON step.id = approval.step_id AND step.revision_id = revision.id\n            WHERE approval.verdict = 'approved'\n            AND approval.digest = revision.digest AND approval.binding = revision.binding\n        )\n    )\n THEN\n            RAISE EXCEPTION 'a step of the route lacks its approval' USING ERRCODE = 'check_violation';\n        END IF;\n        IF \n    EXISTS (\n        SELECT 1 FROM posts_revision revision\n        WHERE revision.id = bound.revision_id AND revision.notices > (\n            SELECT count(*) FROM posts_dutynotice notice\n            WHERE notice.revision_id = revision.id AND notice.delivered_at IS NOT NULL\n            AND (notice.wait_minutes = 0 OR notice.waited_at IS NOT NULL)\n        )\n    )\n THEN\n            RAISE EXCEPTION 'an office has not been told yet' USING ERRCODE = 'check_violation';\n        END IF;\n        IF \n    EXISTS (\n        SELECT 1 FROM posts_revision revision\n        WHERE revision.id = bound.revision_id AND revision.permissions > (\n            SELECT count(DISTINCT held.kind) FROM posts_revisionpermission rests\n            JOIN accounts_writtenpermission held ON held.id = rests.permission_id\n            WHERE rests.revision_id = revision.id AND held.granted AND held.ended_at IS NULL\n            AND (held.expires_at IS NULL OR held.expires_at > NEW.claimed_at)\n        )\n    )\n THEN\n            RAISE EXCEPTION 'a written permission is not in force' USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="c0dea8ce6a245e198b9237de6d73da68f97e97cd",
                    operation="INSERT",
                    pgid="pgtrigger_sound_attempt_cbb49",
                    table="posts_attempt",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dutynotice",
            trigger=pgtrigger.compiler.Trigger(
                name="told_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."waited_at" IS NOT NULL OR (OLD."delivered_at" IS NOT NULL AND OLD."delivered_at" IS DISTINCT FROM (NEW."delivered_at")) OR (OLD."delivered_at" IS NOT NULL AND NEW."waited_at" IS NULL) OR (NEW."answered_by_id" IS NOT NULL AND NEW."waited_at" IS NULL) OR OLD."revision_id" IS DISTINCT FROM (NEW."revision_id") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."role" IS DISTINCT FROM (NEW."role") OR OLD."wait_minutes" IS DISTINCT FROM (NEW."wait_minutes"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="956e440f51a9ae1106c67db764393471bfecfdaa",
                    operation="UPDATE",
                    pgid="pgtrigger_told_once_07c96",
                    table="posts_dutynotice",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="post",
            trigger=pgtrigger.compiler.Trigger(
                name="approved_by_its_route",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF NEW.status IN ('approved', 'sending') AND (\n            NEW.revision_id IS NULL OR \n    NOT EXISTS (\n        SELECT 1 FROM posts_revision revision\n        WHERE revision.id = NEW.revision_id AND revision.post_id = NEW.id\n        AND revision.steps = (\n            SELECT count(*) FROM posts_approval approval\n            JOIN posts_routestep step ON step.id = approval.step_id AND step.revision_id = revision.id\n            WHERE approval.verdict = 'approved'\n            AND approval.digest = revision.digest AND approval.binding = revision.binding\n        )\n    )\n\n        ) THEN\n            RAISE EXCEPTION 'a step of the route lacks its approval' USING ERRCODE = 'check_violation';\n        END IF;\n        IF NEW.status IN ('approved', 'sending') AND \n    EXISTS (\n        SELECT 1 FROM posts_revision revision\n        WHERE revision.id = NEW.revision_id AND revision.notices > (\n            SELECT count(*) FROM posts_dutynotice notice\n            WHERE notice.revision_id = revision.id AND notice.delivered_at IS NOT NULL\n            AND (notice.wait_minutes = 0 OR notice.waited_at IS NOT NULL)\n        )\n    )\n THEN\n            RAISE EXCEPTION 'an office has not been told yet' USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="9bed41ab41c9cbda6261d5d67ffeb72dd86d94ba",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_approved_by_its_route_d2ea7",
                    table="posts_post",
                    when="BEFORE",
                ),
            ),
        ),
    ]
