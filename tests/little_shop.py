"""A shop of a few jackets with drawn pictures, imported through the real importer: quick to build, real to search."""

from __future__ import annotations

import io
import json
from pathlib import Path

from PIL import Image, ImageDraw

from graph.services import Services
from tools import settings
from tools.catalog.feeds import read_feed
from tools.catalog.importer import import_records
from tools.clock import Clock, utc_now

PAINT = {"navy": (28, 39, 82), "red": (200, 31, 41), "green": (36, 130, 66), "black": (26, 26, 28)}
# (product, listed colour, colour of the picture, price in dollars): the last one's picture contradicts its listing
GOODS = (
    ("fjord", "navy", "navy", "49.00"),
    ("ember", "red", "red", "59.00"),
    ("moss", "green", "green", "75.00"),
    ("liar", "navy", "red", "45.00"),
)
SIZES = ("S", "M", "L")
STOCK = 9


def picture(colour: str) -> bytes:
    """A jacket-like block of that colour before a pale wall, as a PNG."""
    image = Image.new("RGB", (200, 200), (240, 239, 236))
    ImageDraw.Draw(image).polygon([(60, 40), (140, 40), (170, 90), (150, 170), (50, 170), (30, 90)], PAINT[colour])
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def build(home: Path, *, clock: Clock = utc_now, **overrides: object) -> Services:
    """Services over a new home folder with the shop in it."""
    folder = home / "feed"
    folder.mkdir(parents=True)
    rows = []
    for name, listed, shown, price in GOODS:
        (folder / f"{name}.png").write_bytes(picture(shown))
        rows += [
            {
                "id": f"{name}-{size.lower()}",
                "item_group_id": name,
                "title": f"{name.title()} waterproof jacket",
                "description": "A jacket for hiking in the rain.",
                "price": f"{price} USD",
                "color": listed,
                "size": size,
                "material": "nylon",
                "product_type": "Apparel > Jackets",
                "quantity": STOCK,
                "availability": "in_stock",
                "image_link": f"{name}.png",
            }
            for size in SIZES
        ]
    (folder / "feed.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    services = Services(settings.load(home=home, catalog="little", **overrides), clock)
    records = read_feed(folder / "feed.jsonl", folder)
    import_records(services.catalog, services.pictures, services.sight, services.search, records, workers=1)
    return services
