"""The pages of the way in: log in, recover, restore, start a practice."""
