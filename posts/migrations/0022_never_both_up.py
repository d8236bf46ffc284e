"""No replacement goes out while residents may still see what it replaces: the database asks, too."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("posts", "0021_threads"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="attempt",
            name="sound_attempt",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attempt",
            trigger=pgtrigger.compiler.Trigger(
                name="sound_attempt",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE bound posts_publication%ROWTYPE; origin posts_post%ROWTYPE; bytes text;",
                    func="\n        IF NEW.kind <> 'publish' THEN\n            RETURN NEW;\n        END IF;\n        SELECT * INTO STRICT bound FROM posts_publication WHERE id = NEW.publication_id;\n        SELECT * INTO STRICT origin FROM posts_post WHERE id = bound.post_id;\n        SELECT digest INTO STRICT bytes FROM posts_revision WHERE id = bound.revision_id;\n        IF origin.revision_id IS DISTINCT FROM bound.revision_id OR bound.account_id <> origin.account_id THEN\n            RAISE EXCEPTION 'the approval is for another version or account' USING ERRCODE = 'check_violation';\n        END IF;\n        IF NOT EXISTS (SELECT 1 FROM audit_home WHERE database = audit_this_database()) THEN\n            RAISE EXCEPTION 'this database was restored or copied' USING ERRCODE = 'check_violation';\n        END IF;\n        IF NEW.digest <> bytes OR bound.state <> 'sending' THEN\n            RAISE EXCEPTION 'an attempt sends exactly what was claimed' USING ERRCODE = 'check_violation';\n        END IF;\n        IF \n    EXISTS (SELECT 1 FROM posts_publication prior WHERE prior.id = bound.after_id AND prior.state <> 'published')\n THEN\n            RAISE EXCEPTION 'what it follows is not out' USING ERRCODE = 'check_violation';\n        END IF;\n        IF \n    origin.correction = 'replace' AND EXISTS (\n        SELECT 1 FROM posts_publication up WHERE up.post_id = origin.corrects_id\n        AND up.state IN ('due', 'sending', 'published', 'unknown', 'deleting')\n    )\n THEN\n            RAISE EXCEPTION 'what it replaces is not deleted yet' USING ERRCODE = 'check_violation';\n        END IF;\n        IF \n    EXISTS (\n        SELECT 1 FROM posts_stop stop\n        WHERE stop.agency_id = origin.agency_id AND stop.released_at IS NULL\n        AND (stop.within_id IS NULL OR stop.within_id = origin.unit_id)\n        AND (\n            stop.scope = 'department'\n            OR stop.post_id = origin.id OR stop.unit_id = origin.unit_id OR stop.account_id = origin.account_id\n            OR (stop.scope = 'category' AND stop.category = origin.category)\n            OR stop.member_id = origin.author_id\n            OR stop.member_id IN (\n                SELECT wrote.member_id FROM posts_revisionauthor wrote WHERE wrote.revision_id = origin.revision_id\n            )\n        )\n    )\n THEN\n            RAISE EXCEPTION 'a stop is in force' USING ERRCODE = 'check_violation';\n        END IF;\n        IF \n    NOT EXISTS (\n        SELECT 1 FROM posts_revision revision\n        WHERE revision.id = bound.revision_id AND revision.post_id = bound.post_id\n        AND revision.steps = (\n            SELECT count(*) FROM posts_approval approval\n            JOIN posts_routestep step ON step.id = approval.step_id AND step.revision_id = revision.id\n            WHERE approval.verdict = 'approved'\n            AND approval.digest = revision.digest AND approval.binding = revision.binding\n        )\n    )\n THEN\n            RAISE EXCEPTION 'a step of the route lacks its approval' USING ERRCODE = 'check_violation';\n        END IF;\n        IF \n    EXISTS (\n        SELECT 1 FROM posts_revision revision\n        WHERE revision.id = bound.revision_id AND revision.notices > (\n            SELECT count(*) FROM posts_dutynotice notice\n            WHERE notice.revision_id = revision.id AND notice.delivered_at IS NOT NULL\n        )\n    )\n THEN\n            RAISE EXCEPTION 'an office has not been told yet' USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="b075159448b47b74c80ab16c08ed3532cbba014d",
                    operation="INSERT",
                    pgid="pgtrigger_sound_attempt_cbb49",
                    table="posts_attempt",
                    when="BEFORE",
                ),
            ),
        ),
    ]
