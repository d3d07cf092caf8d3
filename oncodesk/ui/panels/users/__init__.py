"""Who may open the records, their passwords, and the recovery key."""
