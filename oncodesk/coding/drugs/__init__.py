"""Which product a drug is, its billing units, waste, NDC and indication modifiers."""
