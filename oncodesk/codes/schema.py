"""The layout of the read-only file of code sets."""

BUILDER = 20
"""Raised whenever the layout or the way it is filled changes."""

TABULAR = """
CREATE TABLE entry (
    id INTEGER PRIMARY KEY, kind TEXT, code TEXT, bare TEXT, text TEXT, parent INTEGER, last INTEGER,
    billable INTEGER, built INTEGER, seventh TEXT
);
CREATE TABLE note (id INTEGER PRIMARY KEY, entry INTEGER, kind TEXT, text TEXT);
CREATE TABLE target (note INTEGER, kind TEXT, entry INTEGER, first INTEGER, last INTEGER, shape TEXT, said TEXT);
"""

FACTS = """
CREATE TABLE edition (set_ TEXT PRIMARY KEY, label TEXT, since TEXT, until TEXT, rows INTEGER);
CREATE TABLE fact (kind TEXT, place INTEGER, code TEXT, role TEXT, row TEXT, PRIMARY KEY (kind, place)) WITHOUT ROWID;
CREATE TABLE drug_name (name TEXT, place INTEGER, PRIMARY KEY (name, place)) WITHOUT ROWID;
CREATE TABLE synonym (said TEXT, kind TEXT, means TEXT);
"""

LOOK_UP = """
CREATE TABLE find (
    id INTEGER PRIMARY KEY, set_ TEXT, code TEXT, bare TEXT, text TEXT, billable INTEGER, since TEXT, until TEXT,
    edition TEXT, phrases TEXT, shown TEXT, tier INTEGER
);
CREATE TABLE vocabulary (word TEXT PRIMARY KEY, times INTEGER) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(own, wider, content='', prefix='1 2 3', detail=column, tokenize='ascii');
"""

ICD_COMPARED = """
CREATE VIEW compared AS SELECT bare AS key, text || '|' || billable AS said, NULL AS ended FROM entry
    WHERE kind = 'code' ORDER BY bare;
"""

TABLES = TABULAR + FACTS + LOOK_UP + ICD_COMPARED

TABULAR_INDEXES = """
CREATE INDEX entry_bare ON entry (bare, kind);
CREATE INDEX entry_parent ON entry (parent);
CREATE INDEX note_entry ON note (entry);
CREATE INDEX target_entry ON target (entry, kind);
"""

FACTS_INDEXES = """
CREATE INDEX fact_code ON fact (kind, code);
CREATE INDEX fact_role ON fact (kind, role);
"""

LOOK_UP_INDEXES = """
CREATE INDEX find_bare ON find (bare);
"""

INDEXES = TABULAR_INDEXES + FACTS_INDEXES + LOOK_UP_INDEXES


def statements(script: str) -> list[str]:
    """The statements of a script one by one, for a transaction that is open."""
    return [one for part in script.split(";") if (one := part.strip())]
