"""The practice's records in one encrypted file: open, lock, save. May use `domain`; knows no screen and no rule."""
