"""Places, seasons and occasions turned into what the catalogue sells for them."""

from __future__ import annotations

import re

from agents.intent.english.words import STOP
from agents.intent.lexicon import words_of
from agents.intent.reading import Reading
from agents.intent.tokens import listed

_WARM = ("warm", "insulated", "thermal", "winter")
_DRY = ("waterproof", "rain", "water resistant", "rainy")
_COOL = ("breathable", "lightweight", "summer", "hot")
_SMART = ("formal", "party", "wedding", "occasion", "dressy", "evening", "elegant")
_DESK = ("work", "office", "formal", "business")
_TRAIL = ("hiking", "outdoor", "trekking")
_ACTIVE = ("gym", "training", "sport", "workout", "running")
# wording -> groups; of each group the first value that the catalogue has is asked for
NEEDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "scotland|the highlands|highlands|ireland|scottish|iceland|norway|faroe|faroe islands|lapland|patagonia|hebrides|"
    "shetland|lake district|greenland": (_WARM, _DRY),
    "rain|rains|rainy|raining|rainy days|rainy weather|bad weather|wet weather|monsoon|drizzle|downpour|downpours|"
    "seattle|"
    "london weather|british weather|stay dry|staying dry|stays dry|keep me dry|keeps me dry|keep dry|keep my feet dry|"
    "get wet|"
    "getting wet|keep the rain out|keeps the rain out|keeps water out|keep water out|storm|storms|stormy|showers|"
    "puddles": (_DRY,),
    "wind|windy|windy days|gales|strong winds|keeps the wind out|keep the wind out": (("windproof",),),
    "snow|snowy|winter|winter weather|winters|cold|cold weather|cold days|cold nights|cold winters|freezing|arctic|"
    "alaska|"
    "siberia|canada in winter|antarctica|skiing|ski trip|ski holiday|minus degrees|below zero|frost|frosty|icy|keep "
    "me warm|"
    "keeps me warm|keep warm|keeping warm|stay warm|staying warm|stays warm|chilly|norwegian winter|finland|sweden": (
        _WARM,
    ),
    "hot weather|heat|hot days|hot day|tropics|tropical|summer|heatwave|desert|dubai|thailand|bali|egypt|sunny days|"
    "sunny weather|warm weather|hot climate|greece|spain|italy in summer|florida": (_COOL,),
    "wedding|weddings|gala|prom|ball|cocktail party|ceremony|opera|graduation|black tie": (_SMART,),
    "interview|job interview|the office|office|meetings|business trip|work|my new job|business meetings|boardroom": (
        _DESK,
    ),
    "hike|hikes|mountains|the mountain|trail|trails|camping|the outdoors|backpacking|trek": (_TRAIL,),
    "marathon|half marathon|5k|10k|parkrun|jog|jogs": (("running", "training", "sport"),),
    "gym|exercise|exercising|workouts|crossfit|gym class|working out|work out|weightlifting": (_ACTIVE,),
    "pilates|stretching|meditation": (("yoga", "training"),),
    "cycle|cycle to work|riding my bike|ride my bike|on my bike|bike rides|bike ride|cyclist": (("cycling",),),
    "camp|camping trip|festival|festivals|tent": (("camping", "outdoor"),),
    "dishwasher|the dishwasher": (("dishwasher safe",),),
    "beach|seaside|pool|holiday in spain": (("beach", "swim", "summer"),),
    "commute|commuting|commuter|the train to work|way to work": (("commuting", "commute", "work", "city", "travel"),),
    "flight|flights|plane|airport|weekend trip|weekend away|city break|holiday|holidays|vacation|business trips|"
    "travels|"
    "backpacking trip|road trip|abroad|journey|trips": (("travel", "cabin", "weekend"),),
    "party|birthday party|night out|nights out|clubbing|date night|hen do|new year's eve party|dancing|christmas "
    "party": (("party", "evening", "formal"),),
    "home cinema|movie night|home theater|home theatre": (("home cinema", "cinema", "movies", "home theater"),),
    "gaming|video games|ps5|xbox|playstation|gamer|gamers|nintendo|playing games": (("gaming",),),
}
_PATTERN = re.compile(
    r"\b(" + "|".join(sorted((word for line in NEEDS for word in line.split("|")), key=len, reverse=True)) + r")\b"
)
_AMBIGUOUS = frozenset(
    {
        "cold",
        "work",
        "ball",
        "heat",
        "office",
        "pool",
        "plane",
        "snow",
        "exercise",
        "desert",
        "party",
        "wind",
        "cycle",
        "camp",
        "jog",
        "spain",
        "greece",
        "showers",
        "tent",
        "journey",
        "winter",
        "rain",
        "holiday",
        "frost",
    }
)
_LEADS = frozenset(
    listed("for in to at the a during against on of very so is it's gets my from when this next and or , proper")
)
_GROUPS = {word: groups for line, groups in NEEDS.items() for word in line.split("|")}


def _is_no_need(reading: Reading, word: str, first: int, behind: int) -> bool:
    """ "snow white" and "heat resistant" are no weather: such words need a "for the" before or an end behind."""
    follows = reading.word(behind)
    open_end = (
        not follows
        or not follows[0].isalnum()
        or follows in STOP
        or follows
        in ("weather", "days", "nights", "trip", "trips", "holiday", "time", "months", "season", "conditions")
    )
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
