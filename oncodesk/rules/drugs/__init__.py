"""Drug codes, units, waste and NDC."""
