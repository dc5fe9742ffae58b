"""What English shoppers call things: colours, sizes, synonyms. None of it depends on a catalogue."""

from __future__ import annotations

from agents.intent.tokens import listed

COLOURS = frozenset(
    listed(
        "black white grey silver red maroon burgundy crimson scarlet pink rose magenta fuchsia coral orange "
        "yellow mustard gold golden green olive lime mint emerald khaki teal turquoise cyan aqua blue navy "
        "cobalt indigo azure denim purple violet lavender lilac mauve plum brown tan beige camel cream ivory "
        "ecru taupe bronze copper charcoal multicolour ochre terracotta"
    )
)
SHADES = frozenset(listed("light dark pale deep bright pastel neon hot royal sky baby forest heather midnight powder"))
MATERIALS = frozenset(
    listed(
        "cotton wool leather suede linen silk polyester nylon denim cashmere merino fleece canvas velvet "
        "satin viscose rayon lycra spandex elastane acrylic bamboo corduroy mesh rubber ceramic porcelain "
        "glass steel wood plastic metal aluminium silicone hemp jersey tweed flannel gore-tex titanium "
        "stoneware brass"
    )
)
PATTERNS = frozenset(
    listed("striped plain checked plaid floral polka-dot solid camouflage paisley geometric houndstooth tartan")
)

# Each line is one meaning; whichever of its wordings the catalogue uses, the others are read as it.
SYNONYMS: tuple[tuple[str, ...], ...] = tuple(
    tuple(word.strip() for word in line.split(","))
    for line in """
    t-shirt, tee, tee shirt, tshirt, t shirt
    sneaker, trainer, gym shoe, tennis shoe, running shoe, runner, kicks
    sweater, jumper, pullover, knitted sweater
    hoodie, hoody, hooded sweatshirt
    tv, telly, television, tv set, smart tv
    backpack, rucksack, knapsack, back pack
    jacket, coat
    pants, trousers, slacks
    jeans, denims, denim jeans
    shorts, short pants
    leggings, tights
    handbag, purse, hand bag
    tote, tote bag, shopper bag
    crossbody, crossbody bag, cross body bag, shoulder bag
    messenger bag, satchel
    suitcase, luggage, trolley case, carry on
    duffel, duffel bag, holdall, duffle, duffle bag, gym bag
    wallet, billfold
    mug, coffee mug, tea mug, coffee cup
    cup, teacup
    coffee maker, coffee machine, coffeemaker
    espresso machine, espresso maker
    hand filter, pour over, pour-over, filter coffee maker, coffee dripper
    kettle, tea kettle, water boiler
    headphones, headphone, headset, over-ear headphones, cans
    earbuds, earphones, in-ear headphones, ear buds, earbud
    laptop, notebook computer
    phone, smartphone, mobile phone, cell phone, mobile
    speaker, loudspeaker
    lamp, table lamp, desk lamp
    cushion, throw pillow
    blanket, throw
    boot, boots
    sandal, flip flop, flip-flop
    loafer, slip-on, slip on, moccasin
    heels, high heels, pumps, stilettos
    raincoat, rain jacket, mac, rain coat
    parka, anorak
    windbreaker, wind breaker, windcheater
    vest, gilet, body warmer
    tank, tank top, singlet
    polo, polo shirt
    shirt, button-down, button-up
    skirt, mini skirt
    scarf, shawl
    hat, cap, beanie
    grey, gray
    multicolour, multicolor, multi-colour, multicoloured, colourful, multi
    maroon, oxblood
    navy, navy blue, dark blue
    beige, sand
    cream, off-white, off white
    purple, violet
    gold, golden
    silver, metallic silver
    teal, petrol
    turquoise, aqua
    wool, woollen, woolen
    merino, merino wool
    leather, genuine leather, real leather
    stainless steel, steel, inox
    aluminium, aluminum
    polyester, poly
    wood, wooden
    ceramic, stoneware
    striped, stripe, stripes, stripy, stripey
    checked, plaid, check, checks, checkered, tartan
    plain, solid, solid colour
    floral, flowers, flowery, flower print
    waterproof, water proof, rainproof, rain proof, watertight
    water resistant, water-resistant, water repellent, showerproof
    warm, insulated, cosy, cozy, thermal, warmth
    hiking, hike, hikes, trekking, trek, walking holiday
    running, run, runs, jogging, jog
    travel, travelling, traveling, trip
    work, office, business
    party, parties, night out
    formal, dressy, elegant, black tie
    casual, everyday, every day
    sport, sports, sporty, athletic
    gym, workout, training, fitness, exercise
    winter, wintertime, winters
    summer, summertime
    outdoor, outdoors
    cycling, bike, biking, bicycle
    camping, camp
    beach, seaside
    gift, present
    breathable, airy
    lightweight, light weight, light-weight
    windproof, wind proof
    packable, foldable
    slim, slim fit, skinny
    relaxed, loose, baggy, relaxed fit, loose fit
    hooded, hood, with hood
    oversized, oversize
    men, men's, mens, male, man, man's, for him, gents, guys
    women, women's, womens, female, woman, woman's, ladies, lady's, for her
    kids, kid's, children, child, children's, kid
    unisex, gender neutral
    wireless, cordless, bluetooth
    noise cancelling, noise-cancelling, noise canceling, anc
    dishwasher safe, dishwasher-safe, dishwasher proof
    organic, bio
    vegan, animal free
    eco friendly, eco-friendly, sustainable
    shoes, shoe, footwear
    apparel, clothing, clothes, garments
    electronics, electronic, gadgets
    home, household, homeware
    bags, bag
""".strip().splitlines()
)

# plural forms that are not the plural of their singular ("short", "tight", "flat" mean other things)
PLURALS_ONLY = frozenset(
    listed(
        "shorts tights briefs flats glasses leggings slacks trunks jeans pants trousers heels pumps boxers "
        "scissors sunglasses headphones earphones earbuds clothes overalls joggers chinos kicks cans "
        "electronics"
    )
)
# vocabulary values too common in other senses to be read out of running text on their own
TOO_COMMON = frozenset(
    listed(
        "one all no not yes other new the a an and or of on in it is to for up any some none more less old "
        "good best true false only high low n/a na men's s m l x xs one-size"
    )
)
STOP = frozenset(
    listed(
        "a an the and or of for to in on at by is are be am was were been being with from it its this that "
        "these those i me my mine we us you your our ours some any please pls want wanted wanna need needed "
        "would like liked show find looking look search searching see buy purchase get got give have has had "
        "can could do does did something anything someone there here then than so just really very quite bit "
        "little also too more most much many maybe perhaps hi hello hey thanks thank ok okay well um uh i'm "
        "i'd i'll i've im id ive we're it's that's what what's which who how when where why if but not no nor "
        "without except only ones one kind sort type types item items product products thing things stuff "
        "option options instead let let's make go going will shall should may might must about around into "
        "out up off over under all both each every other another as such interested prefer preferably ideally "
        "help browse shop shopping got gotta need needs needing wants wanting buying getting cheap cheaper "
        "cheapest nice good great best better price prices priced cost costs dollars around budget spend them "
        "they he she him her his recommend suggest recommendation recommendations suggestions suggestion "
        "available don't do doesn't isn't aren't can't rather now today still again back next new anything's "
        "there's yeah yes size sizes colour color colours colors colored coloured in-stock stock dont cant "
        "wont mind care matter matters am expensive affordable inexpensive pricey"
    )
)
# words of dealing with a cart: no content in such a message
CART_WORDS = frozenset(
    listed(
        "add put cart basket bag remove take delete out change quantity amount total swap switch replace "
        "check checkout order pay buy compare difference between return refund track try watch tell more"
    )
)
