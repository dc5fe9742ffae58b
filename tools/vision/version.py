"""The measuring code's version."""

VERSION = "pixels-5"  # raise when measuring changes: every picture is then measured anew
