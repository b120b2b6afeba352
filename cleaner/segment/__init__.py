"""Text to units: the smallest pieces that get a role of their own."""
