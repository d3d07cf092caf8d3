"""Backups and the trial of the newest."""
