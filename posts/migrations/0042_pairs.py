"""Which post says another one in another language, and what the database refuses of such a pair."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0015_guidance"),
        ("posts", "0041_rules_that_gave_way"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="approval",
            name="sound_verdict",
        ),
        migrations.AddField(
            model_name="post",
            name="translates",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="translations",
                to="posts.post",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="approval",
            trigger=pgtrigger.compiler.Trigger(
                name="sound_verdict",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE bound posts_revision%ROWTYPE; place posts_routestep%ROWTYPE;",
                    func="\n        SELECT * INTO STRICT bound FROM posts_revision WHERE id = NEW.revision_id;\n        SELECT * INTO STRICT place FROM posts_routestep WHERE id = NEW.step_id;\n        IF place.revision_id <> NEW.revision_id THEN\n            RAISE EXCEPTION 'a verdict belongs to a step of its own revision' USING ERRCODE = 'check_violation';\n        END IF;\n        IF NEW.digest <> bound.digest OR NEW.binding <> bound.binding THEN\n            RAISE EXCEPTION 'a verdict binds exactly the bytes it was given for' USING ERRCODE = 'check_violation';\n        END IF;\n        IF NEW.decided_by_id = bound.submitted_by_id OR EXISTS (\n            SELECT 1 FROM posts_revisionauthor\n            WHERE revision_id = NEW.revision_id AND member_id = NEW.decided_by_id\n        ) THEN\n            RAISE EXCEPTION 'an author never decides' USING ERRCODE = 'check_violation';\n        END IF;\n        IF EXISTS (\n            SELECT 1 FROM posts_routestep step\n            WHERE step.revision_id = NEW.revision_id AND step.position < place.position\n            AND NOT EXISTS (\n                SELECT 1 FROM posts_approval approval\n                WHERE approval.step_id = step.id AND approval.verdict = 'approved'\n            )\n        ) THEN\n            RAISE EXCEPTION 'an earlier step has not approved yet' USING ERRCODE = 'check_violation';\n        END IF;\n        IF \n    NEW.verdict = 'approved' AND bound.needs_reader AND place.unit_id IS NOT NULL AND NOT EXISTS (\n        SELECT 1 FROM accounts_memberlanguage tongue\n        WHERE tongue.member_id = NEW.decided_by_id AND tongue.language = bound.language\n        AND tongue.confirmed_at <= NEW.decided_at AND (tongue.ended_at IS NULL OR tongue.ended_at > NEW.decided_at)\n    ) AND NOT EXISTS (\n        SELECT 1 FROM accounts_authorisation held\n        WHERE held.member_id = NEW.decided_by_id AND held.role = 'communications'\n        AND held.starts_at <= NEW.decided_at AND (held.ends_at IS NULL OR held.ends_at > NEW.decided_at)\n    )\n THEN\n            RAISE EXCEPTION 'who approves reads its language' USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="e3ca3e6f6f265b15ebf0dba6911adf27421d0e8c",
                    operation="INSERT",
                    pgid="pgtrigger_sound_verdict_a147b",
                    table="posts_approval",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="approval",
            trigger=pgtrigger.compiler.Trigger(
                name="approved_together",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"verdict\" = 'approved')",
                    constraint="CONSTRAINT",
                    func="\n        IF EXISTS (\n            SELECT 1 FROM posts_revision bound\n            JOIN posts_post origin ON origin.id = bound.post_id\n            JOIN posts_post twin ON twin.id = origin.translates_id OR twin.translates_id = origin.id\n            WHERE bound.id = NEW.revision_id\n            AND twin.status IN ('draft', 'in_review', 'returned', 'approved', 'stopped')\n            AND NOT EXISTS (\n                SELECT 1 FROM posts_approval other WHERE other.revision_id = twin.revision_id\n                AND other.verdict = 'approved'\n                AND other.decided_by_id = NEW.decided_by_id AND other.decided_at = NEW.decided_at\n            )\n        ) THEN\n            RAISE EXCEPTION 'a pair is approved together' USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="27321940a7fae79795f85d3a8d19b4ab1e4c1a57",
                    operation="INSERT",
                    pgid="pgtrigger_approved_together_b1f47",
                    table="posts_approval",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="post",
            trigger=pgtrigger.compiler.Trigger(
                name="of_one_account",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."translates_id" IS NOT NULL)',
                    declare="DECLARE original posts_post%ROWTYPE;",
                    func="\n        SELECT * INTO STRICT original FROM posts_post WHERE id = NEW.translates_id;\n        IF original.account_id <> NEW.account_id OR original.unit_id <> NEW.unit_id THEN\n            RAISE EXCEPTION 'a pair is of one unit and account' USING ERRCODE = 'check_violation';\n        END IF;\n        IF original.translates_id IS NOT NULL OR original.id = NEW.id THEN\n            RAISE EXCEPTION 'a translation is of a post that is none' USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="da198c0b65e94610f7b01334ef992c7381c6ea20",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_of_one_account_f69ec",
                    table="posts_post",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="post",
            trigger=pgtrigger.compiler.Trigger(
                name="stays_with_its_pair",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."account_id" IS DISTINCT FROM (NEW."account_id") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id") OR OLD."translates_id" IS DISTINCT FROM (NEW."translates_id"))',
                    func="\n        IF OLD.translates_id IS DISTINCT FROM NEW.translates_id OR EXISTS (\n            SELECT 1 FROM posts_post other WHERE other.translates_id = NEW.id\n            AND other.status NOT IN ('withdrawn', 'rejected')\n        ) THEN\n            RAISE EXCEPTION 'a pair stays as it was begun' USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="ef3e9f293d64e9a3479bbe5be558510a3072257f",
                    operation="UPDATE",
                    pgid="pgtrigger_stays_with_its_pair_149ed",
                    table="posts_post",
                    when="BEFORE",
                ),
            ),
        ),
    ]
