"""A patient: found, looked at whole with the treatment journey, changed."""
