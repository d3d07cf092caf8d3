"""Numbered steps that build the practice file; a released step is never changed, only followed by another."""

STEPS: tuple[str, ...] = (
    """
    CREATE TABLE setting (name TEXT PRIMARY KEY, document TEXT NOT NULL);
    CREATE TABLE visit (
        id INTEGER PRIMARY KEY,
        date_of_service TEXT,
        family_name TEXT NOT NULL,
        given_name TEXT NOT NULL,
        account TEXT NOT NULL,
        payer TEXT NOT NULL,
        status TEXT NOT NULL,
        charge_cents INTEGER,
        created_at TEXT NOT NULL,
        changed_at TEXT NOT NULL,
        draft TEXT NOT NULL,
        edits TEXT NOT NULL
    );
    CREATE INDEX visit_by_date ON visit (date_of_service, id);
    CREATE TABLE claim (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        visit_id INTEGER NOT NULL REFERENCES visit (id),
        finalised_at TEXT NOT NULL,
        document TEXT NOT NULL,
        report TEXT NOT NULL
    );
    CREATE INDEX claim_by_visit ON claim (visit_id, number);
    """,
)
