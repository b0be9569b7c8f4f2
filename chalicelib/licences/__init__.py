"""Electronic certificates (电子证照): issued, verified, revoked; and the sealed documents that carry them."""
