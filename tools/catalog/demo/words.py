"""Descriptions: an opening of the family, then sentences that the product's attributes call for, in varied order."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

_SAY: dict[str, tuple[str, ...]] = {
    # materials
    "cotton": ("Combed cotton, washed at 40 degrees.", "Pure cotton, pre-shrunk.", "The cotton is spun tightly."),
    "organic cotton": ("Organic cotton from two farms we can name.", "Grown without pesticides: organic cotton."),
    "linen": ("European linen that creases with dignity.", "Linen: cool to the hand, better every summer."),
    "polyester": ("Polyester that wicks and dries within the hour.", "A light polyester that keeps its colour."),
    "recycled polyester": ("Recycled polyester, once bottles.", "The fabric is all recycled polyester."),
    "nylon": ("Ripstop nylon, so a thorn stays a hole and not a tear.", "Dense nylon with a dry hand."),
    "fleece": ("Brushed fleece with a low pile.", "Fleece inside and out."),
    "flannel": ("Flannel brushed on both sides.",),
    "wool": ("Wool from a single mill, carded soft.", "Real wool: airs overnight, washes seldom."),
    "merino wool": ("Fine merino that does not itch and does not keep smells.", "Extra-fine merino wool."),
    "lambswool": ("First-shearing lambswool, light for its warmth.",),
    "cashmere": ("Two-ply cashmere, combed and not cut.", "Cashmere; wash it by hand and it will outlive you."),
    "silk": ("Washed silk with a quiet sheen.",),
    "satin": ("Heavy satin that catches the light when it moves.",),
    "viscose": ("Viscose that drapes and stays cool.", "A soft viscose crepe."),
    "denim": ("Rope-dyed denim.", "Ring-spun denim with a little stretch."),
    "leather": ("Full-grain leather, vegetable tanned.", "Leather that darkens where you touch it."),
    "vegan leather": ("Leather made from apple waste; no animals, no plastic shine.",),
    "suede": ("Suede, brushed and proofed at the works.", "Soft suede; keep a brush by the door."),
    "nubuck": ("Nubuck with a waxed finish.",),
    "canvas": ("Heavy canvas with taped inner seams.", "Waxed canvas that shrugs off a shower."),
    "mesh": ("An engineered mesh upper that breathes in one direction.", "Airy mesh over the toes."),
    "cork": ("A cork footbed over a flexible sole.",),
    "stoneware": ("Stoneware fired at 1,260 degrees.", "Speckled stoneware with a raw foot."),
    "porcelain": ("Hard porcelain, thin at the lip.",),
    "enamel": ("Steel under two coats of enamel.", "Enamelled steel: it chips before it breaks."),
    "ceramic": ("Glazed ceramic, each a little different.",),
    "velvet": ("Cotton velvet with a short, dense pile.",),
    "glass": ("Mouth-blown glass.",),
    "metal": ("Powder-coated metal.", "A steel body with a matt coat."),
    "wood": ("The cabinet is real wood.",),
    "fabric": ("Covered in woven acoustic fabric.",),
    "cast iron": ("Cast iron, seasoned twice.",),
    "silicone": ("A soft silicone strap with a pin buckle.",),
    # uses
    "waterproof": ("Waterproof, with a water column of 15,000 mm.", "Truly waterproof, not merely hopeful."),
    "windproof": ("Stops the wind on the ridge and at the tram stop.", "Windproof without a crackle."),
    "warm": ("Warm well below freezing when you keep moving.", "Keeps you warm on the coldest platform."),
    "hiking": ("Made for hiking: long days, heavy weather, no blisters.", "A faithful hiking companion."),
    "running": ("For running, from the first kilometre to the last.", "Runners asked for less; here it is."),
    "training": ("Good for the gym and the stairs to it.",),
    "office": ("At home in the office.", "Passes the office test."),
    "party": ("Ready for a party at short notice.", "Comes into its own at a party."),
    "wedding": ("Has been to more weddings than most vicars.",),
    "summer": ("A summer thing through and through.", "For hot days."),
    "travel": ("Travels well.", "Packs small for travel."),
    "camping": ("Takes camping in its stride.",),
    "casual": ("Easy with everything.", "For ordinary days."),
    "cycling": ("Cut long at the back for cycling.",),
    "yoga": ("Stretches as far as your yoga does.",),
    "swimming": ("Fine in salt water and chlorine.",),
    "school": ("Roomy enough for school books.",),
    "gift": ("Arrives boxed: a safe gift.",),
    "reading": ("Aimed at the page for reading.",),
    # details
    "hood": ("The hood has a stiff brim and one-hand cords.", "A proper hood."),
    "taped seams": ("All seams taped.",),
    "packable": ("Packs into its own chest pocket.",),
    "pit zips": ("Long zips under the arms.",),
    "laptop sleeve": ("A padded sleeve takes a 15 inch laptop.",),
    "rain cover": ("A rain cover hides in the bottom.",),
    "noise cancelling": ("Active noise cancelling with two microphones an ear.",),
    "bluetooth": ("Bluetooth 5.4, two devices at once.",),
    "gps": ("Dual-band GPS.",),
    "dimmable": ("Dims from candle to desk.",),
    "induction": ("Works on induction.",),
    "turtleneck": ("A turtleneck that folds once.",),
    "v-neck": ("The V is shallow enough for work.",),
    "sleeveless": ("Sleeveless, with armholes that do not gape.",),
    "slim": ("Slim fit; take one size up for room.", "Cut slim."),
    "relaxed": ("A relaxed fit.", "Generous through the body."),
    "straight": ("Straight from hip to hem.",),
    "wide": ("Wide from the knee down.",),
    "flared": ("Flares from the waist.",),
    "striped": ("The stripes meet at the side seams.", "Woven stripes, not printed."),
    "checked": ("The check is matched at every seam.", "A check with a little history."),
    "dotted": ("Small dots at a calm distance.", "A dotted print."),
    "floral": ("A floral print drawn by hand.", "Flowers from the designer's own garden."),
}

_CLOSING = (
    "Spare parts and repairs for five years.",
    "Made in Portugal.",
    "Made in small batches; when it is gone, it is gone for the season.",
    "Free alterations at our counters.",
    "Care notes are printed inside, not on a tag that scratches.",
    "",
    "",
    "",
)


def describe(rng: Random, openings: tuple[str, ...], attributes: Mapping[str, tuple[str, ...]]) -> str:
    """Two to five sentences; every one is true of the attributes given."""
    told = [rng.choice(_SAY[value]) for values in attributes.values() for value in values if value in _SAY]
    rng.shuffle(told)
    sentences = [rng.choice(openings), *told[: rng.randint(2, 3)], rng.choice(_CLOSING)]
    return " ".join(sentence for sentence in sentences if sentence)
