"""The demo catalogue: products worth looking at, made from a seed, with flaws that a side file tells."""

from tools.catalog.demo.flaws import Flaw, demo_flaws, write_flaws
from tools.catalog.demo.records import demo_records

__all__ = ["Flaw", "demo_flaws", "demo_records", "write_flaws"]
