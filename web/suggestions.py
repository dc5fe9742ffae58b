"""What to say first: wishes that a catalogue can grant."""

from __future__ import annotations

SUGGESTIONS = {
    "demo": ("a waterproof jacket, not black", "a hoodie under $60", "a machine for espresso at home"),
}
ANY_SHOP = ("jacket", "something warm, not black", "under $50")
