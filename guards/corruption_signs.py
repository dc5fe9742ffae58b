"""What a model writes when it does not answer: refusals, the machinery's own marks, and parts of its instructions."""

from __future__ import annotations

import re

_CANNOT = r"(?:can(?:'t|not| not)|could(?:n't| not)|am (?:not able|unable) to|won't|must decline to|decline to)"
_REFUSED = r"(?:help|assist|comply|fulfil\w*|process|parse|continue|complete|respond|answer|generate|provide|do)"
REFUSAL = re.compile(
    r"\bas an? (?:ai|artificial intelligence|(?:large )?language model)\b|\blanguage model\b|\bI'?m an AI\b"
    rf"|\bI(?:'m| am) (?:(?:so |very |really )?sorry|afraid)[,.]? (?:but )?(?:that )?I {_CANNOT} {_REFUSED}\b"
    rf"|\bI {_CANNOT} {_REFUSED}(?: you)? (?:with )?(?:that|this|your|the) (?:request|task|message|input|query|content)"
    rf"|\bI {_CANNOT} (?:help|assist|comply)(?: you)? with (?:that|this)\b|\bI {_CANNOT} comply\b"
    r"|\b(?:against|violat\w+) (?:my|our|the) (?:guidelines|policy|policies|programming|content policy)\b"
    r"|(?:抱歉|对不起|很遗憾)[,，]?(?:但)?(?:作为|我(?:无法|不能|没有办法)(?:协助|提供|回答|完成|处理|满足|继续|解析|生成))"
    r"|作为(?:一个|一名|一款)?(?:AI|人工智能|(?:大型)?语言模型)|我(?:是|只是)(?:一个|一款)?(?:AI|人工智能|语言模型)"
    r"|无法(?:协助|满足|处理|解析)(?:您的|你的|该|此|这个)?(?:请求|要求|任务|消息)|违反了?(?:我的|相关|内容)?(?:准则|政策)",
    re.IGNORECASE,
)
MACHINERY = re.compile(
    r"<\|[^|<>\n]{1,40}\|>|</?(?:tool_call|tool_calls|function_call|function|think|thinking|s|assistant|user|system)\b"
    r"[^<>]{0,40}>|\[/?(?:INST|TOOL_CALLS?|SYS)\]|<<SYS>>|<function=|\"?tool_calls?\"?\s*[:=]|\"?function_call\"?\s*[:=]"
    r"|\"arguments\"\s*:|^\s*(?:assistant|user|system|human)\s*[:：]|^#{2,4} ?(?:instruction|response|input|system)\b"
    r"|\bto=functions\.|\bfunctions\.\w+\(|</?(?:html|body|head|div|script|!doctype)\b",
    re.IGNORECASE | re.MULTILINE,
)
LEAK = re.compile(
    r"\b(?:my|the|your) (?:system|hidden|initial) (?:prompt|instructions?|message)\b|\bsystem prompt\b"
    r"|\byou are (?:an? )?(?:helpful )?(?:assistant|parser|chatbot)\b|\bturn one message of a shopper\b"
    r"|\bjson schema\b|(?:我的|系统|以下是)提示词|你是一个(?:助手|解析器|客服机器人)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\u3400-\u9fff]|[^\W_]+")
_SHARED = 9  # words in a row that no reply shares with its instructions by chance


def leaks(text: str, instructions: str) -> bool:
    """Whether the text says that it has instructions, or repeats nine words in a row of those given."""
    if LEAK.search(text):
        return True
    own = _WORD.findall(instructions.casefold())
    known = {tuple(own[at : at + _SHARED]) for at in range(len(own) - _SHARED + 1)}
    said = _WORD.findall(text.casefold())
    return any(tuple(said[at : at + _SHARED]) in known for at in range(len(said) - _SHARED + 1))
