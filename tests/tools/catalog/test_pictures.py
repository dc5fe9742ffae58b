"""Pictures by content."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from PIL import Image

from tools.catalog.pictures import PictureStore
from tools.errors import TruecartError


def _picture(form: str = "PNG", size: tuple[int, int] = (8, 6)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "navy").save(out, form)
    return out.getvalue()


@pytest.mark.parametrize(("form", "media"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")])
def test_a_picture_comes_back_under_the_hash_of_its_bytes(tmp_path: Path, form: str, media: str) -> None:
    store, content = PictureStore(tmp_path), _picture(form)
    name = store.put(content)
    assert name == store.put(content) == hashlib.sha256(content).hexdigest()
    assert (store.read(name), store.media_type(name), store.open(name).size) == (content, media, (8, 6))
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [name]


@pytest.mark.parametrize("content", [b"", b"hello", _picture()[:40], b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_what_is_no_picture_is_refused_and_not_kept(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(TruecartError, match="unsupported_image"):
        PictureStore(tmp_path).put(content)
    assert not list(tmp_path.rglob("*"))


def test_too_many_bytes_and_too_many_pixels_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TruecartError, match="image_too_large"):
        PictureStore(tmp_path, max_bytes=100).put(b"x" * 101)
    with pytest.raises(TruecartError, match="image_too_large"):
        PictureStore(tmp_path).put(_picture("PNG", (8_000, 5_001)))


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 64])
def test_only_known_hashes_have_a_path(tmp_path: Path, name: str) -> None:
    with pytest.raises(TruecartError, match="not_found"):
        PictureStore(tmp_path).path(name)
