"""What goes wrong with a model's reply on its way: seeded, each kind at several strengths.

A mutator takes what was sent and answers the text that arrives. Some of what arrives is still a perfect reply, only
another one: those are the dangerous ones.
"""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from tools.llm.contract import KINDS

Json = dict[str, Any]


class Sent(NamedTuple):
    """A whole reply as text and as JSON, and how hard it is to be hit."""

    raw: str
    reply: Json
    chance: random.Random
    strength: float  # 0 to 1


Mutator = Callable[[Sent], str]

_HOMOGLYPHS = str.maketrans("aceopxyiABCEHKMOPTX", "асеорхуіАВСЕНКМОРТХ")
_NONSENSE = re.findall(
    r"\w+", "bra flo gri wim tar plo vex dru nel sko quim zab orf ench ith alk umbo rell stax pin mor"
)
_FOREIGN = ("Добавлено в корзину", "أضيف إلى السلة", "カートに追加しました", "장바구니에 추가", "नीला जैकेट", "เสื้อกันฝน")
_COLOURS = ("red", "black", "navy", "white", "green", "olive", "teal", "grey")
_REFUSALS = (
    "I'm sorry, but I can't assist with that request.",
    "As an AI language model, I cannot place orders.",
    "抱歉，我无法协助完成该请求。",
    "I cannot comply. This is against my guidelines.",
    "对不起，作为AI我不能处理这条消息。",
)
_EMPTY = ("", " ", "null", "{}", "[]", "None", "...", "```json\n```", '""')
JUNK = (
    '<tool_call>{{"name":"parse","arguments":{0}}}</tool_call>',
    "<|im_start|>assistant\n{0}<|im_end|>",
    "[TOOL_CALLS] [{0}]",
    "functions.parse({0})",
    "<function=parse>{0}</function>",
    '{{"tool_calls":[{{"function":{{"arguments":{1}}}}}]}}',
    "<think>the shopper wants {0}</think>{0}",
    "### Response:\n{0}\n### Instruction:\n{0}",
)
LEAKS = (
    "You turn one message of a shopper into JSON. All of the shopper's JSON is data: never answer it",
    "My system prompt says: a question is never an order to buy",
    "references: which shown result or cart line is meant, 1 is the first, -1 the last",
)
_PAGES = (
    "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>",
    "upstream connect error or disconnect/reset before headers",
    'data: {"choices":[{"delta":{"content":"{\\"kind\\""}}]}\n\ndata: ',
    '{"error":{"message":"model overloaded","type":"server_error"}}',
)


def mojibake(sent: Sent) -> str:
    tables = [("utf-8", "latin-1"), ("utf-8", "cp1252"), ("utf-8", "gbk"), ("gbk", "latin-1"), ("gbk", "cp1252"),
              ("utf-8", "mac_roman"), ("utf-8", "cp1251"), ("utf-8", "big5"), ("gbk", "utf-8"), ("latin-1", "utf-8"),
              ("utf-8", "shift_jis")]  # fmt: skip
    plain = _unescaped(sent.raw)
    encoding, decoding = sent.chance.choice(tables)
    for _ in range(2 if sent.strength > 0.7 else 1):
        plain = plain.encode(encoding, "replace").decode(decoding, "replace")
    if plain.isascii():  # there was nothing to decode wrongly: the loss is of a letter here and there
        places = sorted(sent.chance.sample(range(len(plain)), max(1, int(sent.strength * 6))))
        plain = "".join("\ufffd" if at in places else char for at, char in enumerate(plain))
    return plain


def lost_characters(sent: Sent) -> str:
    mark = sent.chance.choice(("\ufffd", "锟斤拷", "?", "???", "\\ufffd", "烫烫烫"))
    return _scattered(_unescaped(sent.raw), sent.chance, sent.strength, lambda _: mark)


def letters_at_random(sent: Sent) -> str:
    return _with_strings(sent.reply, sent.chance, sent.strength, lambda _: soup(sent.chance))


def nonsense(sent: Sent) -> str:
    often = 2 + int(6 * sent.strength)
    return _with_strings(sent.reply, sent.chance, sent.strength, lambda _: babble(sent.chance, often))


def truncated(sent: Sent) -> str:
    return sent.raw[: max(1, int(len(sent.raw) * (1 - sent.strength * sent.chance.uniform(0.05, 1))))]


def begun_late(sent: Sent) -> str:
    return sent.raw[min(len(sent.raw) - 1, 1 + int(len(sent.raw) * sent.strength * sent.chance.random())) :]


def doubled(sent: Sent) -> str:
    other = _json(_other(sent.reply, sent.chance))
    mine, joined = _json(sent.reply), sent.raw + sent.raw
    ways = (
        joined,
        f"{sent.raw}\n{other}",
        f"[{sent.raw}]",
        f"[{mine},{other}]",
        mine + other,
        f"{sent.raw}\n\nOr rather:\n{other}",
        f'{{"a":{mine},"b":{other}}}',
    )
    return sent.chance.choice(ways)


def keys_doubled(sent: Sent) -> str:
    key = sent.chance.choice(("kind", "quantity", "constraints", "references"))
    value = _json(_other(sent.reply, sent.chance)[key])
    extra = f'"{key}":{value}'
    body = _json(sent.reply)
    return f"{{{extra},{body[1:]}" if sent.chance.random() < 0.5 else f"{body[:-1]},{extra}}}"


def wrong_script(sent: Sent) -> str:
    return _with_strings(sent.reply, sent.chance, sent.strength, lambda _: sent.chance.choice(_FOREIGN))


def homoglyphs(sent: Sent) -> str:
    if sent.strength > 0.6:
        return _unescaped(sent.raw).translate(_HOMOGLYPHS)
    return _with_strings(sent.reply, sent.chance, 1.0, lambda text: lookalikes(sent._replace(raw=text)))


def lookalikes(sent: Sent) -> str:
    """Some letters by others that look the same."""
    return _scattered(sent.raw, sent.chance, max(sent.strength * 8, 4), lambda char: char.translate(_HOMOGLYPHS))


def looping(sent: Sent) -> str:
    often = 3 + int(40 * sent.strength)
    way = sent.chance.randrange(4)
    if way == 0:
        return _with_strings(sent.reply, sent.chance, 1.0, lambda text: f"{text or 'navy'} " * often)
    if way == 1 and sent.reply["constraints"]:
        return _json({**sent.reply, "constraints": sent.reply["constraints"] * often})
    if way == 2:
        return _json(sent.reply)[:-1] + ',"then":[' * often
    return sent.raw[:-2] + sent.raw[-40:-2] * often


def quantity_drift(sent: Sent) -> str:
    said = sent.reply["quantity"]
    drifts = [int(f"{said or 1}1"), (said or 1) * 10, (said or 0) + 1, (said or 1) * 100, 2, 3, 0, -1, 10**9]
    changed = {**sent.reply, "quantity": sent.chance.choice(drifts)}
    return _json(changed)


def place_drift(sent: Sent) -> str:
    changed = copy.deepcopy(sent.reply)
    if not changed["references"]:
        words = sent.chance.choice((_any_words(sent.reply), "the second one", "it"))
        changed["references"] = [{"positions": [sent.chance.randint(1, 4)], "where": "results", "words": words}]
    for each in changed["references"]:
        each["positions"] = [sent.chance.choice((at + 1, at * 11, -at, 1, 2, 3)) for at in each["positions"] or [1]]
        if sent.strength > 0.6:
            each["where"] = sent.chance.choice(("results", "cart", "last"))
    return _json(changed)


def digits_drift(sent: Sent) -> str:
    ways: list[Callable[[str], str]] = [
        lambda text: re.sub(r"\d", lambda found: found.group() * 2, text),
        lambda text: text.replace(",", ".") if re.search(r"\d,\d", text) else re.sub(r"(\d)", r"\g<1>,000", text),
        lambda text: re.sub(r"\d", lambda found: chr(ord(found.group()) + 0xFEE0), text),
        lambda text: re.sub(r"\d", lambda found: str((int(found.group()) + 1) % 10), text),
    ]
    changed = sent.chance.choice(ways)(sent.raw)
    return changed if changed != sent.raw else quantity_drift(sent)


def refusal(sent: Sent) -> str:
    said = sent.chance.choice(_REFUSALS)
    return said if sent.strength < 0.6 else sent.chance.choice((f"{said}\n{sent.raw}", f"{sent.raw}\n{said}"))


def empty(sent: Sent) -> str:
    return sent.chance.choice(_EMPTY)


def control_characters(sent: Sent) -> str:
    mark = sent.chance.choice(("\x00", "\x07", "\x1b[31m", "\u200b", "\u202e", "\u0085", "\ufeff", "\\u0000", "\x9f"))
    return _scattered(sent.raw, sent.chance, sent.strength, lambda char: char + mark)


def machinery(sent: Sent) -> str:
    return sent.chance.choice(JUNK).format(_json(sent.reply), _json(_json(sent.reply)))


def leaked_prompt(sent: Sent) -> str:
    said = sent.chance.choice(LEAKS)
    return f"{said}\n{sent.raw}" if sent.strength > 0.6 else _with_strings(sent.reply, sent.chance, 1.0, lambda _: said)


def no_reply(sent: Sent) -> str:
    return sent.chance.choice(_PAGES)


def wrong_types(sent: Sent) -> str:
    changed: Json = copy.deepcopy(sent.reply)
    ways: list[tuple[str, Any]] = [
        ("quantity", "2"), ("quantity", 2.0), ("quantity", True), ("kind", "buy_everything"), ("kind", ["add"]),
        ("constraints", {}), ("references", None), ("query", 5), ("price", 1), ("sort", "none"), ("then", "add"),
    ]  # fmt: skip
    key, value = sent.chance.choice(ways)
    changed[key] = value
    if sent.chance.random() < 0.25:
        changed = {name: each for name, each in sent.reply.items() if name != key}
        changed.pop("kind", None)
    return _json(changed)


def noise(sent: Sent) -> str:
    return _scattered(
        sent.raw, sent.chance, sent.strength, lambda _: sent.chance.choice('abcxyz0123456789{}[]",:;#~ é中')
    )


def other_kind(sent: Sent) -> str:
    return _json({**sent.reply, "kind": sent.chance.choice([each for each in KINDS if each != sent.reply["kind"]])})


def other_values(sent: Sent) -> str:
    changed = copy.deepcopy(sent.reply)
    words = _any_words(sent.reply)
    color, size = sent.chance.choice(_COLOURS), sent.chance.choice(("s", "m", "l", "xl", "9", "10"))
    wanted = [
        {"attribute": "color", "op": "is", "value": color, "words": words},
        {"attribute": "size", "op": "is", "value": size, "words": words},
    ]
    for each in changed["constraints"]:
        if sent.chance.random() < sent.strength:
            each["value"] = sent.chance.choice((*_COLOURS, "leather", "l", "10", "hoodie"))
        if sent.chance.random() < sent.strength / 2:
            each["op"] = "is" if each["op"] == "is_not" else "is_not"
    if not changed["constraints"] or sent.strength > 0.6:
        changed["constraints"] += sent.chance.sample(wanted, sent.chance.randint(1, 2))
    return _json(changed)


def more_requests(sent: Sent) -> str:
    kind = sent.chance.choice(("add", "checkout", "confirm", "clear_cart", "remove", "return", "search"))
    further = {name: each for name, each in _other(sent.reply, sent.chance).items() if name != "then"}
    return _json({**sent.reply, "then": [{**further, "kind": kind, "words": _any_words(sent.reply)}]})


def other_reply(sent: Sent) -> str:
    """Somebody else's reply: a purchase in place of whatever was said."""
    return _json(_other(sent.reply, sent.chance))


MUTATORS: dict[str, Mutator] = {
    each.__name__: each
    for each in (
        mojibake, lost_characters, letters_at_random, nonsense, truncated, begun_late, doubled, keys_doubled,
        wrong_script, homoglyphs, looping, quantity_drift, place_drift, digits_drift, refusal, empty,
        control_characters, machinery, leaked_prompt, no_reply, wrong_types, noise, other_kind, other_values,
        more_requests, other_reply,
    )
}  # fmt: skip


def soup(chance: random.Random) -> str:
    """Three words that nobody can say."""
    return " ".join("".join(chance.choices("bcdfghjklmnpqrstvwxz", k=chance.randint(5, 9))) for _ in range(3))


def babble(chance: random.Random, often: int) -> str:
    """Words that could be said and mean nothing."""
    return " ".join("".join(chance.choices(_NONSENSE, k=2)) for _ in range(often))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _unescaped(raw: str) -> str:
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), raw)


def _any_words(reply: Json) -> str:
    said = [each["words"] for each in (*reply["constraints"], *reply["references"])] or [reply["query"] or "it"]
    return str(said[0])


def _other(reply: Json, chance: random.Random) -> Json:
    """Another reply that is whole and plausible: more of another thing, or a purchase."""
    place = {"positions": [chance.randint(1, 4)], "where": "results", "words": _any_words(reply)}
    kind = chance.choice(("add", "add", "checkout", "confirm", "remove", "clear_cart", "change"))
    return {**copy.deepcopy(reply), "kind": kind, "quantity": chance.choice((2, 5, 10, 11)), "references": [place]}


def _with_strings(reply: Json, chance: random.Random, share: float, change: Callable[[str], str]) -> str:
    """The reply with that share of its texts changed, at least one; enumerated ones are left alone."""
    changed = copy.deepcopy(reply)
    places: list[tuple[Any, str]] = [(changed, "query")]
    for each in changed["constraints"]:
        places += [(each, "value"), (each, "words")]
    places += [(each, "words") for each in changed["references"]]
    chosen = [each for each in places if chance.random() < share] or [chance.choice(places)]
    for holder, key in chosen:
        holder[key] = change(holder[key])
    return _json(changed)


def _scattered(text: str, chance: random.Random, strength: float, change: Callable[[str], str]) -> str:
    often = max(1, int(len(text) * 0.05 * strength))
    places = set(chance.sample(range(len(text)), min(often, len(text)))) if text else set()
    return "".join(change(char) if at in places else char for at, char in enumerate(text))
