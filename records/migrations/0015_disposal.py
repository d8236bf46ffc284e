"""The one function that disposes of a record: it asks everything itself, whoever calls it (docs/decisions/0077)."""

from django.db import migrations

GONE = """
CREATE FUNCTION records_post_is_gone(of_agency bigint, of_post bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(bool_and(state = 'disposed'), false) FROM records_record
    WHERE agency_id = of_agency AND post_id = of_post
$$
"""
"""Whether every record of a post has been disposed of; false for a post without one."""

DUE_ON = """
CREATE FUNCTION records_due_on(published_on date, begins varchar, months integer) RETURNS date
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE WHEN date_part('day', over) = date_part('day', first) THEN over ELSE over + 1 END
    FROM (SELECT CASE begins WHEN 'year_end' THEN make_date(date_part('year', published_on)::integer + 1, 1, 1)
                             ELSE published_on END) AS begun (first),
         LATERAL (SELECT (first + make_interval(months => months))::date) AS ended (over)
$$
"""
"""As `records.periods.after`: the first of the next month where that one has no such day."""

ON_HOLD = """
CREATE FUNCTION records_on_hold(kept records_record) RETURNS varchar
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT hold.name FROM records_legalhold AS hold
    WHERE hold.agency_id = kept.agency_id AND hold.lifted_at IS NULL
      AND CASE WHEN hold.named
          THEN EXISTS (
              SELECT FROM records_heldrecord AS held JOIN records_record AS named ON named.id = held.record_id
              WHERE held.hold_id = hold.id AND named.agency_id = kept.agency_id AND named.post_id = kept.post_id)
          ELSE (hold.unit_id IS NULL OR hold.unit_id = kept.unit_id)
           AND (hold.record_class = '' OR hold.record_class = kept.record_class)
           AND (hold.begins_at IS NULL OR hold.begins_at <= kept.published_at)
           AND (hold.ends_at IS NULL OR hold.ends_at > kept.published_at) END
    ORDER BY hold.id LIMIT 1
$$
"""
"""The first hold in force on a record, named or described; as `records.holding.on`."""

ABOVE = """
CREATE OR REPLACE FUNCTION records_disposal_above(of_agency bigint, of_post bigint)
RETURNS TABLE (digest varchar, own_table text, own_id bigint)
LANGUAGE sql SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT NULL::varchar, NULL::text, NULL::bigint WHERE false
$$
"""
"""What the rooms above keep of a post whose last record goes, and the rows of theirs that need it no longer.

A room above puts its own in the place of this one, which knows of nothing.
"""

NEEDED = """
CREATE FUNCTION records_needed(of_agency bigint, of_post bigint, of_record bigint, these varchar[], own jsonb)
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
            'SELECT array_agg(DISTINCT one) FROM unnest($1) AS one WHERE EXISTS ('
            'SELECT FROM %I AS r WHERE r.%I = one AND %s AND (%s) IS NOT TRUE)',
            place.table_name, place.column_name,
            CASE WHEN place.of_an_agency THEN format('r.agency_id = %s', of_agency) ELSE 'true' END, spared
        ) INTO named USING these;
        needed := needed || coalesce(named, '{}');
    END LOOP;
    RETURN needed;
END
$$
"""
"""Which of these digests another row still names: asked of every column that can hold one, those to come among them.

A row of the post itself needs nothing, nor one of a post of which all records went before.
"""

DISPOSE = """
CREATE FUNCTION records_dispose(of_certificate bigint, of_record bigint, told varchar) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    paper records_certificate;
    kept records_record;
    line records_certificateline;
    series records_series;
    zone varchar;
    hold varchar;
    these varchar[];
    needed varchar[];
    above jsonb;
    own jsonb := '{}';
    gone record;
    today date;
BEGIN
    SELECT agency.zone INTO zone FROM accounts_agency AS agency
        JOIN records_certificate AS named ON named.agency_id = agency.id
        WHERE named.id = of_certificate FOR NO KEY UPDATE OF agency;
    SELECT * INTO paper FROM records_certificate WHERE id = of_certificate FOR UPDATE;
    today := (clock_timestamp() AT TIME ZONE zone)::date;
    IF paper.state IS DISTINCT FROM 'under_way' THEN
        RAISE EXCEPTION 'The certificate is not approved, or nobody has begun to carry it out.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'not_approved';
    ELSIF paper.disposal_on > today THEN
        RAISE EXCEPTION 'The disposal date of the certificate has not come.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'not_yet';
    END IF;
    SELECT * INTO line FROM records_certificateline WHERE certificate_id = paper.id AND record_id = of_record;
    IF line.id IS NULL THEN
        RAISE EXCEPTION 'The certificate does not name the record.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'not_named';
    END IF;
    SELECT * INTO kept FROM records_record WHERE id = of_record FOR UPDATE;
    IF kept.state = 'disposed' THEN
        RAISE EXCEPTION 'It was disposed of before.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'gone_before';
    END IF;
    SELECT newest.* INTO series FROM records_series AS newest JOIN records_series AS named USING (agency_id, item)
        WHERE named.id = line.series_id ORDER BY newest.version DESC LIMIT 1;
    IF series.permanent OR series.trigger = 'other' OR NOT series.classes ? kept.record_class
        OR records_due_on((kept.published_at AT TIME ZONE zone)::date, series.trigger, series.months) > today
    THEN
        RAISE EXCEPTION 'By its series as it stands now it is not due.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'not_due';
    END IF;
    hold := records_on_hold(kept);
    IF hold IS NOT NULL THEN
        RAISE EXCEPTION 'It is on hold: %.', hold USING ERRCODE = 'check_violation', CONSTRAINT = 'on_hold';
    END IF;
    IF NOT EXISTS (SELECT FROM audit_vaulttext WHERE agency_id = paper.agency_id AND digest = told) THEN
        RAISE EXCEPTION 'The vault must hold what is told of the disposal.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'not_told';
    ELSIF NOT pg_try_advisory_xact_lock(7305011, (paper.agency_id & 2147483647)::integer) THEN
        RAISE EXCEPTION 'Somebody keeps something just now.' USING ERRCODE = 'lock_not_available';
    END IF;
    these := ARRAY(
        SELECT DISTINCT digest FROM (
            SELECT unnest(ARRAY[kept.text_digest, kept.meaning_digest, kept.fingerprint, kept.chain_digest,
                                kept.exchange_digest, kept.sheet_digest])
            UNION ALL SELECT entry.digest FROM records_recordentry AS entry WHERE entry.record_id = kept.id
            UNION ALL
            SELECT convert_from(details.content, 'UTF8')::jsonb ->> 'exchange_digest'
            FROM records_recordentry AS entry JOIN audit_vaulttext AS details
                ON details.agency_id = paper.agency_id AND details.digest = entry.digest
            WHERE entry.record_id = kept.id
        ) AS named (digest) WHERE digest <> ''
    );
    UPDATE records_record SET state = 'disposed' WHERE id = kept.id;
    IF records_post_is_gone(paper.agency_id, kept.post_id) THEN
        SELECT coalesce(jsonb_agg(to_jsonb(kept_above)), '[]') INTO above
            FROM records_disposal_above(paper.agency_id, kept.post_id) AS kept_above;
        SELECT coalesce(jsonb_object_agg(grouped.place, grouped.ids), '{}') INTO own FROM (
            SELECT row_of ->> 'own_table', jsonb_agg(DISTINCT row_of -> 'own_id')
            FROM jsonb_array_elements(above) AS row_of WHERE row_of ->> 'own_table' IS NOT NULL GROUP BY 1
        ) AS grouped (place, ids);
        these := these || ARRAY(
            SELECT row_of ->> 'digest' FROM jsonb_array_elements(above) AS row_of WHERE row_of ->> 'digest' <> ''
            UNION
            SELECT media ->> 'digest'
            FROM audit_vaulttext AS received, jsonb_array_elements(
                coalesce(convert_from(received.content, 'UTF8')::jsonb -> 'media', '[]')
            ) AS media
            WHERE received.agency_id = paper.agency_id AND received.digest IN (
                SELECT fingerprint FROM records_record
                WHERE agency_id = paper.agency_id AND post_id = kept.post_id
            )
        )::varchar[];
    END IF;
    needed := records_needed(paper.agency_id, kept.post_id, kept.id, these, own);
    SELECT * INTO gone FROM audit_dispose(
        paper.agency_id, ARRAY(SELECT unnest(these) EXCEPT SELECT unnest(needed) EXCEPT SELECT told)
    );
    INSERT INTO records_outcome (line_id, disposed, at, texts, files, shared, reason, details_digest)
    VALUES (line.id, true, statement_timestamp(), gone.texts, gone.files, (
        SELECT count(DISTINCT still) FROM unnest(needed) AS still
    ), '', told);
    RETURN jsonb_build_object('texts', gone.texts, 'files', gone.files);
END
$$
"""
"""A thread's media and what its post was made from go with the last of its records.

The advisory lock is the other side of `audit.vault` and `audit.blobs`: nobody keeps a text of the agency meanwhile. It
is only tried, never waited for, so that it takes part in no deadlock.
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0014_known_states"), ("audit", "0005_disposed")]

    operations = [
        migrations.RunSQL(GONE, "DROP FUNCTION records_post_is_gone(bigint, bigint)"),
        migrations.RunSQL(DUE_ON, "DROP FUNCTION records_due_on(date, varchar, integer)"),
        migrations.RunSQL(ON_HOLD, "DROP FUNCTION records_on_hold(records_record)"),
        migrations.RunSQL(ABOVE, "DROP FUNCTION records_disposal_above(bigint, bigint)"),
        migrations.RunSQL(NEEDED, "DROP FUNCTION records_needed(bigint, bigint, bigint, varchar[], jsonb)"),
        migrations.RunSQL(DISPOSE, "DROP FUNCTION records_dispose(bigint, bigint, varchar)"),
    ]
