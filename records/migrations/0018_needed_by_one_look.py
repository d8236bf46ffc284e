"""What another row still names is asked of a column once for all digests: keeping waits less for a disposal."""

from django.db import migrations

NEEDED = """
CREATE OR REPLACE FUNCTION records_needed(of_agency bigint, of_post bigint, of_record bigint, these varchar[], own jsonb)
RETURNS varchar[] LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    place record;
    spared text;
    named varchar[];
    needed varchar[] := '{}';
BEGIN
    FOR place IN
        SELECT t.oid, t.relname::text AS table_name, c.attname AS column_name,
               EXISTS (SELECT FROM pg_attribute WHERE attrelid = t.oid AND attname = 'agency_id') AS of_an_agency,
               EXISTS (SELECT FROM pg_attribute WHERE attrelid = t.oid AND attname = 'post_id') AS of_a_post
        FROM pg_class AS t JOIN pg_attribute AS c ON c.attrelid = t.oid
        WHERE t.relnamespace = 'public'::regnamespace AND t.relkind IN ('r', 'p')
          AND t.relname NOT LIKE 'audit\\_%' AND c.attnum > 0 AND NOT c.attisdropped
          AND c.atttypid = 'varchar'::regtype AND c.atttypmod = 64 + 4
    LOOP
        spared := NULL;
        IF place.table_name = 'records_record' THEN
            spared := format('r.id = %s OR r.state = ''disposed''', of_record);
        ELSIF place.table_name = 'records_recordentry' THEN
            spared := 'EXISTS (SELECT FROM records_record AS its WHERE its.id = r.record_id'
                ' AND its.state = ''disposed'')';
        ELSIF place.of_a_post THEN
            spared := format('r.post_id = %s OR records_post_is_gone(%s, r.post_id)', of_post, of_agency);
        ELSE
            SELECT string_agg(format(
                'EXISTS (SELECT FROM %s AS its WHERE its.id = r.%I'
                ' AND (its.post_id = %s OR records_post_is_gone(%s, its.post_id)))',
                leads.confrelid::regclass, ours.attname, of_post, of_agency
            ), ' OR ') INTO spared
            FROM pg_constraint AS leads
            JOIN pg_attribute AS ours ON ours.attrelid = leads.conrelid AND ours.attnum = leads.conkey[1]
            JOIN pg_attribute AS theirs ON theirs.attrelid = leads.confrelid AND theirs.attname = 'post_id'
            WHERE leads.contype = 'f' AND leads.conrelid = place.oid AND ours.attnotnull;
        END IF;
        spared := coalesce(spared, 'false');
        IF own ? place.table_name THEN
            spared := spared || format(' OR %L::jsonb @> to_jsonb(r.id)', own -> place.table_name);
        END IF;
        EXECUTE format(
_LOOK
            CASE WHEN place.of_an_agency THEN format('r.agency_id = %s', of_agency) ELSE 'true' END, spared
        ) INTO named USING these;
        needed := needed || coalesce(named, '{}');
    END LOOP;
    RETURN needed;
END
$$
"""
"""As in 0015_disposal, but for how a column is looked through."""

AT_ONCE = """
            'SELECT array_agg(DISTINCT r.%I) FROM %I AS r WHERE r.%I = ANY ($1) AND %s AND (%s) IS NOT TRUE',
            place.column_name, place.table_name, place.column_name,
"""
ONE_BY_ONE = """
            'SELECT array_agg(DISTINCT one) FROM unnest($1) AS one WHERE EXISTS ('
            'SELECT FROM %I AS r WHERE r.%I = one AND %s AND (%s) IS NOT TRUE)',
            place.table_name, place.column_name,
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0017_records_not_disposed_of")]

    operations = [
        migrations.RunSQL(NEEDED.replace("_LOOK", AT_ONCE), NEEDED.replace("_LOOK", ONE_BY_ONE)),
    ]
