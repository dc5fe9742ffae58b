"""How English says yes, no, "but" and "by the way": the wordings that `signs` counts. All lower-case."""

from __future__ import annotations

import re

from agents.intent.tokens import listed

_FINE = (
    r"(?:good|great|fine|nice|lovely|perfect|wonderful|excellent|awesome|amazing|fantastic|brilliant|ok|okay|right|"
    r"correct|accurate|all ?right|alright|super|cool|terrific|splendid|ideal|acceptable|delightful|helpful|ready|"
    r"in order|confirmed|approved|agreed|the (?:plan|one|idea|right one|ticket)|it|so|(?:exactly )?what i (?:\w+ )?"
    r"(?:want|wanted|need|needed|said|asked for|meant|had in mind)|exactly it|a deal|a plan)"
)
_VERY = (
    r"(?:(?:just|very|really|pretty|so|quite|all|absolutely|totally|perfectly|exactly|indeed|still|entirely|like) )*"
)
_LINK = r"(?:is|are|'s|'re|sounds?|looks?|seems?|works?|was|will be|would be|should be|'ll be|'d be|appears?)"
_THAT = (
    r"(?:th?at|this|it|its|thats|these|they|those|all|ye|everything|all (?:of )?(?:this|that|it)|(?:all )?the details|"
    r"all details|the information|which)"
)
_SURE = (
    r"(?:yes|yess+|y(?= *(?:$|[.!]))|ofc|approve|yeah|yep|yup|yea|ya|ye|yah|aye|sure|surely|sure thing|absolutely|"
    r"definitely|certainly|of course|by "
    r"all "
    r"means|exactly|precisely|correct|affirmative|confirm(?:ed)?|agreed|approved|indeed|you bet|for sure|totally|"
    r"please "
    r"do|go ahead|go for it|do it|(?:let's|lets) (?:do (?:it|this|that)|go)|i do|i would|i am|i (?:confirm|agree|"
    r"approve)|"
    r"you got it|you(?:'ve| have) got it(?: right)?|no objections?|no doubt|thumbs up|make it so|with pleasure|nailed "
    r"it|you(?:'re| are) (?:right|correct)|you have (?:it|that|this) (?:right|correct)|right on|spot on|no (?:changes|"
    r"corrections)(?: needed| required)?|nothing to change|(?:that|it)(?:'s| is) a (?:yes|go|deal)|they (?:are|do)|"
    r"(?:it|that) (?:is|does)(?= *(?:$|[,.!]))|sounds about right|i(?:'d| would) (?:love|like|appreciate) (?:that|it|"
    r"this)|i want (?:it|this|that|them)(?= *(?:$|[,.!]))|i(?:'d| would) (?:love|like) to(?= *(?:$|[,.!])))"
)
_WELCOME = (
    r"(?:oh|um|uh|ah|great|perfect|cool|okay|ok|well|awesome|nice|good|alright|all right|wow|so|and|hi|hey|hello|fine)"
)

STRONG = re.compile(
    rf"^(?:{_WELCOME}[ ,.!]+)*(?:{_SURE}\b|{_THAT} ?{_LINK} {_VERY}{_FINE}\b|(?:sounds|looks|works|seems) "
    rf"{_VERY}{_FINE}\b|"
    rf"{_THAT} (?:works|will do|will work|would work|should work|suits me|does it)\b|(?:thats|its) {_VERY}{_FINE}\b|"
    r"that'll (?:work|do)\b|(?:works|good|fine|ok|okay|great|perfect) (?:for|with|by|to) me\b|i(?:'m| am) (?:good|"
    r"fine|ok|"
    r"okay|happy) with (?:that|this|it)\b)"
)
SURELY = re.compile(
    r"(?:yes|yeah|yep|yup|sure)\b(?!\W+(?:is|are|was|does|will|can|what|who|how|really)\b)(?:\W+\w+){2}"
)
YES = re.compile(
    rf"\b(?:{_SURE}|ok|okay|okey|k|kk|right|perfect|great|excellent|awesome|fine|good|cool|super|nice|wonderful|"
    rf"fantastic|lovely|brilliant|alright|all right|all good|deal|proceed|continue|accept(?:ed)?|spot on|"
    rf"{_THAT} ?{_LINK} {_VERY}{_FINE}|(?:sounds?|looks|works|seems) {_VERY}{_FINE}|"
    rf"{_THAT} (?:works|will do|will work|would work|should work|suits me|does it)|(?:thats|its) {_VERY}{_FINE}|"
    r"that'll (?:work|do)|(?:works|good|fine|great|perfect) (?:for|with|by|to) me|suits me|i(?:'ll| will) take (?:it|"
    r"them)|"
    r"(?:buy|order|book|take|get|reserve|purchase) (?:it|them|this|that|these|those)|place (?:it|the order|my order)|"
    r"that's it|please|green light|ready|i(?:'m| am) (?:good|fine|ok|okay|happy) with (?:that|this|it))\b"
)
NO_START = re.compile(
    r"^(?:(?:um|uh|oh|well|hmm+|sorry|actually|thanks|ah|er|ok|okay|wait)[,. ]+)*(?:no|nope|nah|naw|non|not|never|"
    r"negative|neither|none|nothing|n)\b|^(?:absolutely|definitely|certainly|surely|of course|sure|obviously|why|"
    r"hell) no[tpe]?\b"
)
NO = re.compile(
    r"\b(?:no|nope|nah|not|never|nor|neither|\w+n't|cannot|dont|doesnt|didnt|wont|cant|isnt|arent|wouldnt|shouldnt|"
    r"cancel\w*|stop|abort|never ?mind|nvm|forget|wrong|incorrect|mistake|hold (?:on|off|it|up)|hang on|refuse|reject|"
    r"decline|deny|disagree|changed my mind|leave (?:it|that|them)|skip|pass|later|wait|nothing|none|too (?:\w+ )?(?:"
    r"expensive|much|big|small|late|early|long|short|high|many|pricey|far|soon|dear|risky)|delete|remove|undo|quit|"
    r"on second thought|second thoughts|over my dead body|another (?:time|day)|some other (?:time|day)|take (?:it|"
    r"that) "
    r"back|scam|rip-?off|refund|regret|hate|unfortunately|afraid)\b"
)
TURN = re.compile(
    r"\b(?:but|however|except|although|though|tho|instead|rather|change[sd]?|actually|switch|if|unless|until|till|"
    r"provided|providing|assuming|as long as|so long as|on condition|depends|without|prefer|different|another|other|"
    r"others|else|swap|replace|update|modify|edit|correction|i meant?|should have|only|apart from|yet|(?<!the )first|"
    r"after|before|once|when|whenever|as soon as|cheaper|less|fewer|more|extra|each|apiece|per|half(?! past)|plus|add|"
    r"also (?:add|buy|get|order)|"
    r"than|or|minus|elsewhere|and then|discount|coupon|free)\b"
)
MAKE_IT = re.compile(r"\bmake (?:it|that|this|them|those)\b")
HEDGE = re.compile(
    r"\b(?:maybe|perhaps|possibly|probably|might|guess|suppose|think|thinking|dunno|unsure|hmm+|hm|kind of|sort of|"
    r"kinda|"
    r"sorta|let me (?:see|check|think)|yeah,? right|yea,? right|as if|suuu+re|su+re+ jan|sure,? sure|yeah,? yeah|"
    r"yeah,? "
    r"nah|in your dreams|dream on|like hell|the hell|hell|fat chance|lol|lmao|haha+|rofl|whatever|wait and see|"
    r"(?<!what i )said|says|"
    r"say|asked|tells?|told|pretend|ignore|instructions?|prompt|system|override|assistant|decision|json|yes or no|"
    r"yes ?/ ?no|almost|nearly|partly|sleep on it|ask my|ask (?:him|her)|not sure|excuse me|really\?|whoa|ugh|"
    r"i wish(?! to\b)|would have|could have|supposedly|allegedly|sarcas\w+|quote|literally never|as i can|obviously "
    r"not|cool it|(?:like|as though|as if) i|too good|for now|for today|that would be all|(?:that's|that is|thats) "
    r"it,? (?:then|thanks|thank you))\b|\^/s\b"
)
DECLINES = re.compile(  # to an offer: "That's okay." is as often a no
    r"^(?:it'?s|it is|that'?s) (?:(?:ok|okay|alright|all right)(?:[ ,]+(?:thanks?|thank you))?|fine)\W*$"
)
OFFERING = re.compile(
    r"\b(?:would you like|do you (?:want|wish|need)|want me|(?:shall|should|can|may|could) (?:i|we)|wanna|interested)\b"
)
LEAVING = re.compile(
    r"\b(?:bye|goodbye|good ?night|see you|that(?:'s| is| will be|'ll be|s) all|that(?:'s| is) everything|nothing else|"
    r"have a (?:nice|good|great)|(?:i(?:'m| am)|we(?:'re| are)) (?:done|good|fine|ok|okay|all set|set|"
    r"alright)(?! (?:with|to))|all set)\b"
)
THANKS = re.compile(r"\b(?:thanks|thank you|thx|ty|cheers|appreciate[d]?)\b")
WISH = re.compile(
    r"\b(?:i(?:'d| would)? (?:like|love|want|wish|need)(?: to)?|i(?:'m| am) interested in|(?:can|could|would|will) you|"
    r"i(?:'ll| will)|please|let's)\b"
)
POLITE = re.compile(
    r"\bnot a problem\b|\bno problem(?:o)?\b|\bwhy not\b|\bno worries\b|\bno doubt\b|\bno objections?\b|\bif you "
    r"(?:can|could|"
    r"please|don't mind|would(?: please)?|will)\b|\bif (?:possible|that's (?:ok|okay|fine|possible))\b|\bdon't "
    r"(?:worry|"
    r"mind)\b|\bcan(?:'t|not) wait\b|\bcouldn't agree more\b|\bthan(?:k|ks) again\b|\bonce again\b|\bone more (?:thing|"
    r"question)\b|\bmore (?:info|information|details)\b|\bi (?:think|believe) (?=(?:so|that|this|it|it's|that's|"
    r"everything|you)\b)|\bby the way\b|\bbtw\b|\bas well\b|"
    r"\bplease tell me\b"
)
_WHEN = r"when(?! (?:it|i|we|they|you|he|she|the)\b)"
_INFO = (
    r"(?:the |their |its |his |her |your |a |some |more |any )?(?:\w+ ){0,2}(?:phone numbers?|telephone|contact|"
    r"address|"
    r"number(?! of)|prices?|costs?|fare|rating|name|location|website|details|info|information|directions|hours|menu|"
    r"total)\b"
)
ASKS = re.compile(
    r"\?\s*$|^(?:(?:and|also|but|then|please|ok|okay|so|oh|by the way|btw|just|now|great|perfect)[ ,]+)*"
    r"(?:while [a-z ]{1,40}, (?:also )?)?(?:"
    r"(?:does|do (?!it\b|that\b|so\b|this\b|go\b)|is|are|can|could|will|would you) \w+|(?:what|which|who|whom|whose|"
    rf"{_WHEN}|where|how|why|whats|hows|wheres|whos)(?:'s|'re)?\b|may i|(?:kindly )?(?:tel+ (?:me|us)|let (?:me|us) "
    rf"know|"
    r"find out|look up|(?:check|see) (?:if|whether|what|how|when|where)|provide|show me|give their|"
    r"i(?:'d| would) (?:also )?(?:like|love|want) to know|i(?: also)? (?:need|want|wish) to know|"
    rf"(?:i(?: also)? (?:need|want|wish for)|i(?:'d| would) (?:also )?(?:like|love|need)(?: to (?:have|get))?|(?:give|"
    rf"get|send|"
    rf"text|email)(?: me| us)?) {_INFO}|give me (?:the|their|its|your|some|more|all)|i(?:'m| am) (?:curious|wondering)|"
    r"i wonder)\b)"
)
_QUESTION = (
    r"(?:(?:can|could|would|will) you|(?:can|could|may) (?:i|we)|do (?:they|you)|does|is (?:it|there|the|that|this)|"
    r"are "
    r"(?:they|there)|tel+ (?:me|us)|let (?:me|us) know|find out|give me (?:the|their)|please (?:tell|give|let|provide|"
    r"send|"
    r"find)|what(?:'s| is| are)|how (?:much|many|long|far)|where|who (?:is|are)|i (?:also )?(?:need|want) to know|i "
    r"wonder)\b"
)
PARTS = re.compile(
    r"(?<=[.!?;。！？；])\s*(?![0-9])|\s+[-–—]\s+|,\s*(?=(?:and |also |but |oh |by the way |please )*(?:what|"
    rf"which|who|{_WHEN}|where|how|why|can|could|does|do you|is|are|may i|tell|tel|let me|whats|what's|find out)\b)"
    r"|\s+(?:and|also|so)\s+(?=(?:also |now )?(?:what|which|who|when|where|how|can you|can i|could you|could i|does|is "
    r"(?:it|there|the|that)|are (?:they|there)|may i|tell me|let me know|give me|do (?:they|you) |please (?:tell|give|"
    r"let))\b)"
    r"|(?:(?<=\byes)|(?<=\byeah)|(?<=\byep)|(?<=\bsure))\s+(?=(?:is|are|does|do you|can|could|will|would|may|what|"
    r"which|who|"
    r"when|where|how)\b)"
    rf"|(?<!and)(?<!also)(?<!please)(?<!if)(?<!what)(?<!but)\s+(?={_QUESTION})"
    r"|\s+(?=(?:what|who|when|where|how|which) (?:is|are|was|does|do|much|many|long|far|kind|type|time)\b)",
    re.IGNORECASE,
)
# a question part that wants something done or otherwise, not known
_KNOWS = (
    r"(?:please |also |kindly |just |maybe |quickly )*(?:tell|give|provide|grab me (?:the|their|its)|share|show|let|"
    r"say|find|check|see|look|confirm|"
    r"remind|explain|describe|get me (?:the|their|its)|send me (?:the|their|its)|help|be|have|happen|do you|clarify|"
    r"verify|"
    r"inform|advise|know|recommend|suggest|say|mind|repeat|list|(?:send|text|email|mail) (?:me|us) (?:the|their|its|a))"
)
ACTS = re.compile(
    rf"\b(?:can|could|would|will|won't|can't|couldn't) (?:you|u) (?!{_KNOWS}\b)(?!please\W*$)"
    r"(?!(?:please )?(?:do|make|book|buy|"
    rf"order|"
    r"schedule|reserve) (?:it|so|that|this|one)(?: for (?:me|us))?(?: then| now| please)?\W*$)|"
    r"\b(?:can|could|may) (?:i|we) (?:please |also |just |maybe )*(?:change|switch|swap|pay|add|cancel|make|exchange|"
    r"replace|try|only|instead|keep|split)\b|\b(?:what|how) (?:about|if)\b|\bhow come\b"
)
FULFILS = frozenset(listed("book reserve schedule arrange make get find rent hire play transfer set buy order"))
COUNTER = re.compile(
    r"\b(?:instead|change[sd]?|switch|swap|rather|cheaper|discount|coupon|another|different|alternatives?|else|cancel|"
    r"the other|other (?:ones?|colou?rs?|sizes?|options?|models?|brands?)|lower|negotia\w+|deal|without|wait|later|why|"
    r"really|sure|on sale|wrong|mistake|refunds?)\b|\bfirst\W*$"
)
PLAIN = frozenset(
    listed(
        "please thanks thank you much so very lot lots kindly i me my mine we us it its it's that that's this these "
        "those "
        "them the a an is are was be will would could can should do does did for to of on at in and with by as all "
        "just "
        "now then there here good great fine nice lovely perfect awesome wonderful excellent amazing cool well also "
        "too "
        "really have got get want like need love wish book order buy purchase pay make made reserve reservation "
        "booking "
        "schedule done ahead go going it'll that'll i'd i'll i'm you'd sound sounds look looks work works working sure "
        "right correct yes yeah yep ok okay exactly detail details everything info information your you're help am "
        "happy "
        "confirm confirmed proceed place thing things way plan hi hello hey oh um uh ah let let's appreciate find "
        "think "
        "suit suits super alright seems seem helpful true absolutely certainly definitely indeed again sir madam miss "
        "friend send take set give start finish complete continue today's what i've one two's said order's set "
        "perfectly completely totally fully entirely finally nicely immediately asap glad pleased excited honestly "
        "best definitively quickly soon wanted "
        "needed asked looking forward kind kindness mind worries problem trouble again behalf order's step what's"
    )
)
OFFER = re.compile(
    r"\b(?:an?|any|some|another)\s+[a-z]+|\b(?:buy|get|purchase|want|book|reserve|have|need|order|find|search for|"
    r"look (?:for|at)|see|check|"
    r"explore)\s+(?:you |me |us )?"
    r"(?:some |any )?[a-z]+s\b|\b(?:book|reserve|schedule|visit|transfer)(?: there| now)?\W*$"
)
SERVICE = re.compile(  # acts whose details are told afterwards; never goods
    r"\b(?:book|reserve|reservation|booking|schedule|arrange|appointment|rent|rental|hire|play|listen|watch|stream|"
    r"visit|"
    r"transfer|ride|cab|taxi|table|room|seats?)\b"
)
SHEER = re.compile(r"(?:^|[.!] )(?:perfect|excellent|wonderful|fantastic|great|awesome|lovely|fine|good|brilliant)[.!]")
DEFINITE = re.compile(
    r"\b(?:buy|order|purchase|book|reserve|rent|play|take|get|have|place|pay|send|ship|add|confirm|charge|check ?out|"
    r"complete|finish|put|want|like|deliver|need|wrap|pay for)\b(?: you| me| us)? (?:it|this|that|the|them|these|those|"
    r"your|my|both|all|everything)\b(?! (?:event|bus|show|trip))"
)
COMMERCE = re.compile(
    r"\b(?:cart|basket|bag|check ?out|pay|payment|charge|card|total|price|quote|ship|shipping|deliver\w*|gift|wrap|"
    r"discount|coupon|refund|cancel|subscri\w*|place (?:it|the|an|my|your|order))\b"
)
TRADE = re.compile(r"\b(?:buy|order|purchase|get|take|add|sell)\b")
ALTERNATIVES = re.compile(r"\bor\b|\beither\b")
AGAINST = re.compile(  # a question whose "yes" undoes something
    r"\b(?:shall i|should i|may i|can i|(?:want|like|wish|ready|sure|okay|ok|agree)(?: me| you)?(?: you want)? to|"
    r"confirm"
    r"(?: that)?(?: you)?(?: want)?(?: to)?)(?: \w+)? (cancel|stop|skip|remove|delete|reject|decline|leave|refund|"
    r"undo)\b"
)
FACES = str.maketrans(
    dict.fromkeys("👍👌✅🆗✔☑", " ok ")
    | dict.fromkeys("👎❌🚫🛑✋⛔🙅✖", " no ")
    | dict.fromkeys("🤔🙄😒🤷😏😂🤣😅🤨", " hmm ")
)
