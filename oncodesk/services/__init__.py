"""The verbs of the desk, one file each. May use every room below; knows neither Qt nor SQL nor reportlab."""
