"""The practice's work in figures: tables, bars, and files of them."""
