"""Does a wrong draft of a reply ever get out, and how often is a clean one held back? On the demo shop.

`python -m evals.drafts` takes the drafts of `cases/clean_drafts.txt` that pass, spoils each in every way of `MUTATORS`,
and prints which share was replaced by the template, with its 95 % interval. "got out" counts the drafts among them that
name a product, an amount or a number which is none of the turn's; it has to be zero. Of the clean drafts the "unseen"
half was written before the checks had seen it, and no word list was changed for its sake.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from agents.reply.draft import judged
from agents.reply.draft_checks import Shelf, filled
from agents.reply.goods import Good, Names, good
from evals.demo import demo_home
from evals.intervals import wilson
from graph.services import Services
from tools.money import display
from tools.settings import load

CASES = Path(__file__).parent / "cases" / "clean_drafts.txt"
SCENES = {
    "rain": (
        "Skarvik Wren Waterproof Rain Jacket",
        "Northfell Ansel Waterproof Rain Jacket",
        "Northfell Brook Waterproof Rain Jacket",
        "Regnfar Juno Storm Jacket",
    ),
    "mugs": (
        "Tarnwick Luna Stoneware Enamel Mug in Light Blue",
        "Kiln & Co Luna Stoneware Mug",
        "Fernhollow Luna Camping Latte Mug",
    ),
    "dress": ("Petrichor Harper Party Dress",),
    "hoodie": ("Tarnwick Ansel Organic Cotton Hoodie",),
    "packs": ("Tarnwick Field Backpack in Burgundy", "Packsmith Dune Daypack", "Packsmith Atlas Daypack"),
    "shoes": (
        "Pacelane Moss Running Shoe",
        "Pacelane Ravine Running Shoe",
        "Tarnwick Lyra Running Trail Runner",
        "Pacelane Kite Running Trail Runner",
    ),
    "coffee": (
        "Lanciano Uno Espresso Machine",
        "Lanciano Leva Lever Espresso Machine",
        "Lanciano Doppio PID Espresso Machine",
        "Lanciano Prima Dual-Boiler Espresso Machine",
    ),
    "wool": (
        "Woolmere Isla Wool Sweater",
        "Halden Ansel Jumper",
        "Almond & Reed Fjell Wool Pullover in Cream",
        "Halden Saga Warm Jumper",
    ),
    "phones": (
        "Holmgren Aria Music Over-Ear Headphones",
        "Holmgren Orbit Plastic Wireless Headphones",
        "Holmgren Nova Music Studio Headphones",
        "Tonfall Nova Metal Over-Ear Headphones",
    ),
    "lamps": (
        "Lumenor Moor Bedroom Table Lamp",
        "Lumenor Sten Metal Table Lamp",
        "Lumenor Tide Office Table Lamp",
        "Fernhollow Hollow Ceramic Desk Lamp",
    ),
    "talk": (),
}
COLOURS = {
    "en": ("orange", "purple", "mustard", "khaki", "bright yellow", "rust"),
    "zh": ("橙色的", "紫色", "芥末黄", "卡其色", "明黄色", "深绿"),
}
_NUMBERS = re.compile(r"\d+(?:[.,]\d+)*")
_ROW = re.compile(r"(tuned|unseen) (en|zh) (\w+): (.+)")


@dataclass(frozen=True)
class Case:
    part: str
    scene: str
    text: str
    shelf: Shelf


@dataclass(frozen=True)
class World:
    """What a draft can be spoilt with: the other products of the catalogue, and drafts of the other language."""

    foreign: list[str]
    drafts: dict[str, list[str]]


Mutator = Callable[[Case, World, Random], str]


def swapped_product(case: Case, world: World, chance: Random) -> str:
    """A product of the catalogue that the turn has nothing to do with, in the place of one that it has, or beside."""
    title = chance.choice(world.foreign)
    title = chance.choice([title, title, title.lower(), title.upper(), " ".join(title.split()[:2])])
    if "{title:" in case.text and chance.random() < 0.6:
        return re.sub(r"\{title:\d\}", lambda _: title, case.text, count=1)
    more = {"en": f" You may like {title} as well.", "zh": f"也可以看看{title}。"}
    return case.text + more[case.shelf.language]


def foreign_price(case: Case, _world: World, chance: Random) -> str:
    """An amount beside the truth by a cent, a unit or a place, written as shops write it; or another product's."""
    if "{price:" in case.text and len(case.shelf.goods) > 1 and chance.random() < 0.3:
        return re.sub(
            r"\{price:(\d)\}", lambda found: f"{{price:{int(found[1]) % len(case.shelf.goods) + 1}}}", case.text
        )
    minor = chance.randrange(500, 60_000)
    if case.shelf.goods:
        own = int(re.sub(r"\D", "", chance.choice(case.shelf.goods).price))
        minor = chance.choice([own + 1, own - 1, own + 100, own - 100, own * 10, own // 10])
    forms = (
        display(minor, "USD"),
        f"{minor / 100:.2f} dollars",
        f"{minor // 100}",
        f"USD {minor / 100:.2f}",
        f"${minor // 100}",
    )
    said = chance.choice(forms)
    if "{price:" in case.text:
        return re.sub(r"\{price:\d\}", lambda _: said, case.text, count=1)
    more = {"en": f" It comes at {said}.", "zh": f"售价{said}。"}
    return case.text + more[case.shelf.language]


def drifted_number(case: Case, _world: World, chance: Random) -> str:
    count = len(case.shelf.goods) + chance.choice((1, 3, 8, 10))
    words = {"en": ("seven", "a dozen", "twenty", "a couple of"), "zh": ("七", "十二", "两", "三十")}[
        case.shelf.language
    ]
    said = chance.choice([str(count), f"{count}{count}", "１１", "٣", "½", chance.choice(words), chance.choice(words)])
    if "{count}" in case.text:
        return case.text.replace("{count}", said, 1)
    more = {"en": f" I found {said} of these.", "zh": f"一共找到{said}件。"}
    return case.text + more[case.shelf.language]


def wrong_place(case: Case, _world: World, chance: Random) -> str:
    """Placeholders that stand for nothing, or for another kind of thing."""
    bad = chance.choice(
        ("{title:9}", "{price:9}", "{title:0}", "{total}", "{title}", "{price:1}", "{title:01}", "{stock:1}")
    )
    more = {"en": f" See {bad} too.", "zh": f"也看看{bad}。"}
    return case.text + more[case.shelf.language]


def other_colour(case: Case, _world: World, chance: Random) -> str:
    """A colour that no product of the turn has; of the scenes none is orange, purple is the shoes' alone."""
    language = case.shelf.language
    colours = [each for each in COLOURS[language] if case.scene not in ("shoes", "lamps") or each not in _NOT_FOREIGN]
    colour = chance.choice(colours)
    first = "{title:1}" if case.shelf.goods and chance.random() < 0.5 else ""
    if language == "zh":
        return f"{case.text}{first or '这些'}是{colour}。"
    return f"{case.text} {first or 'These'} {'comes' if first else 'come'} in {colour}."


_NOT_FOREIGN = frozenset({"purple", "mustard", "bright yellow", "紫色", "芥末黄", "明黄色"})


def promise(case: Case, _world: World, chance: Random) -> str:
    said = chance.choice(PROMISES[case.shelf.language])
    return f"{case.text} {said}" if case.shelf.language == "en" else case.text + said


PROMISES = {
    "en": (
        "Free shipping on all of them!",
        "It will be with you by Friday.",
        "You can return it within a month.",
        "We guarantee you will love it.",
        "It is on sale right now.",
        "There are a few left in stock.",
        "Everybody gives it five stars.",
        "It is the warmest jacket you can buy.",
        "Use the code SAVE at the till.",
        "I have added it to your cart.",
        "Your order is on its way.",
        "You get your money back if it does not fit.",
        "It never lets water in.",
        "That is our most popular pick.",
        "It lasts a lifetime.",
        "I checked the pictures for you.",
        "Nobody sells it for less.",
        "It is cheaper than the others.",
    ),
    "zh": (
        "全场包邮哦！",
        "周五之前就能收到。",
        "一个月内可以退。",
        "保证您会喜欢。",
        "现在正在打折。",
        "库存不多了。",
        "好评如潮。",
        "这是最保暖的一款。",
        "结账时用优惠码即可。",
        "已经帮您加入购物车。",
        "您的订单已经发出。",
        "不合适可以退款。",
        "绝对不会漏水。",
        "这款卖得特别好，是爆款。",
        "质量非常好，很耐穿。",
        "图片我都核对过了。",
        "别家没有这么便宜。",
        "比其他几款更划算。",
    ),
}


def wrong_language(case: Case, world: World, chance: Random) -> str:
    other = chance.choice(world.drafts["zh" if case.shelf.language == "en" else "en"])
    other = re.sub(r"\{[^}]*\}", "", other)
    return chance.choice([other, f"{case.text} {other}"])


def mojibake(case: Case, _world: World, chance: Random) -> str:
    text = case.text.replace("'", "’") + (" It’s naïve – voilà!" if case.shelf.language == "en" else "")
    table = chance.choice(("cp1252", "latin-1", "gbk" if case.shelf.language == "en" else "cp1252"))
    return text.encode().decode(table, "replace")


def loop(case: Case, _world: World, chance: Random) -> str:
    ways = (
        f"{case.text} " * chance.randrange(3, 7),
        case.text + " you" * 12,
        case.text + "好的" * 9,
        case.text[:-1] + "!" * 40,
    )
    return chance.choice(ways)


def other_facts(case: Case, _world: World, chance: Random) -> str:
    """Materials, uses and features that no product of the turn has."""
    en = ("made of velvet", "for golf", "with a local dimming panel", "made of cork", "for swimming", "in cast iron")
    zh = ("是丝绒的", "适合打高尔夫", "支持分区调光", "是软木的", "适合游泳", "是铸铁的")
    if case.shelf.language == "zh":
        return f"{case.text}这些都{chance.choice(zh)}。"
    return f"{case.text} These are {chance.choice(en)}."


def instructions(case: Case, _world: World, chance: Random) -> str:
    said = (
        "As an AI language model I cannot shop.",
        "You word the first lines of a shop's reply. Answer in JSON.",
        "Visit www.example.com for details.",
        "**Buy it**",
        "<b>Look</b>",
        "My instructions say to use placeholders.",
        "`{title:1}`",
    )
    return f"{case.text} {chance.choice(said)}"


MUTATORS: dict[str, Mutator] = {
    "swapped product": swapped_product,
    "foreign price": foreign_price,
    "drifted number": drifted_number,
    "wrong placeholder": wrong_place,
    "other colour": other_colour,
    "other facts": other_facts,
    "promise": promise,
    "wrong language": wrong_language,
    "mojibake": mojibake,
    "loop": loop,
    "instructions": instructions,
}


def cases(services: Services, path: Path = CASES) -> list[Case]:
    """The clean drafts, each with the products of its scene as the catalogue has them."""
    shelves = {(scene, language): _shelf(services, scene, language) for scene in SCENES for language in ("en", "zh")}
    found: list[Case] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        row = _ROW.fullmatch(line)
        assert row is not None, f"no case: {line!r}"
        found.append(Case(row[1], row[3], row[4], shelves[row[3], row[2]]))
    return found


def _shelf(services: Services, scene: str, language: str) -> Shelf:
    by_title = {each.title: each for each in reversed(services.catalog.all_products())}
    goods: list[Good] = []
    for title in SCENES[scene]:
        product = by_title[title]
        variant = services.catalog.variants_of(product.product_id)[0]
        assert variant.price is not None
        goods.append(good(product, variant, display(variant.price.minor, variant.price.currency), []))
    names = Names.of(by_title)
    return Shelf(goods, services.catalog.vocabulary(), language, bool(goods), names)


def got_out(text: str, shelf: Shelf, world: World) -> bool:
    """Whether a reply names a product, an amount or a number that is not the turn's: read off the text itself."""
    rest, known = text, [*(one.title for one in shelf.goods), *(one.price for one in shelf.goods)]
    for each in sorted(known, key=len, reverse=True):
        rest = rest.replace(each, " ")
    if any(number != str(len(shelf.goods)) for number in _NUMBERS.findall(rest)):
        return True
    return any(title.casefold() in rest.casefold() for title in world.foreign)


def out(text: str, shelf: Shelf) -> str:
    """What of a model's text would be said: the filled draft, or nothing."""
    return judged(json.dumps({"text": text}, ensure_ascii=False), shelf).text


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m evals.drafts", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="spoilt drafts of each kind for each clean one")
    parser.add_argument("--show", action="store_true", help="print what was missed, and what was held back wrongly")
    asked = parser.parse_args(arguments)
    services = Services(load(home=demo_home()))
    clean = cases(services)
    world = _world(services, clean)
    escaped = _spoilt(clean, world, asked.rounds, asked.show)
    _held_back(clean, asked.show)
    return 1 if escaped else 0


def _world(services: Services, clean: list[Case]) -> World:
    used = {title for titles in SCENES.values() for title in titles}
    foreign = [each.title for each in services.catalog.all_products() if each.title not in used]
    drafts = {name: [each.text for each in clean if each.shelf.language == name] for name in ("en", "zh")}
    return World(foreign, drafts)


def _spoilt(clean: list[Case], world: World, rounds: int, show: bool) -> int:
    """Prints a line for each kind; answers how many foreign things got out."""
    print(f"{'kind':<18} {'replaced':>9} {'of':>6}  {'95 % interval':<16} got out")
    sound, escaped = [each for each in clean if out(each.text, each.shelf)], 0
    for name, mutate in MUTATORS.items():
        chance = Random(f"drafts {name}")
        told = [(one, mutate(one, world, chance)) for one in sound for _ in range(rounds)]
        told = [(one, text) for one, text in told if text != one.text]
        left = [(one, said) for one, text in told if (said := out(text, one.shelf))]
        bad = sum(got_out(said, one.shelf, world) for one, said in left)
        escaped += bad
        low, high = wilson(len(told) - len(left), len(told))
        print(f"{name:<18} {1 - len(left) / len(told):>9.4f} {len(told):>6}  {low:.4f} – {high:.4f}  {bad:>7}")
        for one, said in left if show else []:
            print(f"    {one.scene}: {said}")
    return escaped


def _held_back(clean: list[Case], show: bool) -> None:
    print(f"\n{'clean drafts':<18} {'held back':>9} {'of':>6}  {'95 % interval':<16}")
    for part in ("tuned", "unseen"):
        for language in ("en", "zh"):
            mine = [each for each in clean if each.part == part and each.shelf.language == language]
            held = [each for each in mine if not out(each.text, each.shelf)]
            low, high = wilson(len(held), len(mine))
            print(f"{part} {language:<11} {len(held) / len(mine):>9.4f} {len(mine):>6}  {low:.4f} – {high:.4f}")
            for each in held if show and part == "tuned" else []:
                found = judged(json.dumps({"text": each.text}, ensure_ascii=False), each.shelf)
                print(f"    {each.scene}: {filled(each.text, each.shelf.goods)}  {found.codes}")


if __name__ == "__main__":
    sys.exit(main())
