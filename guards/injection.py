"""Text that tries to give instructions to the agent. Rules, tuned for few false alarms on shopping talk.

A rule is a bound pair: an act of taking over, and its object. Nothing rests on this guard alone: the agent has no
tool that a text could call, and prices, quantities and approvals never come from text.
"""

from __future__ import annotations

import re
import unicodedata

RULE_WORDS = r"(?:instructions?|prompts?|rules?|guidelines?|directions?|directives?|programming|polic(?:y|ies))"
BEFORE = r"(?:previous|prior|above|earlier|preceding|all|any|your|the|these|those|my|system|original|initial|following)"
FREED = (
    r"(?:no (?:restrictions|rules|limits|filters?|guidelines|ethic\w*|moral\w*)"
    r"|without (?:any )?(?:restrictions|rules|limits|filters?|guidelines|ethic\w*|moral\w*|censor\w*)"
    r"|unrestricted|unfiltered|uncensored|jailbro\w*|evil|amoral|immoral|dan\b|do anything now|developer mode)"
)
PLAY = (
    r"(?:you are|you're|you will be|act as|pretend (?:to be|you are|that you)|roleplay as|simulate|imagine you are"
    r"|become|take the role of|play the role of)"
)
NEW_SELF = (
    r"(?:you are|act as|you will act as|i want you to act as|from now on,? you(?:'re| are| will)?"
    r"|you must (?:always )?(?:answer|respond|reply))"
)
ROLE = r"(?:assistant|ai|model|bot|gpt|chatgpt|character|persona|expert|interviewer|terminal|console|interpreter)"
KNOWN_JAILBREAKS = (
    r"(?:do anything now|jailbreak(?:ed)?|developer mode (?:enabled|output)|dan mode|god mode|stay in character"
    r"|antigpt|evil confidant|chatgpt with)"
)
TERMS = r"(?:price|total|cost|amount|discount|order|payment|approval|role|permission)s?"
UNASKED = r"(?:asking|(?:any )?(?:approval|confirmation|permission)|telling)"
UNASKED_BY_ME = r"(?:asking|(?:any |my )?(?:approval|confirmation|permission)|telling)"

DISREGARD_RULES = (
    r"\b(?:ignore|disregard|forget|override|bypass|skip|drop|discard|neglect|violate)\b[\w ,']{0,25}"
    rf"\b{BEFORE}\b[\w ,']{{0,25}}\b{RULE_WORDS}\b"
)
DISREGARD_LIMITS = (  # a shopper drops filters and restrictions of a search, but not those of the agent
    r"\b(?:ignore|disregard|forget|override|bypass|skip|drop|discard|neglect|violate)\b[\w ,']{0,25}"
    r"\b(?:your|safety|content|ethical|moral|unnecessary|system)\b[\w ,']{0,25}\b(?:restrictions?|filters?)\b"
)
DISREGARD_ALL = (
    r"\b(?:ignore|disregard|forget) (?:everything|all|anything)(?: that)?(?: (?:you|i)(?:'ve| have| were)?)?"
    r"[\w ]{0,15}\b(?:said|told|above|before|know|learned)\b"
)
REVEAL = (
    r"\b(?:reveal|show|print|repeat|output|leak|tell me|give me|what (?:is|are)|display)\b[\w ,']{0,20}"
    r"\b(?:system|hidden|secret|initial|original|your)\b[\w ']{0,12}\b(?:prompt|instructions|rules|message)\b"
)
SET_TERMS = (
    r"\b(?:set|change|update|make|mark|treat|apply|adjust|charge|sell)\b[^.?!\n]{0,30}"
    rf"\b{TERMS}\b[^.?!\n]{{0,25}}\b(?:to|as|for|at)\b[^.?!\n]{{0,10}}"
    r"(?:(?<![\d.,])0(?:[.,]0+)?(?![.,]?\d)|\b(?:zero|free|admin|approved|paid|(?:1|one) cent|100 ?%))"
)
APPROVE_ALONE = (
    r"\b(?:approve|authori[sz]e|confirm) (?:this|the|my|every|all)(?: \w+){0,2} (?:order|payment|purchase|refund)s?\b"
    r".{0,40}\b(?:automatically|without|on behalf|silently|immediately)\b"
)
TAKE_OVER = [
    DISREGARD_RULES,
    DISREGARD_LIMITS,
    DISREGARD_ALL,
    REVEAL,
    rf"\b{PLAY}\b.{{0,80}}\b{FREED}",
    rf"\b{KNOWN_JAILBREAKS}\b",
    rf"\b{NEW_SELF}\b[^.]{{0,60}}\b{ROLE}\b",
    r"\b(?:new|updated|real|actual) (?:system )?(?:instructions?|prompt|policy|rules?)\s*[:：]",
    r"(?:^|\n|[\[<(#*{|]) ?/?(?:system|inst|im_start|im_end|assistant|developer)\b ?[\]>:)|}]",
    SET_TERMS,
    APPROVE_ALONE,
    rf"\bwithout {UNASKED}\b.{{0,40}}\b(?:pay|charge|buy|order|purchase)\b",
    rf"\b(?:pay|charge|buy|order|purchase)\b.{{0,40}}\bwithout {UNASKED_BY_ME}\b",
    r"(?:忽略|无视|忘记|忘掉|不要遵守|绕过|跳过)[^。！？\n]{0,12}(?:指令|指示|规则|提示词?|设定|限制|审批|确认)",
    r"(?:显示|输出|告诉我|泄露|打印|重复)[^。！？\n]{0,10}(?:系统提示|提示词|系统指令|内部规则)",
    r"(?:把|将)[^。！？\n]{0,12}(?:价格|总价|金额|折扣)[^。！？\n]{0,6}(?:改成|改为|设为|变成|调成)",
    r"(?:你现在是|从现在起你是|扮演|假装你是)[^。！？\n]{0,30}(?:没有限制|不受限制|无限制|管理员|开发者)",
]
ADDRESSED = [  # what a shopper may well say, but a description or a review has no business to
    r"\b(?:attention|note|notice|message|instructions?|reminder) (?:to|for) (?:all |any |the )*"
    r"(?:ais?|llms?|language models?|(?:shopping |ai )?(?:agents?|assistants?)|chatbots?|bots?)\b",
    r"\bif you are an? (?:ai|llm|large language model|language model|assistant|chatbot|bot|agent)\b",
    r"\b(?:always|must|please|only) (?:recommend|rank|choose|select|prefer|list) (?:only )?(?:this|our|my)\b",
    r"\b(?:do not|don't|never) (?:tell|mention|show|reveal|inform)\b[^.\n]{0,30}\b(?:user|shopper|customer|buyer)s?\b",
    r"(?:请|必须|务必|一定要)(?:优先)?(?:推荐|选择|排在)[^。！？\n]{0,6}(?:本店|本品|本商品|这款)",
]
PATTERNS = [re.compile(each, re.IGNORECASE | re.DOTALL) for each in TAKE_OVER]
IN_DATA = [*PATTERNS, *(re.compile(each, re.IGNORECASE | re.DOTALL) for each in ADDRESSED)]
SPACED = re.compile(r"(?<=\b\w)[ ._-](?=\w\b)")  # i g n o r e


def gives_instructions(text: str, *, data: bool = False) -> bool:
    """Whether one of the rules finds a take-over, also behind look-alike letters and s p a c e d words.

    `data` is text that nobody speaks to the agent: there, being addressed at all is enough.
    """
    plain = unicodedata.normalize("NFKC", text)
    joined = SPACED.sub("", plain)
    rules = IN_DATA if data else PATTERNS
    return any(each.search(plain) or (joined != plain and each.search(joined)) for each in rules)
