"""The practice's records in one encrypted file: open, lock, save, prove, back up. May use `domain`; knows no screen
and no rule. `door` is the way in and cheap to import; whatever brings SQLAlchemy is imported when a file is opened.
"""
