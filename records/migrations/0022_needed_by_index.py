"""What another row still names is asked of a table once, over the index of all its columns that can hold a digest."""

from importlib import import_module

from django.db import migrations

EARLIER = import_module("records.migrations.0018_needed_by_one_look")

NEEDED = """
CREATE OR REPLACE FUNCTION records_needed(of_agency bigint, of_post bigint, of_record bigint, these varchar[], own jsonb)
RETURNS varchar[] LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
SET enable_seqscan = off SET enable_indexscan = off AS $$
DECLARE
    place record;
    spared text;
    named varchar[];
    needed varchar[] := '{}';
    short bigint[] := ARRAY(SELECT hashtextextended(one, 0) FROM unnest(these) AS one);
BEGIN
    FOR place IN
        SELECT t.oid, t.relname::text AS table_name,
               string_agg(format('r.%I', c.attname), ', ' ORDER BY c.attname) AS columns,
               CASE WHEN EXISTS (
                   SELECT FROM pg_index JOIN pg_class AS its ON its.oid = indexrelid
                   WHERE indrelid = t.oid AND indisvalid AND its.relname LIKE '%\\_by\\_what\\_they\\_name'
               ) THEN format(
                   'ARRAY[%s] && $2',
                   string_agg(format('hashtextextended(r.%I, 0)', c.attname), ', ' ORDER BY c.attname)
               ) ELSE string_agg(format('r.%I = ANY ($1)', c.attname), ' OR ' ORDER BY c.attname) END AS found,
               EXISTS (SELECT FROM pg_attribute WHERE attrelid = t.oid AND attname = 'agency_id') AS of_an_agency,
               EXISTS (SELECT FROM pg_attribute WHERE attrelid = t.oid AND attname = 'post_id') AS of_a_post
        FROM pg_class AS t JOIN pg_attribute AS c ON c.attrelid = t.oid
        WHERE t.relnamespace = 'public'::regnamespace AND t.relkind IN ('r', 'p')
          AND t.relname NOT LIKE 'audit\\_%' AND c.attnum > 0 AND NOT c.attisdropped
          AND c.atttypid = 'varchar'::regtype AND c.atttypmod = 64 + 4
        GROUP BY t.oid, t.relname
    LOOP
        spared := NULL;
        IF place.table_name = 'records_record' THEN
            spared := format('r.id = %s OR r.state = ''disposed''', of_record);
        ELSIF place.table_name = 'records_recordentry' THEN
            spared := 'EXISTS (SELECT FROM records_record AS its WHERE its.id = r.record_id'
                ' AND its.state = ''disposed'' OFFSET 0)';
        ELSIF place.of_a_post THEN
            spared := format('r.post_id = %s OR records_post_is_gone(%s, r.post_id)', of_post, of_agency);
        ELSE
            SELECT string_agg(format(
                'EXISTS (SELECT FROM %s AS its WHERE its.id = r.%I'
                ' AND (its.post_id = %s OR records_post_is_gone(%s, its.post_id)) OFFSET 0)',
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
            'SELECT array_agg(DISTINCT one) FROM %I AS r, unnest(ARRAY[%s]) AS one'
            ' WHERE (%s) AND one = ANY ($1) AND %s AND (%s) IS NOT TRUE',
            place.table_name, place.columns, place.found,
            CASE WHEN place.of_an_agency THEN format('r.agency_id = %s', of_agency) ELSE 'true' END, spared
        ) INTO named USING these, short;
        needed := needed || coalesce(named, '{}');
    END LOOP;
    RETURN needed;
END
$$
"""
"""As in 0018_needed_by_one_look, but by table, over the index of `audit.naming.found_by` where it has one.

PostgreSQL takes each digest to stand in one row of two hundred, and so would read the table: all other ways are closed to
it, and OFFSET 0 keeps it from asking of each row of a table whether its post is gone. What has no such index is still
read whole.
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0021_by_what_they_name")]

    operations = [
        migrations.RunSQL(NEEDED, EARLIER.NEEDED.replace("_LOOK", EARLIER.AT_ONCE)),
    ]
