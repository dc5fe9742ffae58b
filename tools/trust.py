"""Which certificate authorities this program believes when it calls another host."""

from __future__ import annotations

import functools
import os
import ssl
from pathlib import Path

from tools.errors import TruecartError


def trust(ca_bundle: str) -> ssl.SSLContext:
    """The system's authorities and the extra ones. Raises TruecartError `bad_setting` for an unreadable file."""
    return _context(ca_bundle, os.environ.get("SSL_CERT_FILE", ""))


@functools.cache
def _context(*names: str) -> ssl.SSLContext:
    context = ssl.create_default_context()  # 30 ms, so once
    for name in filter(None, names):
        try:
            context.load_verify_locations(cafile=Path(name))
        except (OSError, ssl.SSLError) as problem:
            raise TruecartError("bad_setting", f"{name} holds no readable certificate: {problem}") from problem
    return context
