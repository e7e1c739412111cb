-- Version 1, SQLite only: the index over words, which follows `search_texts` also where rows vanish with what they
-- belong to. `secure-delete` makes a removed word leave the index at once and not at the next merge. The key is
-- SQLite's own row number, which must survive VACUUM.

-- What `find` looks through: lower case, without accents and signs.
CREATE TABLE search_texts (
    owner BIGINT NOT NULL,
    rowno INTEGER NOT NULL PRIMARY KEY,
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

CREATE VIRTUAL TABLE search_index USING fts5 (
    folded, content = 'search_texts', content_rowid = 'rowno', tokenize = 'unicode61 remove_diacritics 0'
);
INSERT INTO search_index (search_index, rank) VALUES ('secure-delete', 1);

CREATE TRIGGER search_texts_in AFTER INSERT ON search_texts BEGIN
    INSERT INTO search_index (rowid, folded) VALUES (new.rowno, new.folded);
END;
CREATE TRIGGER search_texts_out AFTER DELETE ON search_texts BEGIN
    INSERT INTO search_index (search_index, rowid, folded) VALUES ('delete', old.rowno, old.folded);
END;
CREATE TRIGGER search_texts_on AFTER UPDATE ON search_texts BEGIN
    INSERT INTO search_index (search_index, rowid, folded) VALUES ('delete', old.rowno, old.folded);
    INSERT INTO search_index (rowid, folded) VALUES (new.rowno, new.folded);
END;
