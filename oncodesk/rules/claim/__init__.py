"""The claim as a whole: numbers, dates, places, coverage."""
