"""English wordings of searching, asking, adding, changing and paying."""

from __future__ import annotations

import re

from agents.intent.english.cue_rules import CART

CHECKOUT = re.compile(
    rf"^(?:buy|order|purchase)(?: please| now)?\W*$|\bcheck[ -]?(?:ing )?out\b(?! (?:these|this|that|those|the|some|"
    rf"your|our|what|how|my (?:cart|basket)))|"
    rf"\b(?:i(?:'d like| want|'m ready| would like)? to )?pay(?: (?:now|for (?:it|this|everything|them|these|"
    rf"all (?:of )?(?:it|this)|my (?:cart|order|stuff|things|basket|items))|by \w+|with \w+))*(?:\W*$| please| and )|"
    rf"\bcheck (?:me|us) out\b|"
    rf"\b(?:buy|purchase|order) (?:it|this|that|them|these|everything|all|all of (?:it|"
    rf"them))?(?: (?:right )?now| today| please| straight away| then)?\W*$|\b(?:buy|purchase|order) (?:it |this |that |"
    rf"them )?now\b|\bgo (?:ahead )?(?:to|and) (?:the )?(?:till|register|checkout|check out|payment|pay|buy|order)\b|"
    rf"\b(?:take|bring|get|send) me to (?:the )?(?:till|register|checkout|check out|payment)\b|"
    rf"\b(?:to|at) the (?:till|register|checkout)\b|"
    rf"\b(?:place|submit|send|process|complete|confirm|finish|make|take|do|start) (?:(?:the|my|an|this|our) "
    rf")?(?:order|purchase|payment|"
    rf"transaction)\b|"
    rf"\bproceed(?: to (?:the )?(?:payment|check ?out|pay|buy|order))?\W*$|\bring (?:it|me|this|them|these|"
    rf"everything) up\b|"
    rf"\b(?:ready|want|like|time) to (?:pay|check ?out|order|buy (?:it|this|these|them|everything|what's in))\b|"
    rf"\bready to (?:buy|purchase|go)\W*$|\b(?:wrap|finish) (?:(?:it|this|things) )?up\b|\blet's finish\b|"
    rf"\bfinali[sz]e\b|\btake my money\b|\bcharge (?:me|it|my card)\b|\bsettle (?:up|the bill)\b|^(?:the )?bill please|"
    rf"\b(?:buy|order|purchase|get) (?:everything|what's|whats|all|all the \w+|what is|the (?:stuff|items|things)) "
    rf"(?:in|from|"
    rf"i have in) my {CART}\b|\bthat's (?:it|all|"
    rf"everything),? (?:let me |let's |i'll )?(?:pay|check ?out|buy)"
)
ADD = re.compile(
    rf"\badd(?:ing)?\b|\b(?:put|throw|pop|stick|place|chuck|drop|toss|pack|stuff)\b.{{1,60}}\b(?:in|into|to|on)\b "
    rf"(?:my |the )?"
    rf"{CART}\b|\bthrow in\b|"
    rf"\banother one\b|\bone more\b(?! (?:question|thing|time))|\b(?:in|into|to) (?:my |the )?{CART}\b(?! (?:with|"
    rf"for)\b)"
)
TAKE = re.compile(
    r"\b(?:take|get|give|gimme|send|grab|buy|order|purchase|reserve|want|need|pick|choose|bag|(?<!you )have|go (?:for|"
    r"with)|"
    r"i(?:'ll|ll| will|'d| would) (?:like|have|love))"
    r"(?: to (?:buy|get|order|take|have|purchase))?(?: me)? "
    r"(?:the|that|this|it|them|these|those|both|one of|number|#|all (?:of )?(?:them|these|those))(?!\w)|"
    r"\bi(?:'ll| will) (?:take|have|buy|get|grab|order) (?:two|three|four|five|six|\d+)\b|\bthe .{1,30} (?:one )?it "
    r"is\b|"
    r"\bgimme (?:the|that|this|it|them|both|number|#|\d)|\bi'll (?:take|have|go)\b"
    r"|\b(?:that|this)(?:'s| is|s) the one\b|^(?:(?:perfect|great|good|nice|yes|ok|okay|lovely|yeah)[,!]? )+(?:that|"
    r"this) one"
    r"(?: please| then| thanks)?\W*$"
)
CHANGE = re.compile(
    r"\b(?:a )?size (?:up|down|bigger|smaller|larger)\b|\bgo (?:up|down) a size\b|\b(?:one|a) size (?:up|down)\b|"
    r"\bmake (?:it|that|them|the|this|those)\b|\bchange (?:it|that|the|my|to|size|colou?r|quantity|them)\b|"
    r"\bswitch (?:it|that|the|to|size|colou?r|them)|\bswap\b|\b(?:increase|decrease|reduce|raise|lower|up|cut|drop|"
    r"update|set|bump|put|turn)\b.{0,25}\b(?:quantity|qty|number|amount|(?:it|that|them) (?:up |down )?to|to "
    r"(?=\w+\W*$))\b|"
    r"\b(?:increase|decrease|reduce|raise|lower|bump|update)\b|"
    r"\b(?:quantity|qty)\b|\binstead of (?:just )?(?:one|two|three|four|five|\d)|\breplace\b|\b(?:double|triple|halve) "
    r"(?:it|that|them|the)\b|\b(?:different|another|bigger|smaller|larger) size\b(?=.*\b(?:it|that|my|the)\b)"
)
LIKE = re.compile(
    r"(?<!\bi )(?<!really )(?<!i do )\b(?:more |something |anything |one |ones )?(?:like|similar to|same as) (?:the|"
    r"that|this|number|#|it\b)"
)
ASK = re.compile(
    r"^(?:so |and |ok |okay |but |hmm |well |sorry |please |hi |hey |, )*(?:is|are|does|do|did|can|could|will|would|"
    r"has|have|"
    r"what|what's|whats|which|how|how's|who|why|when|where|tell me|any|describe|explain|am i|should)\b"
)
# asks for something to be done, in the form of a question
REQUEST = re.compile(
    r"^(?:so |and |ok |okay |but |hmm |well |sorry |please |hi |hey |, )*(?:can|could|would|will|may) (?:you|i|we) "
    r"(?:please |"
    r"just |also |maybe )*(?:show|find|get|have|add|buy|see|give|make|put|take|remove|search|look|change|order|"
    r"recommend|"
    r"suggest|pick|send|help|try|check|pay|swap|switch|like|bring|filter|sort|exclude|include|do|only)\b|^would you "
    r"mind\b"
)
FACTS = re.compile(
    r"^(?:the |any |more |see |show )?(?:specs?|specifications?|reviews?|details|ratings?|dimensions|measurements|care "
    r"instructions|size (?:chart|guide))(?: please)?\W*$|\bhow many (?:are |do you have )?(?:there )?left\b"
)
ASK_ABOUT = re.compile(
    r"\bprice (?:history|trend|chart|record)s?\b|"
    r"\b(?:(?:info|information|specs?|reviews?|ratings?) (?:on|about|of|for)|what(?:'s|s| is) (?:it|this|that) |tell "
    r"me (?:more )?about|more (?:info|information|details?) (?:on|about)|details? (?:of|on|"
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
SHOWS = re.compile(
    r"^(?:(?:please|ok|okay|can you|could you|can i|let me|i want to|i'd like to),? )*(?:show|see|view|open|look)\b"
)
SERVICE = re.compile(
    r"\b(?:any|do you (?:have|offer|do)|have you got|is there|are there|got)\b.{0,20}\b(?:discounts?|coupons?|"
    r"vouchers?|promos?|"
    r"promotions?|promo codes?)\b|"
    r"\b(?:is (?:the )?(?:delivery|shipping|postage) free|can i pay (?:with|by|using|in|on|later)|do you (?:ship|"
    r"deliver|take|accept|offer)|how (?:long|fast|soon|quickly|"
    r"much) .{0,20}\b(?:deliver|delivery|shipping|ship|take|arrive)|return policy|warranty|"
    r"payment methods?|opening hours|shipping cost|delivery cost|how does (?:shipping|delivery|"
    r"returns?|payment)|free returns|is it safe)\b"
)
MORE = re.compile(
    r"^(?:(?:please|ok|okay|no|nope|hmm|and|can you|could you|can i|do you|have you|i'd like to|i want to|let me),? )*"
    r"(?:(?:show|see|give|get|load|find|display)(?: me| us)? )?(?:(?:some|any|the|a few|a|even) )?"
    r"(?:more(?: (?:results|options|of (?:them|these|those)|like (?:these|those)|choices|items|products|please|"
    r"ideas))?|"
    r"(?:next|another)(?: (?:page|one|batch|few|results|ones|set))?|(?:other|different|further|additional) (?:ones|"
    r"options|"
    r"results|choices|things|items|products|stuff)|(?:something|anything|what|whatever) (?:else|different)(?: (?:do "
    r"you have|"
    r"have you got|is there|you have|you got|like (?:that|this)))?|better ones|others|(?:got|have) (?:any )?"
    r"(?:more|others|anything else))(?: please| for me| then| instead| you got)*\W*$|"
    r"\b(?:i )?(?:don't|do not|dont) (?:like|love|fancy|want) (?:these|those|them|any of (?:these|those|them))\b|"
    r"^(?:no,? |nope,? )?(?:none|neither|not (?:these|those|them|any)(?: ones)?)(?: of (?:these|those|them))?\W*$|"
    r"^(?:only |just |what's |is )?(?:any(?:thing)?|ones|those)? ?in stock\W*$|\b(?:in|for) my size\b|"
    r"\bnot (?:really )?(?:what i(?:'m| am|m)? (?:was )?(?:looking for|after|want(?:ed)?|mean|meant|had in mind)|"
    r"quite right|"
    r"my (?:style|taste))\b|\bnone of (?:these|those|them)\b"
)
RESET = re.compile(
    r"^(?:(?:please|ok|okay|no|let's|can we|i want to|i'd like to|just),? )*(?:start (?:over|again|afresh|from "
    r"(?:scratch|the "
    r"(?:beginning|start|top)))|begin again|reset(?: (?:everything|it all|the search|all|search))?|(?:a )?(?:new|"
    r"fresh) search|"
    r"from the top|forget (?:everything|all that|all of that)(?: i said)?)(?: please)?\W*$"
)
WISH_QUESTION = re.compile(
    r"\b(?:what|which|where|how|anything|something)\b.{0,30}\b(?:can|could|should|shall|would|do|to|might) (?:i|you|"
    r"we) "
    r"(?:get|buy|give|have|find|recommend|suggest|wear|sell|stock|carry|offer|bring)\b|\b(?:gifts?|presents?)\b|"
    r"^(?:got |have |is there |do you have )?(?:anything|something|stuff) (?:good |nice |suitable )?(?:for|with|to)\b"
)
SENTENCE = re.compile(r"\b(?:i|you|he|she|we|they|is|are|was|were|will|would|do|does|did|am|me|my|please)\b")
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
    r"(?<!without )\b(?:any|whatever|all) (?P<any>colou?rs?|sizes?|brands?|prices?|materials?)\b(?! (?:but|except|"
    r"other))|\b(?P<matter>colou?r|size|brand|price|material) (?:doesn't|does not|don't|isn't|"
    r"is not) (?:matter|important)|"
    r"\b(?:forget|drop|remove|ignore|scrap|lift|clear|reset|undo|never mind) (?:about )?(?:all )?(?:the |"
    r"of the |my )?(?P<gone>colou?r|size|brand|price|material|budget|price limit|filters?|limit|max price)\b|"
    r"\bno (?P<none>price limit|budget|limit|max)\b|\b(?:don't|do not|doesn't) (?:care|"
    r"mind)(?: (?:about|what|which))? (?:the )?(?P<care>colou?r|size|brand|price|material)|"
    r"\bno preference (?:on|for|about|in|regarding|as to) (?:the )?(?P<like>colou?r|size|brand|price|material)"
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
