"""What English shoppers call things: colours, sizes, synonyms. None of it depends on a catalogue."""

from __future__ import annotations

from agents.intent.tokens import listed, phrases

COLOURS = frozenset(
    listed(
        "black white grey silver red maroon burgundy crimson scarlet pink rose magenta fuchsia coral orange "
        "yellow mustard gold golden green olive lime mint emerald khaki teal turquoise cyan aqua blue navy "
        "cobalt indigo azure denim purple violet lavender lilac mauve plum brown tan beige camel cream ivory "
        "ecru taupe bronze copper charcoal multicolour ochre terracotta"
    )
)
SHADES = frozenset(
    listed(
        "light dark pale deep bright pastel neon hot royal sky baby forest heather midnight powder soft rich jet "
        "pitch snow "
        "steel ice electric petrol bottle army military sea moss sage ruby cherry blood brick dusty chocolate lemon "
        "canary "
        "burnt rust vivid muted washed"
    )
)
# a colour before another that only names its kind: "olive green" is olive where that is sold, else green
SHADED = phrases(
    "olive green,charcoal grey,mustard yellow,teal blue,teal green,khaki green,cream white,burgundy red,tan brown,"
    "camel brown,golden yellow,lime green,mint green,emerald green,silver grey,cobalt blue,navy blue,turquoise "
    "blue,"
    "rose pink,coral pink,rose gold,plum purple,lilac purple,gold yellow,maroon red,scarlet red,crimson red"
)
MADE_UP_MATERIALS = frozenset(listed("faux fake imitation synthetic artificial vegan pu"))
MATERIALS = frozenset(
    listed(
        "cotton wool leather suede linen silk polyester nylon denim cashmere merino fleece canvas velvet "
        "satin viscose rayon lycra spandex elastane acrylic bamboo corduroy mesh rubber ceramic porcelain "
        "glass steel wood plastic metal aluminium silicone hemp jersey tweed flannel gore-tex titanium "
        "stoneware brass"
    )
)
PATTERNS = frozenset({"polka dot"}) | frozenset(
    listed("striped plain checked plaid floral solid camouflage paisley geometric houndstooth tartan")
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
    trousers, pants, slacks, chinos, chino
    down jacket, puffer jacket, puffer, puffa jacket, puffy jacket, quilted jacket, padded jacket, down coat
    hiking boot, walking boot, hiking shoe, walking shoe, trekking boot, mountain boot, trail boot
    boot, boots, wellies, wellington boots, wellingtons, rain boots
    beanie, bobble hat, woolly hat, winter hat, wooly hat, knit cap, knitted hat
    pan, frying pan, skillet, frypan, fry pan, sauce pan, saucepan
    smartwatch, smart watch, fitness tracker, fitness watch, gps watch
    pump, pumps, heels, high heels, stilettos, court shoe
    blazer, suit jacket, sport coat, sports jacket
    dress, gown, frock, sundress
    shirt, blouse, dress shirt
    jacket, bomber jacket, shell jacket, jkt
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
    headphones, headphone, headset, over-ear headphones, over the ear headphones, headfones, cans
    earbuds, earphones, in-ear headphones, ear buds, earbud
    laptop, notebook computer
    phone, smartphone, mobile phone, cell phone, mobile
    speaker, loudspeaker
    lamp, table lamp, desk lamp, floor lamp, bedside lamp, reading lamp, reading light, night light
    cushion, throw pillow
    blanket, throw
    boot, boots
    sandal, flip flop, flip-flop
    loafer, slip-on, slip on, moccasin
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
    grey, gray, gery, greyish, gry
    black, blak, blck, blk, jet black
    white, whte, wite, wht
    green, gren, grene, grn
    brown, bron, brn
    blue, blu, bleu
    yellow, ylw, yelow
    light blue, sky blue, baby blue, pale blue, powder blue, pastel blue
    burgundy, wine red, bordeaux, claret, dark red, wine coloured
    charcoal, anthracite, charcoal grey
    multicolour, multicolor, multi-colour, multicoloured, colourful, multi
    maroon, oxblood
    navy, navy blue, dark blue, midnight blue
    beige, sand
    cream, off-white, off white, ivory, ecru, eggshell
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
    checked, plaid, check, checks, checkered, chequered, tartan, gingham
    dotted, polka dot, polka-dot, spotted, spotty, dots, polka dots, spots
    plain, solid, solid colour
    floral, flowers, flowery, flower print
    waterproof, water proof, rainproof, rain proof, watertight, waterproofed
    zip, zipper, zippered, zipped, zip up, zip-up, full zip
    laptop sleeve, laptop compartment, laptop pocket, padded laptop sleeve
    commuting, commute, commuter, commutes
    wedding, weddings
    faux leather, vegan leather, fake leather, imitation leather, synthetic leather, artificial leather, leatherette
    regular, regular fit, normal fit, standard fit, classic fit
    dimmable, dimming, dimmer
    water resistant, water-resistant, water repellent, showerproof
    warm, warmer, warmest, insulated, cosy, cozy, thermal, warmth
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
    swimming, swim, swims, swimwear
    golf, golfing
    4k, uhd, ultra hd, 4k uhd
    full hd, fhd, 1080p
    wi-fi, wifi, wlan
    multi-room, multiroom
    breathable, airy
    lightweight, light weight, light-weight
    windproof, wind proof, wind resistant, wind-resistant
    packable, foldable
    slim, slim fit, skinny
    relaxed, loose, baggy, relaxed fit, loose fit
    hooded, hood, with hood
    oversized, oversize, oversized fit
    men, men's, mens, male, man, man's, for him, gents, guys
    women, women's, womens, female, woman, woman's, ladies, lady's, for her
    kids, kid's, children, child, children's, kid
    unisex, gender neutral
    wireless, cordless, bluetooth
    noise cancelling, noise-cancelling, noise canceling, noise cancellation, noise cancelation, noise reducing, anc
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
        "wont mind care matter matters am expensive affordable inexpensive pricey actually anymore gimme lemme lets "
        "whats "
        "wheres hows whos thats theres also already yet ever etc somewhat absolutely definitely certainly probably "
        "possibly "
        "hopefully honestly basically literally seriously obviously wondering hoping thinking guess think know hmm hm "
        "ah oh "
        "er erm tad lot lots plenty few several pair pairs couple says said say tell haven't hasn't hadn't didn't "
        "wouldn't "
        "couldn't shouldn't won't weren't wasn't ain't you're you'd you've you'll they're they've he's she's gonna "
        "gotta "
        "kinda sorta cos cuz because since while until till through per via upon among between sure yep yup u ur r "
        "pls plz "
        "thx ty tho though although however anyway anyways alright else ones' everything nothing none never always "
        "often "
        "lookin searchin possible sth smth keep stay remain wear wearing worn meant mean sorry oops said asked "
        "mistake typo wait made "
        "brand brands "
        "sometimes  usually "
        "simply certain own "
        "myself yourself himself herself themselves ourselves itself"
    )
)
# words of dealing with a cart: no content in such a message
CART_WORDS = frozenset(
    listed(
        "add put cart basket bag remove take delete out change quantity amount total swap switch replace "
        "check checkout order pay buy compare difference between return refund track try watch tell more"
    )
)
# English words that are near to goods' names and mean something else
NO_SLIPS = frozenset(
    listed(
        "stand sand tablet snack violent make mouse point mental creamy dresser bloody baking battle strive train "
        "cooper "
        "flour packet part tell marker blush seater plan skill puff washes back denies stain cloth washer rubbed plant "
        "strike assure paste bubble scandal boost heater flora lather shot checker losses patrol coast computer "
        "computing "
        "hiding ponder trial saucer fight hiring biting knight officer wish tracked boil spout neural wholly police "
        "time "
        "serve healthy lounge prevent trait shipping scope studies threat healing handle stream cooling boxer label "
        "covert "
        "layer profession loving stopping cellar diner count batter wait clover presses basis tier mother father "
        "brother "
        "sister weather feather sugar velcro shore share short sheet sleep slipper glove gloves sock socks belt ring "
        "chair "
        "table desk bottle cable filter camera carpet curtain printer paper phone plate planet place plane print "
        "pound panel "
        "pastry pantry hotel house horse heart hair heavy health better butter letter ladder rather later water winter "
        "writer power strip standard night tight battery bitter rubber running morning evening wedding meeting summer "
        "simmer dinner winner number never lemon "
        "lamb limb lump lamps camp champ stamp coach couch cover clover color colon cotton carton custom costume "
        "casino "
        "cousin candle handle saddle bundle medium medal model mobile motion lotion lining living giving driving "
        "diving "
        "driver diver river silver sliver shiver server sweet sweat sheer shear spear spare space spice price prize "
        "bride "
        "pride broad bread breed trend tread thread treat threat great grate create crate skate state slate plate "
        "whole while white write smart start stars stairs skirt shirt squirt trousseau hood food good mood wood wool "
        "pool "
        "tool stool school scarf scare score store stone story style stale steel steal still stall small smell shell "
        "shelf "
        "shift swift sift gift lift drift draft craft crafts"
    )
)
