-- Version 2: the notes and cards of one case, whatever their state. The indexes of version 1 hold only the living ones, so
-- that reading a case read every note of its owner.

CREATE INDEX notes_by_case ON notes (owner, case_id);
CREATE INDEX cards_by_case ON cards (owner, case_id);
