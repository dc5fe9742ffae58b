"""."""

KINDS = {}
