"""Places, seasons and occasions turned into what the catalogue sells for them."""

from __future__ import annotations

import re

from agents.intent.lexicon import words_of
from agents.intent.reading import Reading
from agents.intent.tokens import listed
from agents.intent.words import STOP

_WARM = ("warm", "insulated", "thermal", "winter")
_DRY = ("waterproof", "rain", "water resistant", "rainy")
_COOL = ("breathable", "lightweight", "summer", "hot")
_SMART = ("formal", "party", "wedding", "occasion", "dressy", "evening", "elegant")
_DESK = ("work", "office", "formal", "business")
_TRAIL = ("hiking", "outdoor", "trekking")
_ACTIVE = ("gym", "training", "sport", "workout", "running")
# wording -> groups; of each group the first value that the catalogue has is asked for
NEEDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "scotland|the highlands|ireland|scottish|iceland|norway|faroe": (_WARM, _DRY),
    "rain|rainy|raining|wet weather|monsoon|drizzle|downpour|seattle|london weather|stay dry|"
    "keep me dry|keeps me dry": (_DRY,),
    "snow|snowy|winter|cold|freezing|arctic|alaska|skiing|ski trip|minus degrees|keep me warm|"
    "keeps me warm|stay warm|chilly": (_WARM,),
    "hot weather|heat|tropics|tropical|summer|heatwave|desert|dubai|thailand": (_COOL,),
    "wedding|weddings|gala|prom|ball|cocktail party|ceremony|opera|graduation": (_SMART,),
    "interview|job interview|the office|office|meetings|business trip|work": (_DESK,),
    "hike|hikes|mountains|the mountain|trail|trails|camping|the outdoors|backpacking|trek": (_TRAIL,),
    "gym|exercise|exercising|workouts|marathon|yoga|crossfit": (_ACTIVE,),
    "beach|seaside|pool|holiday in spain": (("beach", "swim", "summer"),),
    "commute|commuting|commuter": (("commuting", "commute", "work", "city", "travel"),),
    "flight|flights|plane|airport|weekend trip|weekend away|city break": (("travel", "cabin", "weekend"),),
    "party|birthday party|night out|clubbing|date night": (("party", "evening", "formal"),),
    "home cinema|movie night|home theater|home theatre": (("home cinema", "cinema", "movies", "home theater"),),
    "gaming|video games|ps5|xbox|playstation": (("gaming",),),
}
_PATTERN = re.compile(
    r"\b(" + "|".join(sorted((word for line in NEEDS for word in line.split("|")), key=len, reverse=True)) + r")\b"
)
_AMBIGUOUS = frozenset(
    {"cold", "work", "ball", "heat", "office", "pool", "plane", "snow", "exercise", "desert", "party"}
)
_LEADS = frozenset(listed("for in to at the a during against on of very so is it's gets my"))
_GROUPS = {word: groups for line, groups in NEEDS.items() for word in line.split("|")}
_WHEN = re.compile(
    r"\b(?:(?:next|this|coming) (?:week|month|weekend|year|spring|summer|autumn|fall|winter)|"
    r"tomorrow|tonight|in (?:january|february|march|april|may|june|july|august|september|october|"
    r"november|december))\b"
)


def _is_no_need(reading: Reading, word: str, first: int, behind: int) -> bool:
    """ "snow white" and "heat resistant" are no weather: such words need a "for the" before or an end behind."""
    follows = reading.word(behind)
    open_end = not follows or not follows[0].isalnum() or follows in STOP or follows in ("weather", "days", "nights")
    return word in _AMBIGUOUS and not (reading.word(first - 1) in _LEADS and open_end)


def read(reading: Reading) -> None:
    """Adds what the situation asks for and the catalogue can say. Values that were excluded are left alone."""
    for found in _PATTERN.finditer(reading.folded):
        first, behind = reading.inside(*found.span())
        if first >= behind or not reading.free(first, behind):
            continue
        if reading.word(first - 1) in ("not", "no", "without") or _is_no_need(reading, found[1], first, behind):
            continue
        used = False
        for group in _GROUPS[found[1]]:
            entry = next(
                (each for value in group if (each := reading.lexicon.by_value.get(" ".join(words_of(value))))), None
            )
            if entry is None:
                continue
            refused = any(
                each["attribute"] == entry.attribute and each["value"] == entry.value and each["op"] == "is_not"
                for each in reading.constraints
            )
            if not refused:
                reading.constrain(entry.attribute, "is", entry.value, list(found.span()))
                used = True
        if used:
            reading.take(first, behind, "need")
    for found in _WHEN.finditer(reading.folded):
        first, behind = reading.inside(*found.span())
        if first < behind and reading.free(first, behind):
            reading.take(first, behind, "when")
            if not any(label == "need" for label in reading.taken):
                reading.ignored.append(reading.text[found.start() : found.end()])
