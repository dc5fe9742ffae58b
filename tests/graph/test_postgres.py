"""The same turn over PostgreSQL: one URL is all that changes."""

from __future__ import annotations

from pathlib import Path

from langgraph.checkpoint.memory import MemorySaver

from tests import little_shop
from tests.graph.talk import Talk
from tests.postgres import PrivateServer, postgres_server  # noqa: F401  a fixture


def test_the_road_over_postgresql(tmp_path: Path, postgres_server: PrivateServer) -> None:  # noqa: F811
    shop = little_shop.build(tmp_path / "home", database_url=postgres_server.database())
    talk = Talk(shop, MemorySaver())
    talk.say("waterproof jackets")
    (line,) = talk.say("the first one in size M")["cart"]["lines"]
    talk.say("two of them")
    talk.say("checkout")
    done = talk.approve()
    assert done["order"]["status"] == "paid"
    assert len(shop.checkout.gateway.charges()) == 1
    assert shop.catalog.variant(line["variant_id"]).stock == little_shop.STOCK - 2
    assert shop.audit.verify()["ok"]
    shop.engine.dispose()
