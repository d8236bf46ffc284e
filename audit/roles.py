"""What the restricted database role may do, which is the guard that no code of ours can lift.

The web, the workers and the sequencer connect as that role. It owns nothing, so it can disable no trigger; it
has no UPDATE, DELETE or TRUNCATE on trail and vault; it is a member of no other role: SET ROLE gives it nothing.
"""

import pgtrigger
from django.apps import apps
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper


class SameRole(Exception):
    """The owner was named as the restricted role, which would leave trail and vault without their guard."""


def written_once_tables() -> list[str]:
    """The tables, of trail and vault and of every other room, whose triggers refuse any UPDATE and DELETE."""
    return sorted(
        model._meta.db_table
        for model in apps.get_models()
        if any(_refuses_all_change(trigger) for trigger in getattr(model._meta, "triggers", ()))
    )


def _refuses_all_change(trigger: pgtrigger.Trigger) -> bool:
    """Those of the vault among them, which let disposal alone pass, with its owner's rights."""
    every = trigger.condition is None and (
        isinstance(trigger, pgtrigger.Protect) or trigger.name == "written_once"
    )
    return every and str(trigger.operation) == str(pgtrigger.Update | pgtrigger.Delete)


_NO_TRIGGER_IS_IGNORED = """
CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name NAME) RETURNS BOOLEAN
LANGUAGE plpgsql AS $$ BEGIN RETURN FALSE; END; $$
"""
"""django-pgtrigger lets a session switch its triggers off by a setting; the owner takes that switch out."""


def grant(*, connection: BaseDatabaseWrapper, app_role: str) -> None:
    """Give the restricted role exactly its privileges; the owner runs it after every migrate."""
    quote = connection.ops.quote_name
    role = quote(app_role)
    # Taken back to an earlier version, the database lacks the tables that came later.
    there = frozenset(connection.introspection.table_names())
    once = ", ".join(quote(table) for table in written_once_tables() if table in there)
    pending = quote(apps.get_model("audit", "Pending")._meta.db_table)
    statements = [
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"REVOKE ALL ON SCHEMA public FROM {role}",
        f"GRANT USAGE ON SCHEMA public TO {role}",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}, PUBLIC",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        f"REVOKE UPDATE, DELETE ON {once} FROM {role}",
        f"REVOKE UPDATE ON {pending} FROM {role}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {role}",
    ]
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        if cursor.fetchone() == (app_role,):
            raise SameRole(
                f"DATABASE_URL and DATABASE_OWNER_URL both name '{app_role}'. Give each a role of its own."
            )
        for statement in (*statements, _NO_TRIGGER_IS_IGNORED):
            cursor.execute(statement)


_EXCESS = """
SELECT format('may %%s %%s', privilege, name)
FROM unnest(%s::text[]) AS name, unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) AS privilege
WHERE has_table_privilege(name, privilege)
UNION ALL
SELECT 'owns ' || relname FROM pg_class JOIN pg_roles ON pg_roles.oid = relowner
WHERE relnamespace = 'public'::regnamespace AND rolname = current_user
UNION ALL
SELECT 'is a superuser' FROM pg_roles WHERE rolname = current_user AND rolsuper
UNION ALL
SELECT 'is a member of ' || granted.rolname FROM pg_auth_members
JOIN pg_roles AS granted ON granted.oid = roleid JOIN pg_roles AS own ON own.oid = member
WHERE own.rolname = current_user
UNION ALL
SELECT 'may create in schema public' WHERE has_schema_privilege('public', 'CREATE')
ORDER BY 1
"""


def excess(*, connection: BaseDatabaseWrapper) -> list[str]:
    """What the connected role can do to what is written once but should not; empty when all is well."""
    with connection.cursor() as cursor:
        cursor.execute(_EXCESS, [written_once_tables()])
        return [row[0] for row in cursor.fetchall()]
