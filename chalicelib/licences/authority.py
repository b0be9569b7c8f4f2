"""The key that documents are signed with, and its certificates (电子认证): what is published of them."""

from chalicelib.aws.platform import Platform

COUNTERPARTY = "document_signing"
"""Under this name the secret of the counterparties holds the certificates that a certificate authority issued."""


def certificate_chain(cloud: Platform) -> str:
    """The key's certificate and those above it, PEM."""
    return str(cloud.secrets.counterparty(COUNTERPARTY)["chain"])
