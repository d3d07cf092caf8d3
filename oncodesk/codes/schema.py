"""The layout of the read-only file of code sets."""

BUILDER = 10
"""Raised whenever the layout or the way it is filled changes."""

TABLES = """
CREATE TABLE edition (set_ TEXT PRIMARY KEY, label TEXT, since TEXT, until TEXT, rows INTEGER);
CREATE TABLE entry (
    id INTEGER PRIMARY KEY, kind TEXT, code TEXT, bare TEXT, text TEXT, parent INTEGER, last INTEGER,
    billable INTEGER, built INTEGER, seventh TEXT
);
CREATE TABLE note (id INTEGER PRIMARY KEY, entry INTEGER, kind TEXT, text TEXT);
CREATE TABLE target (note INTEGER, kind TEXT, entry INTEGER, first INTEGER, last INTEGER, shape TEXT, said TEXT);
CREATE TABLE fact (kind TEXT, place INTEGER, code TEXT, role TEXT, row TEXT, PRIMARY KEY (kind, place)) WITHOUT ROWID;
CREATE TABLE drug_name (name TEXT, place INTEGER, PRIMARY KEY (name, place)) WITHOUT ROWID;
CREATE TABLE synonym (said TEXT, kind TEXT, means TEXT);
CREATE TABLE find (
    id INTEGER PRIMARY KEY, set_ TEXT, code TEXT, bare TEXT, text TEXT, billable INTEGER, since TEXT, until TEXT,
    edition TEXT, phrases TEXT, shown TEXT, tier INTEGER
);
CREATE TABLE vocabulary (word TEXT PRIMARY KEY, times INTEGER) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(held, content='', prefix='1 2 3', tokenize='unicode61 remove_diacritics 2');
"""

INDEXES = """
CREATE INDEX entry_bare ON entry (bare, kind);
CREATE INDEX entry_parent ON entry (parent);
CREATE INDEX note_entry ON note (entry);
CREATE INDEX target_entry ON target (entry, kind);
CREATE INDEX fact_code ON fact (kind, code);
CREATE INDEX fact_role ON fact (kind, role);
CREATE INDEX find_bare ON find (bare);
"""
