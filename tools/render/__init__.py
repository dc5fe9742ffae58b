"""Product pictures drawn from a specification, with Pillow and numpy only.

`draw(PictureSpec(kind="hoodie", colour="navy"))` is a picture; `encode` is the same as JPEG bytes.
"""

from tools.render.spec import PictureSpec
from tools.render.studio import draw, encode, kinds, patterns, silhouettes

__all__ = ["PictureSpec", "draw", "encode", "kinds", "patterns", "silhouettes"]
