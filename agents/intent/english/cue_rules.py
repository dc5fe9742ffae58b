"""English wordings that name a kind of turn outright, the surest first; `kinds.judge` weighs the rest."""

from __future__ import annotations

import re

from tools.llm.contract import Kind

CART = r"(?:cart|basket|bag|trolley|shopping (?:cart|bag|basket))"
_ORDER = (
    r"(?:orders?|parcels?|packages?|deliver(?:y|ies)|shipments?|stuff|purchases?|things?|items?|goods|boots|shoes|"
    r"jacket|mug|dress)"
)
_SENT = r"(?:orders?|parcels?|packages?|deliver(?:y|ies)|shipments?|purchases?|stuff)"
_HUMAN = (
    r"(?:humans?|(?:real |actual |live |other )?persons?|someone|somebody|anyone|anybody|agents?|representatives?|"
    r"reps?|"
    r"operators?|staff|support|managers?|supervisors?|advis[eo]rs?|people|employees?|associates?|colleagues?|"
    r"sales ?(?:wo)?m[ae]n|assistants?|boss)"
)
_FALLS = (
    r"(?:prices?|drops?|dropped|cheaper|goes down|comes down|falls?|below|under|on sale|on offer|less than|costs?|"
    r"discount(?:ed)?|reduced|lower|deal|sales?)"
)
_BROKEN = r"(?:broken|damaged|defective|faulty|cracked|torn|ripped|shattered|scratched|in pieces|dead|incomplete)"
_BETTER = (
    r"(?:better|best|warm(?:er|est)|light(?:er|est)|nicer|nicest|more|most|cheap(?:er|est)|big(?:ger|gest)|"
    r"small(?:er|est)|strong(?:er|est)|fast(?:er|est)|soft(?:er|est)|heav(?:ier|iest)|thick(?:er|est)|"
    r"larg(?:er|est)|tough(?:er|est)|good value)"
)
_PATTERNS: tuple[tuple[Kind, str], ...] = (
    (
        "human",
        rf"\b(?:speak|talk|chat|connect(?: me)?|transfer(?: me)?|put me through|get through|pass me(?: on)?|hand me "
        rf"over|"
        rf"escalate)\b[^.?!]{{0,30}}\b{_HUMAN}\b|"
        rf"\b(?:need|want|get me|give me|prefer|get hold of|rather have) (?:a |an |the |your )?"
        rf"(?:human(?! hair)|real person|live (?:agent|person|chat)|agent|representative|human being|operator|manager|"
        rf"supervisor|actual person|person)\b|"
        rf"^(?:a |an )?(?:human|real person|live agent|agent|representative|operator|live chat|manager)"
        rf"(?: being)?(?:,? please)?\W*$|"
        rf"\bcustomer (?:services?|support|care)\b|\b(?:real|actual|living|live) (?:human|person|people)\b|"
        rf"\b{_HUMAN}\b.{{0,12}}\b(?:real|human|i can (?:talk|speak)|(?:to (?:talk|speak)))|"
        rf"\bnot (?:a|another|some) (?:bot|robot|machine|computer|ai)\b|\b(?:phone|telephone|hotline) number\b|"
        rf"\b(?:call|phone|ring) me\b(?! (?:when|if|up\b))|\bcan i (?:call|phone|email|contact) (?:you|someone|"
        rf"support)\b|"
        rf"\b(?:contact|reach) (?:support|the (?:shop|store|seller|team)|you|your team)\b|\bescalate\b|\bhelp ?desk\b|"
        rf"\b(?:an?|any|some|real) (?:person|human|someone|people) (?:help|assist|call|answer|deal)\b|^contact(?: "
        rf"us)?\W*$|"
        rf"\b(?:make|file|have|lodge) a complaint\b|\bcomplain\b|^complaints?\W*$|\b(?:bot|robot|machine|thing|chat) "
        rf"is "
        rf"(?:so |totally |completely )?(?:useless|stupid|dumb|rubbish|hopeless)\b|"
        rf"\btired of (?:this|the|talking to an?) (?:bot|robot|machine)\b",
    ),
    (
        "watch_price",
        rf"\b(?:let me know|tell me|notify|alert|ping|message|e-?mail|text|remind|inform|shout|drop me a (?:line|note)|"
        rf"write to me|heads[ -]up)\b.{{0,25}}\b(?:when(?:ever)?|if|once|as soon as|in case|the moment|"
        rf"about)\b.{{0,40}}"
        rf"\b{_FALLS}\b|"
        rf"\b(?:watch|track|monitor|follow|keep (?:an eye|a look ?out|watch|tabs)(?: on)?|"
        rf"observe)\b.{{0,25}}\bprices?\b|"
        rf"\bprice[ -](?:alerts?|watch|drops?(?: alerts?)?|tracker|tracking|notifications?)\b|\bwatch (?:it|this|that|"
        rf"them|the (?:\w+ )?(?:one|price)|number \d)\b|\b(?:keep (?:an eye|tabs) on|watch out for) (?:it|this|that|"
        rf"the|these)\b|\b(?:set|create|make) (?:up )?an? (?:price )?alert\b|"
        rf"\b(?:if|when|once)\b.{{0,40}}\b{_FALLS}\b.{{0,30}}\b(?:let me know|tell me|notify me|alert me|ping me)\b|"
        rf"^(?:please )?(?:alert|notify|ping) me(?: please)?\W*$|\bkeep me (?:posted|updated|"
        rf"informed)\b.{{0,20}}\bprices?\b|"
        rf"\bwait (?:for|until|till) .{{0,25}}\b(?:sale|price drop|drops?|cheaper|on sale|falls?|comes down)\b",
    ),
    (
        "return",
        rf"\b(?:returns?(?! to (?:the )?(?:results|search|list|home|start|shop))|returning|returned|send (?:\w+ "
        rf"){{1,5}}back|"
        rf"sending (?:\w+ ){{1,5}}back|send back|sending back|refund(?:s|ed)?|money back|exchanges?|exchanging|"
        rf"reimburse(?:d|ment)?|rma|bring (?:\w+ ){{1,4}}back|give (?:it|them|this|these) back)\b|"
        rf"\b(?:arrived|came|is|was|are|were|it's|they're|got|received|turned up|delivered|sent "
        rf"me)\b.{{0,15}}\b{_BROKEN}\b|"
        rf"\b(?:wrong|different|other) (?:\w+ )?(?:item|size|colou?r|product|thing|order|one|model|goods)s? (?:was |"
        rf"were |"
        rf"has been |got )?(?:delivered|sent|arrived|came|shipped|turned up)\b|"
        rf"\b(?:sent|got|received|delivered|shipped|gave)\b(?: me| us)? (?:the |a |an )?(?:wrong|damaged|broken|"
        rf"defective|"
        rf"faulty)\b|"
        rf"\bmy (?:\w+ ){{1,3}}(?:has |have |just )?(?:stopped working|broke|fell apart|ripped|died|(?:is|are) "
        rf"{_BROKEN})\b|"
        rf"\b(?:swap|change|replace)\b.{{1,30}}\b(?:i|we) (?:just |already )?(?:bought|ordered|received|got|"
        rf"purchased)\b|"
        rf"\b(?:(?:do|does|did)(?:n't| not) fit(?: me)?|too (?:small|big|tight|large|short|long)|not as described|"
        rf"stopped working|(?:do|does)(?:n't| not) work)\b(?=.*\b(?:bought|ordered|received|arrived|back|replac\w+|"
        rf"came)\b)|\b(?:bought|ordered|received|arrived|came)\b.{{1,40}}\b(?:(?:do|does|did)(?:n't| not) fit|"
        rf"too (?:small|big|tight|large|short|long)|not as described|stopped working|(?:do|does)(?:n't| not) work)\b|"
        rf"\b(?:need|want|send me|get) an? replacement\b(?! (?:filter|part|strap|lid|cable|bulb|for (?!my order)))",
    ),
    (
        "track",
        rf"\b(?:where(?:'s|s| is| are|'re| did)|track|trace|status of|status|locate|follow|when will|when does|when's|"
        rf"when is|when are|has|have you|did you|how far(?: away| along| off)? (?:is|are)|check on|"
        rf"what(?:'s|s| is) (?:happening|going on|up|the (?:status|eta|progress|news))(?: with| of| on| to| about)?|"
        rf"what happened (?:to|with)|any (?:news|updates?|word|info|sign)(?: on| about| of| from| regarding)?)\b"
        rf".{{0,15}}\b(?:my|our) (?:\w+ ){{0,2}}?{_ORDER}\b|"
        rf"\b(?:where(?:'s|s| is| are)|track|trace|status of|locate|has|what happened to|any (?:news|updates?)(?: on| "
        rf"about|"
        rf" of)?|how far is|when will|when does|when is)\b (?:(?:the|that|this|an?|last|recent) ){{0,2}}{_SENT}\b|"
        rf"\b(?:order|delivery|shipping|parcel|package) (?:status|tracking|updates?|progress|eta)\b|^status\W*$|"
        rf"\btrack(?:ing)?\b.{{0,15}}\b(?:order|parcel|package|number|delivery|shipment|it)\b|^(?:the )?eta\W*$|"
        rf"\bwhere(?:'s|s| is| are|'re) my\b|\bwhen (?:will|do|does|can|should|would|are) (?:it|they|i|we|"
        rf"you)\b.{{0,20}}\b"
        rf"(?:arriv\w+|come|ship|be delivered|be here|get here|get (?:it|them|my)|receive|expect|deliver (?:it|my|"
        rf"them))\b|"
        rf"\bhas (?:it|my \w+) (?:been )?(?:shipped|left|arrived|sent|dispatched|delivered)\b|"
        rf"\bi (?:ordered|bought)\b.{{1,60}}\b(?:haven't|hasn't|have not|has not|never|didn't|not) .{{0,12}}(?:come|"
        rf"came|"
        rf"arrived?|received?|here|got|shown|turned)\b|\bcheck (?:on )?my order\b|"
        rf"^(?:(?:my|the) order|(?:my )?(?:parcel|package|tracking|shipment))\W*$|\bmy (?:last )?orders\b|"
        rf"\border history\b|\b(?:my|the|our) {_ORDER}\b.{{0,20}}\b(?:(?:never|not|n't|still) .{{0,12}}(?:arriv\w+|"
        rf"come|came|here|"
        rf"show\w* up|turn\w* up|ship\w*|deliver\w*)|(?:is|are|seems?) (?:late|delayed|lost|missing|stuck|overdue))\b|"
        rf"\b(?:haven't|have not|didn't|did not|never|not|yet to) (?:yet )?(?:received?|gotten?|got|get|seen) "
        rf"(?:my|the|any|our) {_ORDER}\b|\b(?:still )?waiting (?:for|on) my {_ORDER}\b|\b(?:is|are) my {_ORDER} "
        rf"(?:\w+ ){{0,2}}(?:here|coming|shipped|sent|late|delayed|dispatched|delivered|on (?:its|the|their) way)\b|"
        rf"\bfind my (?:order|parcel|package|delivery)\b|\bwhen (?:is|are) my\b",
    ),
    (
        "try_on",
        r"\btry(?:ing)? (?:it|this|that|them|these|those|one|the [\w -]{1,30}?|number \d+|#\d+|\d)? ?on\b|"
        r"\bvirtual(?:ly)?[ -](?:try|fitting|dress|mirror|wardrobe)|\btry-?on\b|\bfitting room\b|"
        r"\bhow (?:would|will|does|do|might) .{1,40} (?:look|fit|sit|suit)(?: like)? (?:on )?me\b|"
        r"\b(?:look|looks|see|show|put|picture|imagine|model)\b.{0,30}\bon (?:me|myself|my (?:body|photo|picture|face|"
        r"feet))\b|"
        r"\bon (?:my|a|this) (?:photo|selfie|picture of me(?:self)?)\b|\bhere(?:'s| is) (?:my|a) (?:photo|selfie)\b|"
        r"\b(?:see|show|picture|imagine) (?:me|myself) (?:in|wearing|with)\b|\bwould .{1,25} suit me\b|"
        r"\bwearing (?:it|this|that|the (?:first|second|third|last))\b|\bwhat (?:would|will|do) i look like\b",
    ),
    (
        "clear_cart",
        rf"\b(?:empty|emptying|clear|reset|wipe|dump|trash)\b.{{0,20}}\b{CART}\b|\b(?:remove|delete|take out|discard|"
        rf"scrap|dump|"
        rf"get rid of|throw out|bin|cancel) (?:absolutely )?(?:everything|all(?: of (?:it|them|the (?:items|things))| "
        rf"items|"
        rf" the (?:items|things|stuff|goods)| it| products)?|it all|the lot|the whole (?:lot|{CART}))(?: (?:from|in|"
        rf"out of) "
        rf"(?:my |the )?{CART})?(?: please)?\W*$|\b{CART} empty\b|\btake (?:everything|it all|all of (?:it|them)) "
        rf"out\b|"
        rf"\b(?:clear|wipe|trash) (?:everything|it all|it|all|them all)\W*$|\bempty (?:it|everything)\W*$|"
        rf"\bstart (?:over|again|afresh) with an empty\b|\bnothing (?:left )?in (?:my|the) {CART}\b|"
        rf"\b(?:throw|take|get) (?:everything|it all) (?:away|out|off)\b",
    ),
    (
        "remove",
        r"\b(?:remove|delete|take out|take off|get rid of|drop(?! (?:me|us) )|discard|ditch|kick out|lose|throw out|"
        r"scrap|"
        r"erase|cross off|strike|bin|toss|cut|chuck out|leave out|un-?add)\b|\b(?:take|leave|throw|kick|pull|cross)\b"
        r"(?:(?!\bcheck(?:ing)?\b).){1,40}\b(?:out|off|away)\b(?! of the (?:box|park))|"
        r"\bi (?:don't|do not|dont|no longer|changed my mind about|won't) (?:want|need|be needing)? ?"
        r"(?:the|that|those|these) .{1,40}(?:any ?more|in my|after all|now)\b|"
        r"\bput .{1,30} back\b|\bno longer (?:want|need) (?:the|that|it)\b|\bchanged my mind about the\b",
    ),
    (
        "view_cart",
        rf"\b(?:show|view|see|open|check(?! ?out)|display|review|look|list|go|take me|back|what(?:'s|s| is)?|how "
        rf"(?:much|many)|anything|is)\b.{{0,25}}\b(?:my (?:shopping )?(?:cart|basket|bag|trolley)|the (?:cart|basket|"
        rf"trolley)|in "
        rf"the bag)\b(?! called)|\b(?:show|view|see|open|check|display|review|go to|whats in)(?: me)? (?:the "
        rf")?{CART}\W*$|"
        rf"^(?:(?:my |the |to )?(?:shopping )?(?:cart|basket|trolley)|(?:my|the) bag)(?: (?:please|contents?|total|"
        rf"items))*\W*$|"
        rf"\b(?:what(?:'s|s| is)|how much is|show|give me) (?:my|the) (?:sub ?-?total|total|bill|current total)\b|"
        rf"\bwhat am i (?:buying|getting)\b|\bhow much (?:is|would|does|will|are|do|did) (?:it|everything|that|this|"
        rf"they|i|"
        rf"we|all of (?:it|them|this)|my (?:order|stuff|things|items))\b.{{0,12}}\b(?:come to|in total|altogether|all "
        rf"together|total|owe|add up to|so far|spent)\b|\bwhat (?:have i|i have|i've|did i) (?:got|added|picked|chosen|"
        rf"add|pick|choose|selected?|put in)(?: so far| already| in there)?\W*$|\bso far\?*$|"
        rf"\bhow many (?:things|items|products|pieces) (?:do i have|have i got|are (?:there|in there))\b|\bhow much "
        rf"(?:will|would) "
        rf"(?:that|it|this|everything|it all) (?:all )?be\b|\bwhat (?:do|will|would) i (?:have to |need to )?(?:pay|"
        rf"owe)\b|"
        rf"^(?:so |and )?what(?:'s|s| is) in (?:there|it)\W*$|"
        rf"\b(?:my|current) (?:items|selection|picks|shopping list)\W*$|^(?:sub ?-?)?total\W*$",
    ),
    (
        "compare",
        rf"\bcompar(?:e|ing|ison)s?\b|\bdifferences?\b|\bhow (?:does|do|is|are) .{{1,40}} (?:compare|differ|different|"
        rf"stack up|measure up)\b|\bdiffers?\b|\bwhich (?:one|of (?:them|these|those|the (?:two|three|four))|is|"
        rf"are)?(?: (?:is|are|"
        rf"would "
        rf"be|looks?|has|comes?|do|would|should|offers?|feels?|lasts?|sounds?|fits?))? ?(?:the )?{_BETTER}\b|\bvs\b\.?|"
        rf"\bversus\b|\bside by side\b|\bpros and cons\b|\bis (?:the )?\w+(?: one)? {_BETTER} than\b|"
        rf"\b(?:what|who)(?:'s|s| is| are)? (?:the )?(?:better|best)(?: one| choice| option| of)?\b.{{0,40}}\bor\b|"
        rf"\bwhat sets (?:them|these|the)\b|\bwhich (?:one |of (?:them|these|those|the (?:two|three)) )?(?:should|"
        rf"would|do|"
        rf"shall|could|can) (?:i|you|we) (?:get|buy|choose|pick|take|recommend|suggest|prefer|go for|advise|say)\b|"
        rf"\bweigh .{{1,30}} against\b|\b{_BETTER}[,:]? (?:the )?(?:first|second|third|1|2|3|ones?)\b.{{0,15}}\bor\b",
    ),
)
RULES: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple((kind, re.compile(pattern)) for kind, pattern in _PATTERNS)
