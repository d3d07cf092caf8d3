"""One reader per official or shipped file layout; each yields rows and knows nothing of the database."""
