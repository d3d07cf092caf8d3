"""What `export_deidentified` is made of: what identifies, the records without it, tables, and the look behind it."""
