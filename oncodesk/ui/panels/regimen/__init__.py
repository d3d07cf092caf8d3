"""What today does otherwise than the regimen, with what it changes in the claim."""
