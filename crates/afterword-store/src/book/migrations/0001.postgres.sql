-- Version 1, PostgreSQL only: the index over words, and the wall between owners. Policies hold for the owner of the tables
-- too (FORCE); a session that has not said whose book it opens sees nothing.

-- What `find` looks through: lower case, without accents and signs.
CREATE TABLE search_texts (
    owner BIGINT NOT NULL,
    rowno BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind TEXT NOT NULL,
    item BIGINT NOT NULL,
    case_id BIGINT,
    person_id BIGINT,
    folded TEXT NOT NULL,
    FOREIGN KEY (owner) REFERENCES owners (owner) ON DELETE CASCADE,
    FOREIGN KEY (owner, case_id) REFERENCES cases (owner, id) ON DELETE CASCADE,
    FOREIGN KEY (owner, person_id) REFERENCES people (owner, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX search_texts_by_item ON search_texts (owner, kind, item);
CREATE INDEX search_texts_by_case ON search_texts (owner, case_id);
CREATE INDEX search_texts_by_person ON search_texts (owner, person_id);

ALTER TABLE search_texts ADD COLUMN words tsvector GENERATED ALWAYS AS (to_tsvector('simple', folded)) STORED;
CREATE INDEX search_index ON search_texts USING gin (words);

DO $wall$
DECLARE
    tenant text;
BEGIN
    FOREACH tenant IN ARRAY ARRAY[
        'owners', 'counters', 'settings', 'employers', 'cases', 'people', 'links', 'rounds', 'round_people', 'points',
        'promises', 'notes', 'cards', 'events', 'planned', 'items', 'movements', 'attachments', 'forgotten', 'calendar',
        'search_texts'
    ] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant);
        EXECUTE format(
            'CREATE POLICY own_rows ON %I USING (owner = NULLIF(current_setting(''afterword.owner'', true), '''')::bigint) '
            'WITH CHECK (owner = NULLIF(current_setting(''afterword.owner'', true), '''')::bigint)', tenant);
    END LOOP;
END
$wall$;
