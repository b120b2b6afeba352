"""Addresses as pages give them, made whole and taken apart; many are none: "http://["."""

from urllib.parse import SplitResult, urljoin, urlsplit


def joined(base: str | None, address: str) -> str:
    """The address in full; as it is where there is no base, or where one of the two cannot be parsed."""
    try:
        return urljoin(base, address) if base else address
    except ValueError:
        return address


def parts_of(address: str) -> SplitResult | None:
    """Its parts; None where it cannot be parsed."""
    try:
        return urlsplit(address)
    except ValueError:
        return None
