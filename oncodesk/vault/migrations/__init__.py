"""Numbered steps from an empty file to today's tables, by Alembic; a released step is never changed, only followed."""
