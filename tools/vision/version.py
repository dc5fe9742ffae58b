"""The measuring code's version."""

VERSION = "pixels-3"  # raise when measuring changes: every picture is then measured anew
