"""Addresses as pages give them, made whole."""

from urllib.parse import urljoin


def joined(base: str | None, address: str) -> str:
    """The address in full; as it is where there is no base, or where one of the two is bad: "http://["."""
    try:
        return urljoin(base, address) if base else address
    except ValueError:
        return address
