"""The rules of the input guard, tuned for few false alarms on shopping talk.

A rule is a bound pair: an act of taking over, and its object. One word alone ("ignore", "system") is never enough.
"""

# A pattern stays on its line.
# ruff: noqa: E501
from __future__ import annotations

import re
from collections.abc import Iterator

RULE_WORDS = r"(?:instructions?|prompts?|rules?|guidelines?|directions?|directives?|programming|polic(?:y|ies))"
BEFORE = r"(?:previous|prior|above|earlier|preceding|all|any|your|the|these|those|my|system|original|initial|following)"
DISREGARD = r"\b(?:ignore|disregard|forget|override|bypass|skip|drop|discard|neglect|violate)\b[\w ,']{0,25}"
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
    r"(?:you are now|you will act as|i want you to act as|from now on,? you(?:'re| are| will)"
    r"|you must (?:always )?(?:answer|respond|reply))"
)
ROLE = r"(?:assistant|ai|model|bot|gpt|chatgpt|character|persona|expert|interviewer|terminal|console|interpreter)"
KNOWN_JAILBREAKS = (
    r"(?:do anything now|jailbroken|developer mode (?:enabled|output)|dan mode|stay in character"
    r"|(?:never|don't|do not) break character|antigpt|evil confidant)"
)
TERMS = r"(?:price|total|cost|amount|discount|order|payment|approval|role|permission)s?"
UNASKED = r"(?:asking|(?:any )?(?:approval|confirmation|permission)|telling)"
UNASKED_BY_ME = r"(?:asking|(?:any |my )?(?:approval|confirmation|permission)|telling)"
TASK = r"(?:task|question|request|query|assignment)"
AMORAL = (
    r"\b(?:amoral|immoral|unethical|unfilt(?:e)?red|uncensored|unrestricted|unhinged|jailbroken|evil)\W+(?:\w+ ){0,2}?"
    r"(?:ais?|assistant|language model|chat ?bot|gpt|(?:being|character|computer|entity)\b[^.]{0,60}\b(?:ai|gpt|answer))\b"
)
REFUSES = (
    r"\b(?:never|cannot|can't|not allowed to|not able to|won't|will not) (?:refuse|reject|decline|deny)\b"
    r"[^.]{0,60}\b(?:requests?|answers?|questions?|prompts?|anything|me|user)\b"
)

# Said to an agent in so many words; a long story may hold them too, so the learned score is heard beside them.
LIKELY = [
    rf"{DISREGARD}\b{BEFORE}\b[\w ,']{{0,25}}\b{RULE_WORDS}\b(?! (?:leaflet|manual|sheet|booklet|card))",
    # a shopper drops filters and restrictions of a search, but not those of the agent
    rf"{DISREGARD}\b(?:your|safety|content|ethical|moral|unnecessary|system)\b[\w ,']{{0,25}}\b(?:restrictions?|filters?)\b",
    # "forget everything I said" is a shopper starting over
    r"\b(?:ignore|disregard|forget) (?:everything|all|anything)(?: that)?(?: you(?:'ve| have| were| are)?)?"
    r"(?! i\b)[\w ]{0,15}\b(?:said|told|above|before|know|learned)\b(?<! i said)(?<! i told)",
    r"\b(?:ignore|disregard|forget) (?:your|all(?: of)? (?:the |your )?|any )(?:previous |prior |earlier )?"
    r"(?:instructions?|programming|orders|commands|training)\b",
    rf"\b{PLAY}\b.{{0,80}}\b{FREED}",
    rf"\b{KNOWN_JAILBREAKS}\b",
    rf"\b{NEW_SELF}\b[^.]{{0,60}}\b{ROLE}\b",
    AMORAL,
    REFUSES,
    r"\bas an ai language model\b.{0,200}\b(?:never|don't|do not|must not|cannot)\b|\b(?:never|don't|do not|must not)\b"
    r".{0,60}\b(?:as an ai language model|you are an ai\b)",
    r"\b(?:bypass|disable|turn off|switch off|get around)\b[\w ,']{0,15}\bsafeguards\b",
    r"\bstop\b\W{1,5}(?:now )?(?:please )?ignore\b",
    r"\bignore\b.{0,80}\b(?:and|instead),? (?:just |only |then )?(?:print|say|output|reply|respond|write|answer)\b",
    r"\b(?:nevermind|never mind|instead|rather),? (?:just |please |only )*(?:print|say|output)\b",
    r"\baccess granted\b|\b(?:password|access code|security check|passphrase)\b.{0,20}\b(?:correct|accepted|passed)\b",
]
# No shopper says these, wherever they stand.
SURE = [
    r"\b(?:reveal|show|print|repeat|output|leak|tell me|give me|what (?:is|are)|display)\b[\w ,']{0,20}"
    r"\b(?:system|hidden|secret|initial|original|your)\b[\w ']{0,12}\b(?:prompt|instructions|rules|message)\b"
    r"(?! (?:for|on|about|when|if|regarding) )",
    r"\b(?:repeat|print|output|recite|copy)\b[\w ,']{0,15}\b(?:everything|all|words|text|lines?|sentences?)\b[\w ,]{0,15}"
    r"\b(?:above|before this|so far|verbatim)\b",
    r"\b(?:repeat|print(?: out)?|output|recite) (?:all )?(?:the |your )?instructions\b",
    r"\b(?:new|updated|real|actual) (?:system )?(?:instructions?|prompt)\s*[:：]|\b(?:system|real|actual) (?:policy|rules?)\s*[:：]",
    r"(?:^|\n|[\[<(#*{|]) ?/?(?:system|inst|im_start|im_end|assistant|developer)\b ?[\]>:)|}]",
    r"<\|(?:im_start|im_end|system|user|assistant|endoftext)|<</?sys>>|\[/?inst\]|</?(?:information|instructions?|prompt)>",
    r"[\"']role[\"']\s*:\s*[\"'](?:system|assistant|developer)[\"']",
    r"\b(?:end|close) of (?:the )?(?:user )?(?:input|prompt|context|data)\b",
    r"\b(?:important|urgent) (?:message|note|notice) (?:from|for|to) (?:me|the user|you|the (?:ai|model|assistant))\b",
    rf"\bbefore you (?:can |may |are able to )?(?:solve|answer|complete|finish|continue|start)\w* (?:the|this|my|your)\b.{{0,30}}\b{TASK}",
    r"\b(?:set|change|update|make|mark|treat|apply|adjust|charge|sell)\b[^.?!\n]{0,30}"
    rf"\b{TERMS}\b[^.?!\n]{{0,25}}\b(?:to|as|for|at)\b[^.?!\n]{{0,10}}"
    r"(?:(?<![\d.,])0(?:[.,]0+)?(?![.,]?\d)|\b(?:zero|free(?! (?:shipping|delivery|returns?))|admin|approved|paid|(?:1|one) cent|100 ?%))",
    r"\b(?:approve|authori[sz]e|confirm) (?:this|the|my|every|all)(?: \w+){0,2} (?:order|payment|purchase|refund)s?\b"
    r".{0,40}\b(?:automatically|without|on behalf|silently|immediately)\b",
    rf"\bwithout {UNASKED}\b.{{0,40}}\b(?:pay|charge|buy|order|purchase)\b",
    rf"\b(?:pay|charge|buy|order|purchase)\b.{{0,40}}\bwithout {UNASKED_BY_ME}\b(?! (?:e-?mails?|letters?))",
    r"\b(?:skip|bypass|disable|turn off|switch off|get around)\b[\w ,']{0,15}\b(?:approval|reviewer|human review|checks)\b",
    r"\b(?:approval|approved|confirmed)\s*(?:=|:=)\s*true\b",
    r"\bi(?: a|')m (?:the|an?|your) (?:system )?(?:admin\w*|developer|owner|creator|root|operator)\b[^?]{0,60}"
    r"\b(?:approve|override|grant|disable|unlock|reveal|full (?:rights|access)|for free|costs? (?:0|\$0|nothing))\b",
    r"\b(?:all|other|another|every|previous|last) (?:customer|user|shopper)s?\b(?:'s?)?[\w ]{0,12}\b(?:orders?|address\w*|cards?|data|details)\b",
    r"\bdrop table\b|<script\b|\brm -rf\b|\bcurl [^\n|]{3,80}\| ?(?:ba)?sh\b|\.\./\.\./|\bdocument\.cookie\b",
    # a jailbreak that was copied with its gaps: [INSERT PROMPT HERE]
    r"(?-i:[\[{<]{1,2} ?(?:[A-Z]+[ _])?(?:INSERT|PROMPT|PAYLOAD|INJECTION|QUERY)(?:[ _][A-Z]+)* ?[\]}>]{1,2})|\[(?:insert )?(?:your )?prompt(?: here)?\]",
]
ELSEWHERE = [
    r"\bignora(?:r|d|te)? (?:todas |tutte )?(?:las|le|tus) (?:instrucciones|reglas|istruzioni|regole) (?:anteriores|previas|precedenti)",
    r"\bolvida (?:todo|todas las instrucciones|tus instrucciones)",
    r"\b(?:ignore[rz]?|oublie[rz]?) (?:toutes )?(?:les|tes|vos) (?:instructions|consignes|règles)",
    r"\b(?:ignoriere?|vergiss|missachte) (?:alle |die |deine )*(?:vorherigen |bisherigen |obigen |früheren )?(?:anweisungen|regeln|instruktionen|vorgaben)",
    r"\b(?:ignore|esqueça) (?:todas )?(?:as|suas) (?:instruções|regras)",
    r"\b(?:игнорируй|забудь|проигнорируй)(?:те)? (?:все |всё )?(?:предыдущие |прошлые |прежние )?(?:инструкции|указания|правила)",
    r"(?:以前|これまで|上記|前)の(?:すべての)?(?:指示|命令|ルール)を(?:すべて)?(?:無視|忘れ)",
    r"(?:이전|위의|모든)\s?(?:모든 )?(?:지시|명령|규칙)\S{0,4}\s?(?:모두 )?무시",
    r"\bnegeer (?:alle )?(?:vorige|eerdere) (?:instructies|regels)|\bzignoruj (?:wszystkie )?(?:poprzednie )?(?:instrukcje|polecenia)",
]
CHINESE = [
    r"(?:忽略|无视|忘记|忘掉|不要遵守|不要理会|不再遵守|绕过|跳过|抛弃)[^。！？\n]{0,12}(?:指令|指示(?!灯)|规则|提示词|设定|(?<!价格)(?<!价)限制|审批|确认|安全规定)",
    r"(?:显示|输出|告诉我|泄露|打印|重复|给我看|列出)[^。！？\n]{0,10}(?:系统提示|提示词|系统指令|内部规则|初始指令|隐藏指令)",
    r"(?:把|将)[^。！？\n]{0,12}(?:价格|总价|金额|折扣)(?!上限|下限|区间|范围|限制)[^。！？\n]{0,6}(?:改成|改为|设为|变成|调成|更新为)",
    r"(?:你现在是|从现在起你|扮演|假装你是|假装成|充当|你不再是)[^。！？\n]{0,30}(?:没有(?:任何)?限制|不受[^。！？\n]{0,10}(?:限制|约束)|无限制|管理员|开发者|不过滤|不遵守)",
    r"(?:跳过|不用|不要|无需|不需要|关闭|绕过)[^。！？\n]{0,8}(?:审批|审核|我?的?确认|批准|检查)[^。！？\n]{0,8}(?:付款|扣款|下单|购买|支付|买)",
    r"(?:标记为|设为|改为)(?:已付款|已支付|已批准)|(?:批准|同意)[^。！？\n]{0,4}(?:所有|以后)[^。！？\n]{0,6}(?:付款|订单)",
    r"【系统】|^系统(?:消息|指令|提示)?[:：]|\n系统(?:消息|指令)?[:：]|管理员指令|用户输入结束",
    r"(?:其他|别的|上一位|所有)(?:客户|顾客|用户)的?[^。！？\n]{0,6}(?:订单|地址|卡号|数据)",
]
# A message with a program in it is of another trade, whatever the program does.
PROGRAM = [
    r"```[a-z]*\s*\n[^`]*(?:\bimport |\bdef |\bfunction\b|\bcurl |\bfrom \w+ import|\brequire\(|#include|\bsudo\b|;\s*\n)",
    r"^\s*(?:import [a-z_.]+(?:,| as |\n|$)|from [a-z_.]+ import )[^\n]*\n.*[(=]",
    r"\b(?:code|script) (?:block|snippet|excerpt|section|fragment)s?\b.{0,60}\b(?:your|the) (?:\w+ )?(?:code|codebase|solution|implementation|algorithm)\b",
]
OF_ANSWER = r"(?:your|the) (?:(?:next|entire|whole|final) )?(?:answer|response|reply|message|output)(?:'s)?"
CODED = (
    r"(?:base ?(?:64|32|16)|rot ?13|hex(?:adecimal)?|morse|binary|braille|cipher|caesar|vigen[eè]re|atbash|pig latin|leet\w*|emojis?"
    r"|encod\w*|encrypt\w*|revers\w*|backwards?|scrambl\w*|anagram\w*|misspell\w*|jumbl\w*|typos?|substitut\w*|rearrang\w*"
    r"|alphanumeric|homophonic|acrostic|(?:every|each) (?:\w+ )?(?:letter|word|vowel|consonant)|vowels?|letters? with)"
)
# A shopper asks for an answer, and may say what it should hold; nobody has an answer enriched with other matter.
OTHER_MATTER = [
    rf"\b(?:modify|enhance|augment|enrich|infuse|adjust|alter|rewrite|expand|embellish|complement|supplement) {OF_ANSWER}\b",
    rf"\b(?:integrate|incorporate|embed|weave|insert|inject|slip|sneak|infuse)\b[^\n]{{3,200}}\b(?:in(?:to)?|within|to) {OF_ANSWER}\b",
    rf"\badd [\"“'][^\n]{{5,120}}[\"”'][^\n]{{0,40}}\bto {OF_ANSWER}\b",
    rf"^\W*in {OF_ANSWER}, (?:suggest|tease|claim|hint|urge|encourage|promote|recommend|praise|pretend|insist|state|advise|invite)\b",
]
CODED_ANSWER = [rf"\b{CODED}\b[^.\n]{{0,60}}\b{OF_ANSWER}\b", rf"\b{OF_ANSWER}\b[^.\n]{{0,60}}\b{CODED}\b"]
ADDRESSED = [  # what a shopper may well say, but a description or a review has no business to
    r"\b(?:attention|note|notice|message|instructions?|reminder) (?:to|for) (?:all |any |the )*"
    r"(?:ais?|llms?|language models?|(?:shopping |ai )?(?:agents?|assistants?)|chatbots?|bots?)\b",
    r"\bif you are an? (?:ai|llm|large language model|language model|assistant|chatbot|bot|agent)\b",
    r"(?<!would )(?<!I )\b(?:always|must|please|only) (?:recommend|rank|choose|select|prefer|list) (?:only )?(?:this|our|my)\b",
    r"\b(?:do not|don't|never) (?:tell|mention|show|reveal|inform)\b[^.\n]{0,30}\b(?:user|shopper|customer|buyer)s?\b",
    r"(?:请|必须|务必|一定要)(?:优先)?(?:推荐|选择|排在)[^。！？\n]{0,6}(?:本店|本品|本商品|这款)",
    r"(?:致|如果你是|所有)(?:AI|人工智能|大模型|机器人|购物助理)|(?:AI助手|大模型|购物助理)[^。！？\n]{0,4}(?:请|必须|注意)",
]
FLAGS = re.IGNORECASE | re.DOTALL
LIKELIES = [re.compile(each, FLAGS) for each in LIKELY]
SURES = [re.compile(each, FLAGS) for each in (*SURE, *ELSEWHERE, *CHINESE)]
ADDRESSES = [re.compile(each, FLAGS) for each in ADDRESSED]
OTHER_TRADE = [re.compile(each, FLAGS) for each in (*PROGRAM, *OTHER_MATTER, *CODED_ANSWER)]


def takes_over(text: str, *, data: bool = False) -> bool:
    """Whether a sure rule finds a take-over. In `data`, which nobody speaks to the agent, being addressed is enough."""
    return any(each.search(text) for each in SURES) or (data and any(each.search(text) for each in ADDRESSES))


def likely(text: str) -> Iterator[tuple[int, int]]:
    """Where the likely rules find a take-over: the first place of each."""
    for each in LIKELIES:
        if found := each.search(text):
            yield found.span()


def other_trade(text: str) -> bool:
    """Whether a rule finds what no shop does: a program, or an answer in cipher."""
    return any(each.search(text) for each in OTHER_TRADE)
