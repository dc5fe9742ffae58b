"""The composition root: the one place that names concrete adapters. Everything is built on first use."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tools.clock import Clock, utc_now
from tools.settings import Settings, current

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

    from tools.audit import AuditLog
    from tools.catalog.pictures import PictureStore
    from tools.catalog.search import CatalogSearch
    from tools.catalog.store import CatalogStore
    from tools.checkout.desk import Checkout
    from tools.llm.contract import LanguageModel
    from tools.turns import TurnLog
    from tools.vision.clip.types import Encoder
    from tools.vision.measurements import MeasurementStore
    from tools.vision.peers import Peers
    from tools.vision.sight import Sight
    from tools.vision.verifier import Verifier


@dataclass(frozen=True)
class Services:
    """What the graph, the web application and the commands work with, all from one `Settings`."""

    settings: Settings
    clock: Clock = utc_now
    download: bool = False  # whether a model that is named but not here may be fetched

    @cached_property
    def engine(self) -> Engine:
        from tools.database import open_database

        return open_database(self.settings.sqlalchemy_url)

    @cached_property
    def pictures(self) -> PictureStore:
        from tools.catalog.pictures import PictureStore

        return PictureStore(self.settings.images)

    @cached_property
    def catalog(self) -> CatalogStore:
        from tools.catalog.store import CatalogStore

        return CatalogStore(self.engine, self.settings.catalog, self.clock)

    @cached_property
    def search(self) -> CatalogSearch:
        from tools.catalog.search import CatalogSearch

        return CatalogSearch(self.catalog, self.settings.indexes)

    @cached_property
    def measurements(self) -> MeasurementStore:
        from tools.vision.clip.reading import Reader
        from tools.vision.measurements import MeasurementStore

        return MeasurementStore(self.engine, Reader(self.encoder))

    @cached_property
    def verifier(self) -> Verifier:
        from tools.vision.verifier import Verifier

        self.sight.check()
        return Verifier(self.measurements, self._peers)

    @cached_property
    def sight(self) -> Sight:
        from tools.vision.sight import Sight

        return Sight(self.encoder, self.pictures, self.measurements, self._peers, self._looks)

    @cached_property
    def _peers(self) -> Peers:
        from tools.vision.peers import Peers

        return Peers(self._looks)

    @cached_property
    def _looks(self) -> Path:
        from tools.vision.embeddings import folder_of

        return folder_of(self.settings.indexes, self.settings.catalog)

    @cached_property
    def encoder(self) -> Encoder:
        from tools.vision.clip.choice import encoder

        return encoder(self.settings, download=self.download)

    @cached_property
    def audit(self) -> AuditLog:
        from tools.audit import AuditLog

        return AuditLog(self.engine, self.clock)

    @cached_property
    def turns(self) -> TurnLog:
        from tools.turns import TurnLog

        return TurnLog(self.engine, self.clock)

    @cached_property
    def checkout(self) -> Checkout:
        from tools.checkout.desk import Checkout

        return Checkout(self.engine, self.settings, self.audit, self.clock)

    @cached_property
    def model(self) -> LanguageModel | None:
        """None without `TRUECART_LLM_BASE_URL`: then nothing of a model is even imported."""
        if not self.settings.llm_base_url:
            return None
        from tools.llm.pool import ModelPool

        return ModelPool(self.settings)


@functools.cache
def services() -> Services:
    """Those of this process, from its environment."""
    return Services(current())
