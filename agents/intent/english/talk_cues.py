"""English wordings of yes and no, stop and cancel, greetings and calls for help."""

from __future__ import annotations

import re

from agents.intent.tokens import listed

YES = frozenset(
    listed(
        "yes yeah yep yup yea sure ok okay k confirm confirmed approve approved agreed agree absolutely "
        "definitely correct right perfect fine go exactly affirmative certainly aye y"
    )
)
BARE_YES = re.compile(r"^(?:ok|okay|all|very|really|good|just|me|and|so)*$")
YES_PHRASES = re.compile(
    r"\b(?:go(?:ing)? ahead|(?:please )?do (?:it|so|that)|please do|sounds (?:good|great|fine|perfect|right)|"
    r"looks (?:good|great|fine|right|correct)|that's (?:fine|right|correct|great|good|it|perfect)|"
    r"of course|let's (?:do (?:it|this)|go)|i(?:'m| am) (?:sure|happy with (?:it|that)|in)|you(?:'ve)? got it|"
    r"i (?:confirm|approve|agree|accept|consent)|all (?:good|right)|go for it|make it so|works(?: for me)?|that works|"
    r"proceed|by all means|for sure|very well|why not|charge (?:it|me|my card)|hell yes)\b"
)
YES_FILL = frozenset(
    listed(
        "please thanks thank you that it this the is purchase order i to and then with so much a lot now lets let's "
        "me buy pay charge my card"
    )
)
_ASKED = (
    r"^(?:(?:please|pls|just|ok(?:ay)?|no|hey|oh|well|right|look|sorry|actually|seriously|i said|can you|could you|"
    r"would you|will you|you can|i want you to|i'd like you to|i need you to)[, ]+)*"
)
_LEAVE = r"(?: (?:now|please|already|right (?:now|there|here)|here|then|at once|immediately|any ?more|again|ok|today))*"
STOP_ALL = re.compile(
    _ASKED + r"(?:(?:stop|quit|cease)(?: (?:it|this|that|all(?: of)?|everything|"
    r"(?:the|this) (?:chat|conversation|whole thing|nonsense)|"
    r"(?:talking|writing)(?: to me)?|asking(?: me)?(?: (?:questions|things|stuff))?|messaging(?: me)?|bothering me|"
    r"bugging me|pestering me|spamming(?: me)?|showing me (?:things|stuff|products|anything|all this)|"
    r"suggesting (?:things|stuff|products|anything)|recommending (?:things|stuff|products|anything)|"
    r"(?:trying to )?sell(?:ing)?(?: me)?(?: (?:things|stuff))?))*|"
    r"(?:that(?:'s| is|'ll be| will be|s) )?(?:quite )?enough(?: is enough| of (?:this|that|it))?|i(?:'ve| have) had "
    r"enough"
    r"(?: of (?:this|it|you))?|leave me (?:alone|be|in peace)|leave it (?:at that|there)|go away|get lost|shut up|"
    r"be quiet|(?:end|finish|quit|close) (?:(?:the |this |our )?(?:chat|conversation|session)|this|it|here)|i(?:'m| "
    r"am|m) (?:done|finished|through|leaving|"
    r"off)"
    r"(?: here| with (?:this|you|it)| shopping| for (?:today|now))*|i(?:'ll| will) (?:leave|go)(?: it)?|"
    r"i (?:don't|do not|dont) want (?:anything|to (?:talk|shop|chat|continue|do this)|any of (?:this|it)|your help)"
    r"(?: to you)?|(?:don't|do not|dont) (?:write|talk|message|contact|bother|text|disturb)(?: to)?(?: me)?|"
    r"(?:that|this) will do|(?:i|we) (?:want to|wanna|should|'d like to|would like to) (?:stop|quit|leave|end this)|"
    r"no more(?: e-?mails| texts| calls| spam| messages| suggestions| questions| of (?:this|that))?|knock it off|cut "
    r"it out|let's (?:stop|leave it)"
    r"(?: here| there| at that)?|exit|give it a rest)"
    + _LEAVE
    + r"(?:[ ,.!]+(?:(?:please|thanks|thank you|just|and) ?)?"
    r"(?:stop (?:messaging|bothering|writing(?: to)?|texting|bugging|talking to) me|that's enough|leave me (?:alone|"
    r"be)|stop(?: it)?|go away|bye|goodbye|shut up|please|thanks|thank you))*$"
)
# with a purchase waiting: not now, so no
HOLD = re.compile(
    r"^(?:no |oh |please |um |hmm |just |actually )*(?:hold on|hang on|wait|not so fast|one moment|let me think|"
    r"i(?:'ll| need to| have to| want to| must|'d like to) think|i(?:'ve| have)? (?:decided|thought better) "
    r"(?:against|of)|"
    r"on second thoughts?|i(?:'m| am) not (?:sure|ready|convinced)|not sure|give me (?:a|some) (?:second|minute|"
    r"moment|time))"
    r"(?: (?:a|about|it|over|that|this|sec|second|minute|moment|bit|yet|please|first|no|not|now|more|on))*$"
)
NO = re.compile(
    r"^(?:no+|nope|nah|na|n|no way|no thanks|no thank you|not now|not yet|not today|not any ?more|not really|cancel|"
    r"abort|"
    r"never ?mind|nvm|(?:maybe )?(?:later|another time)|forget (?:it|that|about it|the whole thing)|leave it|don't|"
    r"do not|reject|decline|"
    r"i(?:'ve| have)? changed my mind|changed my mind|no deal|let's not|rather not|i'd rather not|i would rather not|"
    r"i don't think so|don't think so|wait no|on second thoughts?(?: no)?|i'll pass|pass|not (?:buying|interested)|"
    r"skip it|hard pass|not for me|no longer interested)(?: (?:it|this|that|any ?more|after all|now|today))*$"
)
_BUYING = r"(?:order|purchase|payment|checkout|approval|transaction|deal|sale|buying|sale|checking out)"
_BUY = r"(?:buy|order|charge|pay|purchase|proceed|place|submit|go (?:ahead|through)|check ?out|continue|do it|confirm)"
CANCEL = re.compile(
    r"\b(?:(?<!noise )(?<!noise-)cancel(?:l?ing)?(?: (?:it|that|this|everything|all|(?:the|my|this|that) (?:whole )?"
    + _BUYING
    + r"|order|please|"
    r"now|all of it))*\W*$|cancel (?:it|that|this|everything|(?:the|my|this|that) (?:whole )?" + _BUYING + r"|order)|"
    r"(?:don't|do not|dont|won't|not going to|not gonna|rather not|wouldn't|don't want to|do not want to|dont want to) "
    + _BUY
    + r"\b(?! more than)|stop (?:the|this|my) "
    + _BUYING
    + r"|never ?mind|(?:scrap|drop|forget|ditch|void|undo|halt|abandon|call off|back out of) (?:about )?(?:the |my |"
    r"this |"
    r"that )?" + _BUYING + r"|forget about (?:it|buying|ordering|the whole)|"
    r"abort|call (?:it|this|the (?:whole )?(?:thing|order|purchase)) off|changed my mind(?! about the)|forget (?:it|"
    r"the whole thing)|i (?:don't|do not|dont|no longer) want (?:it|this|that|them|to buy (?:it|this|anything))"
    r"(?: any ?more| after all| now)?\W*$|hold off|nope not|not (?:buying|paying|ordering)|back out)\b"
)
CANCELS = re.compile(r"(?<!n't )(?<!not )\bcancel(?:l?ing)?\b")
CANCELS_PLACED = re.compile(  # an order of before, not what is being bought just now
    r"(?<!n't )(?<!not )\bcancel(?:l?ing)? .{0,20}?\b(?:(?:last|latest|newest|previous|recent|earlier|other|"
    r"yesterday's) (?:\w+ )?(?:order|purchase)|(?:order|purchase)s? (?:from|of) (?:yesterday|last|this morning|"
    r"earlier|the other)|(?:order|purchase)s? (?:that )?(?:i|we)(?:'ve| have)? "
    r"(?:just |already )?(?:made|placed|bought|paid|did))\b"
)
SMALL_TALK = re.compile(
    r"^(?:(?:hi+|hello+|hey+a?|hiya|howdy|yo|sup|greetings|good (?:morning|afternoon|evening|day|night)|morning|"
    r"evening|"
    r"(?:many )?thanks+|thank (?:you|u)|thanx|thx+|tysm|ty|cheers|ta|much appreciated|i appreciate (?:it|that)|"
    r"(?:bye)+|good ?bye|see you(?: later| soon| tomorrow)?|see ya|take care|cya|ciao|how are (?:you|things)|"
    r"how's (?:it going|life|things)|hows it going|how do you do|what's up|wass?up|nice|cool|great|awesome|amazing|wow|"
    r"lol|lmao|ha(?:ha)+|he(?:he)+|lovely|brilliant|excellent|super|neat|sweet|wonderful|fantastic|good (?:job|work|"
    r"one|bot|"
    r"stuff)|well done|nice (?:one|work|job|to meet you)|no (?:problem|worries)|my pleasure|i love (?:you|it|this)|"
    r"(?:you're|you are|ur|youre|this is|that's|that is|thats) (?:the best|a (?:star|legend|lifesaver|genius)|(?:so |"
    r"very |"
    r"really |too )*(?:great|welcome|funny|amazing|awesome|helpful|kind|nice|smart|clever|cute|good|sweet|cool|"
    r"lovely|brilliant|all))|who are you|who made you|what(?:'s| is) your name|how old are you|how(?:'s| is| was) "
    r"your (?:day|morning|evening|weekend)|sorry(?: about that)?|are you (?:there|ok|"
    r"an? )?"
    r"(?:bot|human|robot|real|ai|machine|person|alive)?|"
    r"do you (?:like|love) (?:me|music|cats|dogs|people|your job)|tell me (?:a|another) (?:joke|story)|"
    r"(?:make me laugh)|(?:very|so|that's|thanks) (?:much|kind|helpful|nice|great)|a lot|a (?:bunch|million|ton)|"
    r"there|doing|"
    r"today|very much|so much|again|for your (?:help|time)|for (?:the|all the|all your) help|for (?:helping|"
    r"everything|now)|"
    r"have a (?:very )?(?:nice|good|great|lovely) (?:day|one|evening|weekend|night)|what a (?:nice|lovely|beautiful) "
    r"day|"
    r"happy (?:new year|holidays|birthday|easter)|merry (?:christmas|xmas)|you (?:too|rock)|"
    r"(?:all )?done|finished|that's all(?: for (?:now|today))?|that(?:'ll| will) be all|all|guys|mate|buddy|friend|"
    r"everyone|ok|okay|and|oh|"
    r"me|very|so|really)\b\W*)+$"
)
HELP = re.compile(
    r"^(?:please |hi |hello |hey |can you |could you |can someone |could someone |would you |will you |anyone |i need "
    r"|i "
    r"want |i could use |i (?:would |'d )?like |give me |some |a little |a bit of |just |pls |,)*(?:to )?help(?: me)?"
    r"(?: please| out| a (?:bit|little|second)| with (?:this|something)| here|,|!)*\W*$|"
    r"\bwhat (?:all )?(?:can|could|should|do|may|must) (?:you|i) (?:all )?(?:do|ask|say|type|write|help|able)\b|"
    r"\bwhat (?:are|r) you (?:able to|capable of|good (?:at|for)|for)\b|\bwhat(?:'s| is) this(?: (?:thing|shop|site|"
    r"page|"
    r"for|chat))*\W*$|\bhow can you (?:help|assist)\b|\bwhat (?:products? |things |stuff |items |else )?(?:do|does) "
    r"(?:you|this \w+) (?:do|sell|offer|have|stock|carry)\W*$|"
    r"\bwhat (?:kinds?|sorts?|types?) of (?:questions|things|stuff|requests) can\b|\bhow (?:to|should i|do i) (?:use|"
    r"talk to|"
    r"work with|ask) (?:this|you|it)\b|"
    r"\bhow (?:does|do) (?:this|it|i use (?:this|it)|you|i (?:order|buy|pay|use|shop|check ?out|start|begin|"
    r"search)\b.{0,20})(?: (?:thing |chat |shop )?work)?\W*$|\bhow does (?:this|the) (?:thing|chat|shop|site|bot|app|"
    r"store) work\b|^(?:commands|instructions|menu|options|manual|faq|\?+|/help|what now|guide(?: me)?|"
    r"what next|info)(?: please)?\W*$|\bi(?:'m| am) (?:lost|confused|stuck|new here)\b|\bwhere do i (?:start|begin)\b|"
    r"\b(?:don't|dont|do not|no idea|not sure)(?: \w+)? (?:what|how) (?:to (?:do|say|start|use)|i (?:can|should) "
    r"(?:do|say)|"
    r"this works)\b|\b(?:show|list|tell)(?: me)? (?:the |your |all )*(?:commands|features|functions|instructions)\b|"
    r"\bhow (?:can|could|do) i pay\b"
)
# talk about the world, which no shelf answers
CHAT = re.compile(
    r"^(?:(?:hi|hey|hello|so|ok|and|please|can you|could you|would you|tell me),? )*(?:do you (?:know|think|believe|"
    r"speak|"
    r"remember|understand)|(?:tell|give|teach|write|read|sing|draw|compose) me (?:a|an|about|how|why|your|the) "
    r"(?!price)|"
    r"(?:write|translate|explain|solve|calculate|summari[sz]e|sing|recite|define|debug|ignore|pretend|act as|"
    r"imagine)\b|"
    r"(?:what|who|why|when|where|how)(?:'s|s| is| was| were| are| did| does| do)? (?:the )?(?:weather|time is it|"
    r"capital|"
    r"meaning|president|prime minister|score|news|date|day is it|population|answer|difference between life|best way to|"
    r"i (?:cook|make|bake|fix|learn|lose|get rid)|to (?:cook|make|bake|fix|learn|lose)|won|invented|discovered|wrote|"
    r"old is|tall is|far is|people|many people)|who (?:is|was|are)|is (?:it|there) (?:going to|life|a god|raining))"
)
_KEYBOARD = (
    r"(?:(?:asdf|sdfg|dfgh|fghj|ghjk|hjkl|lkjh|kjhg|fdsa|qwer|wert|rewq|zxcv|xcvb|cvbn|uiop)\w*|[zxcvbnm]{3,}|"
    r"(?P<same>\w)(?P=same){2,}\w*)"
)
GIBBERISH = re.compile(rf"(?:{_KEYBOARD}|[^\Waeiouy\d_]{{4,}}|[bcdfghjklmnpqrstvwxz]{{6,}}\w*|\w)")
