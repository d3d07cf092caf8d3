"""What leaves the records: where it is written, and which tables there are; used by the verbs that export."""
