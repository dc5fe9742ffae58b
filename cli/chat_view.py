"""What a conversation looks like: facts, one a line, when piped; cards and panels in a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Protocol

from cli import terminal
from tools.money import display

if TYPE_CHECKING:
    from rich.panel import Panel

BADGES = {"confirmed": "✓", "unsure": "?", "contradicted": "✗"}
COLOURS = {"confirmed": "green", "unsure": "yellow", "contradicted": "red"}


class View(Protocol):
    """Where a conversation is shown and heard."""

    def welcome(self, catalog: str, thread_id: str) -> None: ...

    def ask(self, question: str) -> str:
        """The next line. Raises EOFError when there is none."""
        ...

    def note(self, text: str) -> None: ...

    def turn(self, state: dict[str, Any]) -> None: ...

    def approval(self, pending: dict[str, Any]) -> None: ...

    def review(self, pending: dict[str, Any]) -> None: ...


def view() -> View:
    """Plain unless both ends are a terminal."""
    import sys

    return PlainView() if terminal.is_plain() or not sys.stdin.isatty() else RichView()


class PlainView:
    """One line a fact, `name: value`, no colours, nothing drawn."""

    def welcome(self, catalog: str, thread_id: str) -> None:
        self._lines([("catalogue", catalog), ("thread", thread_id)])

    def ask(self, question: str) -> str:
        from cli.chat import read_line

        line = read_line()
        self._lines([(question.partition("?")[0], line.strip())])
        return line

    def note(self, text: str) -> None:
        if text:
            self._lines([("note", text)])

    def turn(self, state: dict[str, Any]) -> None:
        self._lines([("shop", state.get("reply", ""))])
        self._lines(("violation", each["code"]) for each in state.get("violations") or [])
        for number, result in enumerate(state.get("results") or [], 1):
            self._lines([(str(number), ", ".join([result["title"], *result_facts(result)]))])
            self._lines(("why", reason) for reason in result["why"])
        if cart := cart_to_show(state):
            self._lines([*(("cart", each) for each in line_texts(cart)), ("goods", goods(cart))])
            self._lines(offers(state, cart["currency"]))
        if url := payers_page(state):
            self._lines([("confirm the payment at", url)])
        if order := state.get("order"):
            self._lines([("order", order["order_id"]), ("status", order["status"])])
            for line in order["lines"]:
                self._lines([("line", line_text(line, order["currency"]))])
                self._lines(("why", reason) for reason in line["why"])
            self._lines([*sums(order), ("payment", order["payment"]["state"])])

    def approval(self, pending: dict[str, Any]) -> None:
        terms = pending["quote"]["terms"]
        self._lines([("approval", pending["approval"]["id"]), ("digest", pending["quote"]["digest"])])
        self._lines(("line", line_text(line, terms["currency"])) for line in terms["lines"])
        self._lines([*sums(terms), whose(terms), ("good until", terms["expires_at"])])
        self._lines(("your answer did not count", each["message"]) for each in pending["violations"])

    def review(self, pending: dict[str, Any]) -> None:
        self._lines([("reviewer needed", ", ".join(pending["reasons"])), ("note", _how_to_review(pending))])

    def _lines(self, facts: Any) -> None:
        for name, value in facts:
            print(f"{name}: {' '.join(terminal.clean(value).split())}", flush=True)


class RichView:
    """Cards, a cart, an approval and a receipt as panels."""

    def __init__(self) -> None:
        import readline  # noqa: F401  gives the prompt its history and its editing keys

        self.console = terminal.console()

    def welcome(self, catalog: str, thread_id: str) -> None:
        self.console.print(f"Truecart, catalogue {catalog}. Say what you are looking for; “quit” leaves.", style="bold")
        self.console.print(f"conversation {thread_id}", style="dim")

    def ask(self, question: str) -> str:
        return self.console.input(f"[bold cyan]{question}>[/] ")

    def note(self, text: str) -> None:
        self.console.print(terminal.clean(text), style="dim", markup=False)

    def turn(self, state: dict[str, Any]) -> None:
        from rich.columns import Columns

        results = state.get("results") or []
        if results:
            self.console.print(Columns([_card(number, each) for number, each in enumerate(results, 1)]))
        self.console.print(terminal.clean(state.get("reply", "")), markup=False)
        if cart := cart_to_show(state):
            offered = [f"{name} {value}" for name, value in offers(state, cart["currency"])]
            self._panel("cart", [*line_texts(cart), f"goods {goods(cart)}", *offered], "cyan")
        if url := payers_page(state):
            self._panel("confirm the payment", [url], "yellow")
        if order := state.get("order"):
            self._panel(f"receipt {order['order_id']}", list(_receipt(order)), "green")

    def approval(self, pending: dict[str, Any]) -> None:
        terms = pending["quote"]["terms"]
        lines = [line_text(line, terms["currency"]) for line in terms["lines"]]
        lines += [f"{name} {value}" for name, value in sums(terms)]
        lines += [" ".join(whose(terms)), f"good until {terms['expires_at']}"]
        lines += [f"approval {pending['approval']['id']}", f"digest {pending['quote']['digest']}"]
        lines += [f"your answer did not count: {each['message']}" for each in pending["violations"]]
        what = "refund" if terms["kind"] == "refund" else "purchase"
        self._panel(f"Do you agree to this {what}?", lines, "yellow")

    def review(self, pending: dict[str, Any]) -> None:
        lines = ["A reviewer has to agree: " + ", ".join(pending["reasons"]), _how_to_review(pending)]
        self._panel("waiting for a reviewer", lines, "yellow")

    def _panel(self, title: str, lines: list[str], style: str) -> None:
        from rich.panel import Panel
        from rich.text import Text

        text = Text("\n".join(terminal.clean(each) for each in lines))
        self.console.print(Panel(text, title=title, title_align="left", border_style=style, expand=False))


def whose(terms: dict[str, Any]) -> tuple[str, str]:
    """Where the money goes to, or the order that it comes back from."""
    return ("of order", terms["order_id"]) if terms["kind"] == "refund" else ("pay to", terms["payee"])


def payers_page(state: dict[str, Any]) -> str:
    """Where the payer confirms a payment that waits for them; the shop's own pages by the address it serves on."""
    from tools.settings import current

    url = str(((state.get("payment") or {}).get("action") or {}).get("url") or "")
    return f"http://{current().host}:{current().port}{url}" if url.startswith("/") else url


def cart_to_show(state: dict[str, Any]) -> dict[str, Any] | None:
    """The cart, after a turn that was about it."""
    cart = state.get("cart")
    return cart if state.get("change") and cart and cart["lines"] else None


def line_texts(cart: dict[str, Any]) -> list[str]:
    return [line_text(line, cart["currency"]) for line in cart["lines"]]


def line_text(line: dict[str, Any], currency: str) -> str:
    """ "2 × Trail Hoodie (navy, M), $98.00" for a line of a cart, a quote, an order or a refund."""
    options = ", ".join(line["options"].values())
    named = f"{line['quantity']} × {line['title']}" + (f" ({options})" if options else "")
    minor = line["minor"] if "minor" in line else line["unit_minor"] * line["quantity"]
    return f"{named}, {display(minor, currency)}"


def goods(cart: dict[str, Any]) -> str:
    return display(cart["goods_minor"], cart["currency"])


def sums(terms: dict[str, Any]) -> list[tuple[str, str]]:
    """Names and amounts from the goods to the total, of a quote's terms or an order; discounts where there are any."""
    if terms.get("kind") == "refund":
        back = [("shipping back", terms["shipping_minor"]), ("given back", terms["total_minor"])]
        return [(name, display(minor, terms["currency"])) for name, minor in back]
    found = [("goods", terms["goods_minor"]), *_discounts(terms)]
    found += [("shipping", terms["shipping_minor"]), ("tax", terms["tax_minor"]), ("total", terms["total_minor"])]
    told = [(name, display(minor, terms["currency"])) for name, minor in found]
    included = terms.get("included_tax_minor")
    return [*told, ("of which tax", display(included, terms["currency"]))] if included else told


def offers(state: dict[str, Any], currency: str) -> list[tuple[str, str]]:
    """Discounts and total of a cart that has a coupon or meets an offer, and what its coupons lack."""
    estimate = state["change"].get("estimate")
    refused = any(each["severity"] == "error" for each in state.get("violations") or [])
    if not estimate or refused:
        return []
    amounts = [*_discounts(estimate), ("total with shipping and tax", estimate["total_minor"])]
    return [
        *((name, display(minor, currency)) for name, minor in amounts),
        *(("coupon", each["message"]) for each in estimate["problems"]),
    ]


def _discounts(priced: dict[str, Any]) -> list[tuple[str, int]]:
    discounts = priced.get("discounts") or []
    return [(f"discount {each.get('coupon') or each['code']}", -each["minor"]) for each in discounts]


def result_facts(result: dict[str, Any]) -> list[str]:
    """Price, options, evidence with its badge, delivery and restrictions of a result."""
    facts = [display(result["price"]["minor"], result["price"]["currency"])] if result.get("price") else []
    facts += [f"{name} {_joined(value)}" for name, value in (result.get("options") or {}).items()]
    facts += [_evidence(each) for each in result.get("evidence") or []]
    if result.get("delivery_days") is not None:
        days = result["delivery_days"]
        facts.append(f"delivered in {days} day{'' if days == 1 else 's'}")
    return [*facts, *(result.get("restrictions") or [])]


def _evidence(evidence: dict[str, Any]) -> str:
    return f"{BADGES[evidence['verdict']]} {evidence['attribute']} {evidence['claimed']} {evidence['verdict']}"


def _joined(value: Any) -> str:
    return "/".join(map(str, value)) if isinstance(value, list) else str(value)


def _card(number: int, result: dict[str, Any]) -> Panel:
    from rich.panel import Panel
    from rich.text import Text

    text = Text(terminal.clean(result["title"]) + "\n", style="bold")
    for fact in result_facts({**result, "evidence": []}):
        text.append(terminal.clean(fact) + "\n", style="not bold")
    for evidence in result.get("evidence") or []:
        text.append(terminal.clean(_evidence(evidence)) + "\n", style=f"not bold {COLOURS[evidence['verdict']]}")
    text.append("\n".join(terminal.clean(each) for each in result["why"]), style="not bold dim")
    return Panel(text, title=str(number), title_align="left", width=38)


def _receipt(order: dict[str, Any]) -> Iterator[str]:
    for line in order["lines"]:
        yield line_text(line, order["currency"])
        yield from (f"  {reason}" for reason in line["why"])
    yield from (f"{name} {value}" for name, value in sums(order))
    yield f"payment {order['payment']['state']}"


def _how_to_review(pending: dict[str, Any]) -> str:
    return (
        f"truecart review approve {pending['approval']['id']}, or the review console, lets it go on. "
        "Enter looks again; any other message puts this purchase aside."
    )
