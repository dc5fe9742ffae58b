"""The HTTP application beside the LangGraph API, on the same port: pages, pictures, review API, sweeper."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path

import anyio.to_thread
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from graph.services import services
from guards import validators
from web import payments_api, review_api, shop_api, wakeup
from web.headers import SecurityHeaders
from web.resume import restore_threads
from web.voice import OneVoice

THREADS = 40  # more than the turns at once (cli.serve.JOBS)
STATIC = Path(__file__).parent / "static"
log = logging.getLogger("truecart.web")


@asynccontextmanager
async def lifespan(_app: Starlette) -> AsyncIterator[None]:
    """Wake the queue, warm what the first turn would wait for, and keep sweeping until the server stops."""
    wakeup.install()
    # nodes run in the loop's own threads; asyncio's default, five and one a core, would let five slow turns stop all
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS, thread_name_prefix="turn"))
    await anyio.to_thread.run_sync(_warm)
    background = [asyncio.create_task(_restore()), asyncio.create_task(_sweep_for_ever())]
    yield
    for task in background:
        task.cancel()
    await asyncio.gather(*background, return_exceptions=True)


def _warm() -> None:
    services().catalog.vocabulary()
    services().search.warm()
    validators.warm()
    if services().settings.llm_base_url:
        _warm_model()


def _warm_model() -> None:
    from tools.llm.pool import ModelPool

    model = services().model
    if isinstance(model, ModelPool):
        model.ready()  # 1 to 2 s, which the first turn would wait for


async def _restore() -> None:
    await asyncio.sleep(1)  # the API must answer before it can be asked
    try:
        await restore_threads()
    except Exception:
        log.exception("threads with pending approvals could not be restored")


async def _sweep_for_ever() -> None:
    while True:
        try:
            await anyio.to_thread.run_sync(services().checkout.sweep)
        except Exception:
            log.exception("the sweep failed; it is tried again")
        await asyncio.sleep(services().settings.sweep_seconds)


async def storefront(_request: Request) -> FileResponse:
    return FileResponse(STATIC / "storefront.html", headers={"cache-control": "no-cache"})


async def review(_request: Request) -> FileResponse:
    return FileResponse(STATIC / "review.html", headers={"cache-control": "no-cache"})


app = Starlette(
    lifespan=lifespan,
    middleware=[Middleware(SecurityHeaders), Middleware(OneVoice)],
    routes=[
        Route("/", storefront),
        Route("/review", review),
        *shop_api.routes,
        *review_api.routes,
        *payments_api.routes,
        Mount("/static", StaticFiles(directory=STATIC, check_dir=False)),
    ],
)
