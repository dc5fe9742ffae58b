"""When one word of an attribute says what another claims."""

from __future__ import annotations

from tools.vision import colour_names
from tools.vision.clip.vocabulary import VALUES, members


def implies(attribute: str, listed: str, claimed: str) -> bool:
    """Whether what is `listed` so is also `claimed`: the same word, a synonym, or a narrower word.

    "navy" implies "blue", "jeans" imply "pants"; "Hoodies & Sweatshirts" do not imply "hoodie".
    """
    if attribute == "color":
        return colour_names.same(claimed, listed)
    if " ".join(listed.casefold().split()) == " ".join(claimed.casefold().split()):
        return True
    if attribute not in VALUES:
        return False
    own = set(members(attribute, listed))
    return bool(own) and own <= set(members(attribute, claimed))
