"""Acts of another process on the same shop."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable

from tests.builders import Shop
from tools.database import open_database


def start(shop: Shop, act: Callable[[Shop], object]) -> int:
    """Fork a process that opens the same database and gateway and acts; answers its id."""
    url = shop.engine.url.render_as_string(hide_password=False)
    shop.engine.dispose()  # no connection may be shared with the child
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # other tests may have left idle threads behind
        child = os.fork()
    if child == 0:
        status = 1
        try:
            act(Shop.open(open_database(url), shop.settings.home))
            status = 0
        finally:
            os._exit(status)
    return child


def exit_status(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
