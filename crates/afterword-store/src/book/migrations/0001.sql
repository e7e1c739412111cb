-- Version 1, for both databases. `{bytes}` is the one type they name differently.
-- Every row carries its owner, every identity is the owner's own: nobody's numbers tell of anybody else's book.
-- Instants are whole seconds since 1970, days are `2026-05-14`, flags are 0 and 1.

CREATE TABLE owners (
    owner BIGINT NOT NULL PRIMARY KEY
);

-- The last identity given out for each kind. An identity is never given out twice, also not after its row was forgotten.
CREATE TABLE counters (
    owner BIGINT NOT NULL REFERENCES owners (owner) ON DELETE CASCADE,
    name TEXT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (owner, name)
);

CREATE TABLE settings (
    owner BIGINT NOT NULL REFERENCES owners (owner) ON DELETE CASCADE,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (owner, name)
);

CREATE TABLE employers (
    owner BIGINT NOT NULL REFERENCES owners (owner) ON DELETE CASCADE,
    id BIGINT NOT NULL,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    policy TEXT NOT NULL,
    contact TEXT NOT NULL,
    holidays TEXT NOT NULL,
    PRIMARY KEY (owner, id)
);
CREATE UNIQUE INDEX employers_by_name ON employers (owner, folded);

CREATE TABLE cases (
    owner BIGINT NOT NULL,
    id BIGINT NOT NULL,
    employer BIGINT NOT NULL,
    role TEXT,
    opened_at BIGINT NOT NULL,
    closed_at BIGINT,
    PRIMARY KEY (owner, id),
    FOREIGN KEY (owner, employer) REFERENCES employers (owner, id) ON DELETE CASCADE
);
CREATE INDEX cases_by_employer ON cases (owner, employer);
CREATE INDEX cases_open ON cases (owner, id) WHERE closed_at IS NULL;

CREATE TABLE people (
    owner BIGINT NOT NULL REFERENCES owners (owner) ON DELETE CASCADE,
    id BIGINT NOT NULL,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    given_name TEXT,
    honorific_prefix TEXT,
    title TEXT,
    department TEXT,
    organization TEXT,
    addr_spec TEXT,
    phones TEXT NOT NULL,
    postal TEXT,
    pronoun TEXT,
    PRIMARY KEY (owner, id)
);
CREATE INDEX people_by_name ON people (owner, folded);
CREATE INDEX people_by_address ON people (owner, addr_spec);

CREATE TABLE links (
    owner BIGINT NOT NULL,
    case_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    part TEXT NOT NULL,
    wants_card BIGINT NOT NULL,
    no_note BIGINT NOT NULL,
    PRIMARY KEY (owner, case_id, person_id),
    FOREIGN KEY (owner, case_id) REFERENCES cases (owner, id) ON DELETE CASCADE,
    FOREIGN KEY (owner, person_id) REFERENCES people (owner, id) ON DELETE CASCADE
);
CREATE INDEX links_by_person ON links (owner, person_id);

CREATE TABLE rounds (
    owner BIGINT NOT NULL,
    case_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    kind TEXT NOT NULL,
    format TEXT,
    zone TEXT NOT NULL,
    begin_local TEXT,
    begin_at BIGINT,
    end_local TEXT NOT NULL,
    end_at BIGINT NOT NULL,
    stated TEXT,
    follow_up_invited BIGINT NOT NULL,
    jot TEXT,
    choices TEXT,
    uid TEXT,
    sequence BIGINT NOT NULL,
    PRIMARY KEY (owner, case_id, number),
    FOREIGN KEY (owner, case_id) REFERENCES cases (owner, id) ON DELETE CASCADE
);
CREATE INDEX rounds_by_uid ON rounds (owner, uid);

CREATE TABLE round_people (
    owner BIGINT NOT NULL,
    case_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (owner, case_id, number, person_id),
    FOREIGN KEY (owner, case_id, number) REFERENCES rounds (owner, case_id, number) ON DELETE CASCADE,
    FOREIGN KEY (owner, person_id) REFERENCES people (owner, id) ON DELETE CASCADE
);
CREATE INDEX round_people_by_person ON round_people (owner, person_id);

CREATE TABLE points (
    owner BIGINT NOT NULL,
    id BIGINT NOT NULL,
    case_id BIGINT NOT NULL,
    round BIGINT NOT NULL,
    person_id BIGINT,
    kind TEXT,
    text TEXT NOT NULL,
    better TEXT,
    private TEXT,
    line BIGINT NOT NULL,
    PRIMARY KEY (owner, id),
    FOREIGN KEY (owner, case_id) REFERENCES cases (owner, id) ON DELETE CASCADE,
    FOREIGN KEY (owner, person_id) REFERENCES people (owner, id) ON DELETE CASCADE
);
CREATE INDEX points_by_case ON points (owner, case_id, round);
CREATE INDEX points_by_person ON points (owner, person_id);

CREATE TABLE promises (
    owner BIGINT NOT NULL,
    id BIGINT NOT NULL,
    case_id BIGINT NOT NULL,
    round BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    text TEXT NOT NULL,
    asked_for BIGINT NOT NULL,
    due TEXT,
    PRIMARY KEY (owner, id),
    FOREIGN KEY (owner, case_id) REFERENCES cases (owner, id) ON DELETE CASCADE,
    FOREIGN KEY (owner, person_id) REFERENCES people (owner, id) ON DELETE CASCADE
);
CREATE INDEX promises_by_case ON promises (owner, case_id);
CREATE INDEX promises_by_person ON promises (owner, person_id);

-- `detail` is the state as JSON; the columns beside it are what statements look for. `key_person` is 0 where the entry's
-- key has no person, so that uniqueness counts it.
CREATE TABLE notes (
    owner BIGINT NOT NULL,
    id BIGINT NOT NULL,
    case_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    purpose TEXT NOT NULL,
    round BIGINT NOT NULL,
    key_person BIGINT NOT NULL,
    item BIGINT NOT NULL,
    state TEXT NOT NULL,
    detail TEXT NOT NULL,
    facts TEXT NOT NULL,
    announces TEXT,
    revision BIGINT NOT NULL,
    living BIGINT NOT NULL,
    recipient TEXT,
    identity TEXT,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    not_before BIGINT,
    expires BIGINT,
    enclosures TEXT NOT NULL,
    trace TEXT,
    frozen {bytes},
    message_id TEXT,
    ready_at BIGINT,
    reached_at BIGINT,
    attempts BIGINT NOT NULL,
    retry_at BIGINT,
    filed_at BIGINT,
    PRIMARY KEY (owner, id),
    FOREIGN KEY (owner, case_id) REFERENCES cases (owner, id) ON DELETE CASCADE,
    FOREIGN KEY (owner, person_id) REFERENCES people (owner, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX notes_living ON notes (owner, case_id, purpose, round, key_person, item) WHERE living = 1;
CREATE INDEX notes_by_person ON notes (owner, person_id);
CREATE INDEX notes_by_message_id ON notes (owner, message_id);
CREATE INDEX notes_ready ON notes (owner, ready_at) WHERE state = 'approved';
CREATE INDEX notes_held ON notes (owner, id) WHERE state IN ('sending', 'dot');

CREATE TABLE cards (
    owner BIGINT NOT NULL,
    id BIGINT NOT NULL,
    case_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    purpose TEXT NOT NULL,
    round BIGINT NOT NULL,
    key_person BIGINT NOT NULL,
    item BIGINT NOT NULL,
    state TEXT NOT NULL,
    detail TEXT NOT NULL,
    revision BIGINT NOT NULL,
    living BIGINT NOT NULL,
    posted_at BIGINT,
    recipient TEXT,
    text TEXT NOT NULL,
    trace TEXT,
    PRIMARY KEY (owner, id),
    FOREIGN KEY (owner, case_id) REFERENCES cases (owner, id) ON DELETE CASCADE,
    FOREIGN KEY (owner, person_id) REFERENCES people (owner, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX cards_living ON cards (owner, case_id, purpose, round, key_person, item) WHERE living = 1;
CREATE INDEX cards_by_person ON cards (owner, person_id);

-- Appended to and never changed.
CREATE TABLE events (
    owner BIGINT NOT NULL,
    case_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    at BIGINT NOT NULL,
    name TEXT NOT NULL,
    person_id BIGINT,
    note_id BIGINT,
    detail TEXT NOT NULL,
    PRIMARY KEY (owner, case_id, position),
    FOREIGN KEY (owner, case_id) REFERENCES cases (owner, id) ON DELETE CASCADE,
    FOREIGN KEY (owner, person_id) REFERENCES people (owner, id) ON DELETE CASCADE,
    FOREIGN KEY (owner, note_id) REFERENCES notes (owner, id) ON DELETE CASCADE
);
CREATE INDEX events_by_person ON events (owner, person_id);
CREATE INDEX events_by_note ON events (owner, note_id);

CREATE TABLE planned (
    owner BIGINT NOT NULL,
    case_id BIGINT NOT NULL,
    purpose TEXT NOT NULL,
    round BIGINT NOT NULL,
    key_person BIGINT NOT NULL,
    item BIGINT NOT NULL,
    person_id BIGINT,
    due_at BIGINT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (owner, case_id, purpose, round, key_person, item),
    FOREIGN KEY (owner, case_id) REFERENCES cases (owner, id) ON DELETE CASCADE,
    FOREIGN KEY (owner, person_id) REFERENCES people (owner, id) ON DELETE CASCADE
);
CREATE INDEX planned_by_due ON planned (owner, due_at, case_id);
CREATE INDEX planned_by_person ON planned (owner, person_id);

CREATE TABLE items (
    owner BIGINT NOT NULL REFERENCES owners (owner) ON DELETE CASCADE,
    id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    size TEXT,
    count BIGINT NOT NULL CHECK (count >= 0),
    reorder_at BIGINT NOT NULL,
    cost_cents BIGINT NOT NULL,
    PRIMARY KEY (owner, id)
);
CREATE UNIQUE INDEX items_by_name ON items (owner, kind, name);

CREATE TABLE movements (
    owner BIGINT NOT NULL,
    id BIGINT NOT NULL,
    item_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    delta BIGINT NOT NULL,
    cost_cents BIGINT NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (owner, id),
    FOREIGN KEY (owner, item_id) REFERENCES items (owner, id) ON DELETE CASCADE
);
CREATE INDEX movements_by_item ON movements (owner, item_id);

CREATE TABLE attachments (
    owner BIGINT NOT NULL,
    id BIGINT NOT NULL,
    case_id BIGINT NOT NULL,
    note_id BIGINT,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes {bytes} NOT NULL,
    PRIMARY KEY (owner, id),
    FOREIGN KEY (owner, case_id) REFERENCES cases (owner, id) ON DELETE CASCADE,
    FOREIGN KEY (owner, note_id) REFERENCES notes (owner, id) ON DELETE CASCADE
);
CREATE INDEX attachments_by_case ON attachments (owner, case_id);
CREATE INDEX attachments_by_note ON attachments (owner, note_id);

-- Salted hashes of addresses at which nobody is to be contacted again.
CREATE TABLE forgotten (
    owner BIGINT NOT NULL REFERENCES owners (owner) ON DELETE CASCADE,
    hash TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (owner, hash)
);

CREATE TABLE calendar (
    owner BIGINT NOT NULL REFERENCES owners (owner) ON DELETE CASCADE,
    uid TEXT NOT NULL,
    sequence BIGINT NOT NULL,
    shown TEXT,
    case_id BIGINT,
    PRIMARY KEY (owner, uid),
    FOREIGN KEY (owner, case_id) REFERENCES cases (owner, id) ON DELETE CASCADE
);
CREATE INDEX calendar_by_case ON calendar (owner, case_id);
