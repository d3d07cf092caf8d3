"""Who, when, why and who pays: the fields above the drugs."""
