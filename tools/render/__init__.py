"""Product pictures drawn from a specification, with Pillow and numpy only.

`draw(PictureSpec(kind="hoodie", colour="navy"))` is a picture; `encode` is the same as JPEG bytes.
"""

from tools.render.spec import PictureSpec
from tools.render.studio import cut_out, draw, encode, kinds, patterns, silhouettes

__all__ = ["PictureSpec", "cut_out", "draw", "encode", "kinds", "patterns", "silhouettes"]
