"""What was done beside drugs and radiation: visits, marrow, trial marks."""
