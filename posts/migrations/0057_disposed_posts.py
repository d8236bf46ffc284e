"""What the posts room keeps of a post whose last record is disposed of: named to the records' function, and emptied."""

from django.db import migrations

ABOVE = """
CREATE OR REPLACE FUNCTION records_disposal_above(of_agency bigint, of_post bigint)
RETURNS TABLE (digest varchar, own_table text, own_id bigint)
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    pictures bigint[];
BEGIN
    UPDATE posts_draftpart SET text = '' FROM posts_draft AS draft
        WHERE draft.id = draft_id AND draft.post_id = of_post;
    UPDATE posts_draftpicture SET alt_text = '' FROM posts_draft AS draft
        WHERE draft.id = draft_id AND draft.post_id = of_post;
    UPDATE posts_draft SET text = '', meaning = '', note = '', answers = '{}' WHERE post_id = of_post;
    DELETE FROM posts_replywords USING posts_hiddenreply AS reply, posts_publication AS publication
        WHERE reply.id = reply_id AND publication.id = reply.publication_id AND publication.post_id = of_post;
    pictures := ARRAY(
        SELECT picture_id FROM posts_revisionpicture AS shown
        JOIN posts_revision AS revision ON revision.id = shown.revision_id WHERE revision.post_id = of_post
        UNION
        SELECT picture_id FROM posts_draftpicture AS shown
        JOIN posts_draft AS draft ON draft.id = shown.draft_id WHERE draft.post_id = of_post
    );
    -- Whoever puts one of them into a draft just now has its row, and is waited for.
    PERFORM FROM posts_picture WHERE id = ANY(pictures) ORDER BY id FOR UPDATE;
    pictures := ARRAY(
        SELECT one FROM unnest(pictures) AS ours (one)
        WHERE NOT EXISTS (
            SELECT FROM posts_revisionpicture AS shown JOIN posts_revision AS revision
                ON revision.id = shown.revision_id
            WHERE shown.picture_id = one AND revision.post_id <> of_post
              AND NOT records_post_is_gone(of_agency, revision.post_id)
        ) AND NOT EXISTS (
            SELECT FROM posts_draftpicture AS shown JOIN posts_draft AS draft ON draft.id = shown.draft_id
            WHERE shown.picture_id = one AND draft.post_id <> of_post
              AND NOT records_post_is_gone(of_agency, draft.post_id)
        )
        AND NOT EXISTS (SELECT FROM posts_storypicture WHERE picture_id = one)
        AND NOT EXISTS (SELECT FROM posts_picture WHERE blurred_from_id = one)
    );
    DELETE FROM posts_picturewords WHERE picture_id = ANY(pictures);
    DELETE FROM posts_keptreading WHERE agency_id = of_agency AND text_digest IN (
        SELECT text_digest FROM posts_revision WHERE post_id = of_post
        UNION
        SELECT part.text_digest FROM posts_revisionpart AS part
        JOIN posts_revision AS revision ON revision.id = part.revision_id WHERE revision.post_id = of_post
        UNION
        SELECT shown.alt_digest FROM posts_revisionpicture AS shown
        JOIN posts_revision AS revision ON revision.id = shown.revision_id WHERE revision.post_id = of_post
    );
    RETURN QUERY
        SELECT named.digest, NULL::text, NULL::bigint
        FROM posts_revision AS revision,
             LATERAL unnest(ARRAY[revision.text_digest, revision.note_digest, revision.meaning_digest]) AS named (digest)
        WHERE revision.post_id = of_post
        UNION ALL
        SELECT part.text_digest, NULL, NULL FROM posts_revisionpart AS part
        JOIN posts_revision AS revision ON revision.id = part.revision_id WHERE revision.post_id = of_post
        UNION ALL
        SELECT shown.alt_digest, NULL, NULL FROM posts_revisionpicture AS shown
        JOIN posts_revision AS revision ON revision.id = shown.revision_id WHERE revision.post_id = of_post
        UNION ALL
        SELECT named.digest, NULL, NULL FROM posts_hiddenreply AS reply
        JOIN posts_publication AS publication ON publication.id = reply.publication_id,
             LATERAL unnest(ARRAY[reply.words_digest, reply.capture_digest]) AS named (digest)
        WHERE publication.post_id = of_post
        UNION ALL
        SELECT named.digest, 'posts_picture', picture.id FROM posts_picture AS picture,
             LATERAL unnest(ARRAY[picture.digest, picture.original_digest, picture.preview_digest,
                                  picture.words_digest]) AS named (digest)
        WHERE picture.id = ANY(pictures);
END
$$
"""
"""A picture that another post, a story or a blurred copy still uses stays whole."""


class Migration(migrations.Migration):
    dependencies = [("posts", "0056_last_word"), ("records", "0015_disposal")]

    operations = [
        migrations.RunSQL(
            ABOVE,
            """
CREATE OR REPLACE FUNCTION records_disposal_above(of_agency bigint, of_post bigint)
RETURNS TABLE (digest varchar, own_table text, own_id bigint)
LANGUAGE sql SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT NULL::varchar, NULL::text, NULL::bigint WHERE false
$$
""",
        )
    ]
