"""English wordings that tell one kind of turn from another."""

from __future__ import annotations

import re

from agents.intent.tokens import listed
from tools.llm.contract import Kind

CART = r"(?:cart|basket|bag|trolley|shopping (?:cart|bag|basket))"
YES = frozenset(
    listed(
        "yes yeah yep yup yea sure ok okay k confirm confirmed approve approved agreed agree absolutely "
        "definitely correct right perfect fine exactly affirmative certainly aye y"
    )
)
YES_PHRASES = re.compile(
    r"\b(?:go ahead|do it|please do|sounds good|looks good|that's (?:fine|right|correct|great|good)|"
    r"of course|let's do it|"
    r"i (?:confirm|approve|agree)|all good|go for it|make it so|works for me|that works|proceed)\b"
)
YES_FILL = frozenset(listed("please thanks thank you that it this the is purchase order i to and then with"))
NO = re.compile(
    r"^(?:no|nope|nah|n|no thanks|no thank you|not now|not yet|cancel|stop|abort|never ?mind|nvm|"
    r"forget (?:it|that|about it)|"
    r"leave it|don't|do not|reject|decline|i changed my mind|changed my mind|quit|enough)$"
)
CANCEL = re.compile(
    r"\b(?:cancel (?:it|that|this|the (?:order|purchase|payment|checkout|approval)|my (?:order|"
    r"purchase)|everything|order)|"
    r"don't (?:buy|order|charge|pay|purchase)|do not (?:buy|order|charge|pay|purchase)|stop (?:the|"
    r"this|it)|never ?mind|"
    r"abort|call it off|i changed my mind|forget (?:it|the whole thing)|i don't want (?:it|this|"
    r"to buy (?:it|this|anything)) any ?more|hold off)\b"
)
CANCELS = re.compile(r"(?<!n't )(?<!not )\bcancel(?:l?ing)?\b")
CANCELS_PLACED = re.compile(  # an order of before, not what is being bought just now
    r"(?<!n't )(?<!not )\bcancel(?:l?ing)? .{0,20}?\b(?:(?:last|latest|newest|previous|recent|earlier|other|"
    r"yesterday's) (?:\w+ )?(?:order|purchase)|(?:order|purchase)s? (?:that )?(?:i|we)(?:'ve| have)? "
    r"(?:just |already )?(?:made|placed|bought|paid|did))\b"
)
SMALL_TALK = re.compile(
    r"^(?:(?:hi|hello|hey|hiya|howdy|yo|greetings|good (?:morning|afternoon|evening|day|night)|"
    r"thanks|thank you|thx|cheers|ta|"
    r"bye|goodbye|see you|see ya|how are you|how's it going|what's up|nice|cool|great|awesome|wow|lol|haha|lovely|"
    r"you're (?:great|welcome|funny)|who are you|what's your name|are you (?:a )?(?:bot|human|robot|real)|"
    r"(?:very|so|that's|thanks) (?:much|kind|helpful|nice|great)|a lot|there|doing|today|very much|so much|again|"
    r"for your help|for the help|have a (?:nice|good|great) (?:day|one|evening|weekend)|"
    r"have a nice one|that's all|all|guys|mate)\W*)+$"
)
RULES: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))  # type: ignore[misc]
    for kind, pattern in (
        (
            "human",
            r"\b(?:speak|talk|chat|connect me|transfer me|put me through)\b[^.?!]{0,20}\b(?:human|person|someone|"
            r"somebody|agent|representative|operator|staff|support|manager|advis[eo]r|people)\b|"
            r"\b(?:need|want|get me|give me) (?:a |an |the )?(?:human(?! hair)|real person|live agent|agent|"
            r"representative|"
            r"human being|operator|manager)\b|"
            r"^(?:a )?(?:human|real person|agent|representative|operator)(?: please)?\W*$|"
            r"\bcustomer (?:service|support|care)\b|\breal (?:human|person)\b",
        ),
        (
            "watch_price",
            r"\b(?:let me know|tell me|notify|alert|ping|message|email|text|remind)\b.{0,20}\b(?:when|if|"
            r"once|as soon as)\b.{0,40}\b(?:price|drop|drops|cheaper|goes down|falls?|below|under|on sale|"
            r"less than|costs)\b|\b(?:watch|track|monitor|follow|keep an eye on)\b.{0,15}\bprices?\b|"
            r"\bprice (?:alert|watch|drop alert|tracker)\b|\bwatch (?:it|this|that|the price)\b",
        ),
        (
            "return",
            r"\b(?:return|send back|send (?:it|this|that|them) back|refund|get my money back|money back|"
            r"exchange)\b(?! policy to)",
        ),
        (
            "track",
            r"\b(?:where(?:'s| is| are)|track|status of|status|locate|when will|when does|when's|has|"
            r"have you|did you)\b.{0,25}\b(?:my |the |an? )?(?:order|orders|parcel|package|delivery|shipment|"
            r"stuff|purchase)\b|\border status\b|\btrack(?:ing)?\b.{0,15}\b(?:order|parcel|package|number|"
            r"it)\b|\bwhere(?:'s| is) my\b|\bwhen will (?:it|they) (?:arrive|come|ship|be delivered)\b|"
            r"\bhas it shipped\b|\bmy orders\b|\border history\b",
        ),
        (
            "try_on",
            r"\btry (?:it|this|that|them|these|those|one|the [\w -]+?|number \d+|#\d+)? ?on\b|"
            r"\bvirtual(?:ly)? try|\btry-on\b|\bhow (?:would|will|does|do) .{1,30} look on me\b|"
            r"\bon my photo\b",
        ),
        (
            "clear_cart",
            rf"\b(?:empty|clear|reset|wipe)\b.{{0,20}}\b{CART}\b|\b(?:remove|delete|take out|"
            rf"get rid of) (?:everything|all (?:of it|items|the items)|it all|all)\b|\b{CART} empty\b|"
            rf"\bclear (?:everything|it all)\b|\bstart (?:over|again) with an empty\b",
        ),
        (
            "remove",
            r"\b(?:remove|delete|take out|take off|get rid of|drop|discard|ditch|kick out|lose|throw out|"
            r"scrap)\b|\btake\b.{1,40}\b(?:out|off|away)\b|\bi (?:don't|do not|"
            r"no longer) want the .{1,40}(?:any ?more|in my)\b|\bput .{1,30} back\b|\bno longer (?:want|"
            r"need) the\b",
        ),
        (
            "view_cart",
            rf"\b(?:show|view|see|open|check|display|review|look at|look in|list|what(?:'s| is| do i have)|"
            rf"what have i got|how (?:much|many)[\w ]*)\b.{{0,25}}\b(?:my|the|in(?: my|"
            rf" the)?)? ?{CART}\b(?! called)|^(?:my |the )?{CART}\W*$|\bwhat(?:'s| is) my total\b|"
            rf"\bwhat am i (?:buying|getting)\b|\bhow much (?:is|would|does) (?:it|everything|that|"
            rf"all of it) (?:all )?(?:come to|in total|altogether|all together)\b",
        ),
        (
            "compare",
            r"\bcompare\b|\bcomparison\b|\bdifferences?\b.{0,25}\bbetween\b|\bhow (?:does|do|is|"
            r"are) .{1,40} (?:compare|differ|different)\b|\bwhich (?:one |of (?:them|these|those|"
            r"the two) )?(?:is|are|would be|looks?|has|comes?) (?:the )?(?:better|best|warmer|warmest|"
            r"lighter|lightest|nicer|more|most|cheaper|bigger|smaller|stronger|faster)\b|\b(?:vs\.?|"
            r"versus)\b|\bis (?:the )?\w+(?: one)? (?:better|warmer|lighter|bigger) than\b",
        ),
    )
)
CHECKOUT = re.compile(
    rf"\bcheck ?out\b(?! (?:these|this|that|those|the|some|your|our|what|how|my (?:cart|basket)))|"
    rf"\b(?:i(?:'d like| want|'m ready| would like)? to )?pay(?: (?:now|for (?:it|this|everything|"
    rf"my (?:cart|order|stuff))|by \w+|with \w+))?(?:\W*$| please)|"
    rf"\b(?:buy|purchase|order) (?:it|this|that|them|these|everything|all|all of (?:it|"
    rf"them))?(?: (?:right )?now| today| please| straight away)?\W*$|\bbuy (?:it |this |that |"
    rf"them )?now\b|"
    rf"\bplace (?:the|my|an|this) order\b|\bcomplete (?:the|my|this) (?:purchase|order)\b|"
    rf"\bproceed to (?:payment|check ?out|pay|buy)\b|\bring (?:it|me|this) up\b|"
    rf"\b(?:ready|want|like) to (?:pay|check ?out|buy (?:it|this|these|them|everything|what's in))\b|"
    rf"\bfinish (?:the|my) (?:order|purchase)\b|\bfinali[sz]e\b|\btake my money\b|\b(?:buy|order|"
    rf"purchase) (?:everything|what's|all) in my {CART}\b|\bthat's (?:it|all|"
    rf"everything),? (?:let me |let's |i'll )?(?:pay|check ?out|buy)"
)
ADD = re.compile(
    rf"\badd\b|\b(?:put|throw|pop|stick|place|chuck)\b.{{1,60}}\b(?:in|into|to|on)\b (?:my |the )?{CART}\b|"
    rf"\banother one\b|\bone more\b|\b(?:in|into|to) (?:my |the )?{CART}\b"
)
TAKE = re.compile(
    r"\b(?:take|get|give|send|grab|buy|order|purchase|reserve|want|need|go (?:for|with)|i(?:'ll|"
    r" will|'d| would) (?:like|have))"
    r"(?: to (?:buy|get|order|take|have|purchase))?(?: me)? "
    r"(?:the|that|this|it|them|these|those|both|one of|number|#|all (?:of )?(?:them|these|those))(?!\w)|"
    r"\bi(?:'ll| will) (?:take|have|buy|get|grab|order) (?:two|three|four|five|six|\d+)\b"
)
CHANGE = re.compile(
    r"\bmake (?:it|that|them|the|this|those)\b|\bchange (?:it|that|the|my|to|size|colou?r|quantity|them)\b|"
    r"\bswitch (?:it|that|the|to|size|colou?r)|\bswap\b|\b(?:increase|decrease|reduce|raise|lower|"
    r"update|set|bump)\b.{0,25}\b(?:quantity|qty|number|amount|to|it)\b|"
    r"\b(?:quantity|qty)\b|\binstead of (?:one|two|three|\d)|\breplace\b|\b(?:double|halve) (?:it|that)\b"
)
LIKE = re.compile(
    r"\b(?:more |something |anything |one |ones )?(?:like|similar to|same as) (?:the|that|this|number|#|it\b)"
)
ASK = re.compile(
    r"^(?:so |and |ok |but |hmm |well )*(?:is|are|does|do|can|could|will|would|has|have|what|which|"
    r"how|who|why|when|where|tell me|any|describe|explain)\b"
)
ASK_ABOUT = re.compile(
    r"\b(?:tell me (?:more )?about|more (?:info|information|details?) (?:on|about)|details? (?:of|on|"
    r"about)|describe|what about|how about|"
    r"more about|specs? (?:of|for)|reviews? (?:of|for)|what(?:'s| is) the (?:material|price|fabric|"
    r"weight|size|warranty|delivery|brand|colou?r)|"
    r"how (?:much|long|heavy|big|warm|tall|wide|many \w+ left|fast|soon)|what (?:material|fabric|"
    r"sizes?|colou?rs?|brand)|"
    r"who (?:makes|sells|made)|is (?:it|this|that)|are (?:they|these|those)|does (?:it|this|that)|"
    r"do (?:they|these|those)|can (?:it|i (?:wash|machine|iron|put))|does the|is the|are the|"
    r"do you (?:ship|deliver|take|accept|offer)|delivery (?:cost|time|options)|shipping (?:cost|time|"
    r"options)|return policy|warranty|payment methods?|what payment|opening hours)\b"
)
SERVICE = re.compile(
    r"\b(?:do you (?:ship|deliver|take|accept|offer)|how (?:long|fast|soon|quickly|"
    r"much) .{0,20}\b(?:deliver|delivery|shipping|ship|take|arrive)|return policy|warranty|"
    r"payment methods?|opening hours|shipping cost|delivery cost|how does (?:shipping|delivery|"
    r"returns?|payment)|free returns|is it safe)\b"
)
HELP = re.compile(
    r"^(?:please )?help(?: me)?(?: please| out)?\W*$|\bwhat can (?:you|i) (?:do|ask|say)\b|"
    r"\bhow (?:does|do) (?:this|it|i use (?:this|it)|you|i (?:order|buy|pay|use|shop|check ?out|"
    r"search)\b.{0,20})(?: work)?\W*$|^(?:commands|instructions|menu|options|\?+|/help|what now|"
    r"what next)\W*$|\bi(?:'m| am) (?:lost|confused|stuck)\b"
)
SEARCH_VERB = re.compile(
    r"\b(?:show|find|search|look(?:ing)? for|i(?:'m| am) (?:after|looking|searching|shopping)|need|"
    r"want|recommend|suggest|got any|do you (?:have|sell|stock|carry)|"
    r"are there|is there|have you got|browse|interested in|would like|i'd like|looing for|lookin for|wish for|"
    r"in the market for|hunting for|buy|purchase|order|pick|what .{1,20} do you have|shop for|get me (?:a|some)|"
    r"give me (?:a|some)|any)\b"
)
REFINE_CUE = re.compile(
    r"^(?:but |and |or |also |ok |okay |actually |hmm |well |no,? |yes,? |please )*(?:only|just|not|"
    r"no|without|with|in|under|below|over|above|less|more|cheaper|around|about|instead|maybe|"
    r"something|anything|any|nothing|make|size|from|between|same|show me (?:more|other|different|"
    r"only|just|cheaper|something)|exclude|remove)\b|\b(?:ones|one|instead|them|these|those|too|"
    r"either|rather|as well|though)\b|\bhow about\b|\bwhat about\b|\bin (?!my|the cart)"
)
DROP = re.compile(
    r"\b(?:any|whatever|all) (?P<any>colou?rs?|sizes?|brands?|prices?|materials?)\b(?! (?:but|except|"
    r"other))|\b(?P<matter>colou?r|size|brand|price|material) (?:doesn't|does not|don't|isn't|"
    r"is not) (?:matter|important)|"
    r"\b(?:forget|drop|remove|ignore|scrap|lift|clear|never mind) (?:about )?(?:the |"
    r"my )?(?P<gone>colou?r|size|brand|price|material|budget|price limit|filters?|limit|max price)\b|"
    r"\bno (?P<none>price limit|budget|limit|max)\b|\b(?:don't|do not|doesn't) (?:care|"
    r"mind) (?:about|what|which) (?:the )?(?P<care>colou?r|size|brand|price|material)"
)
NAMES = {
    "colour": "color",
    "colours": "color",
    "colors": "color",
    "sizes": "size",
    "brands": "brand",
    "prices": "price",
}
NAMES |= {
    "materials": "material",
    "budget": "price",
    "price limit": "price",
    "limit": "price",
    "max price": "price",
    "max": "price",
}
LINE = re.compile(r"\blines? #?\d")  # only a cart has lines
