"""Stripe for tests: localstripe in a process of its own, behind a front that does what Stripe documents and it lacks.

`python -m tests.tools.checkout.gateways.stripe_service` prints the front's port and serves until its input ends. What
the front adds, each with the page of docs.stripe.com that says so:

- idempotency (api/idempotent_requests): the first answer of a key is kept, also a failed one, and given again with
  the header `Idempotent-Replayed`; other parameters are an `idempotency_error`; two at once are a 409
- lists newest first with `created` (api/payment_intents/list); `search` (docs/search), which knows only what it has
  been told to have indexed, and takes capitals for small letters
- `amount_received`, `latest_charge` as an id unless expanded, the code and PaymentIntent in a card's error
- `return_url`, `error_on_requires_action`, `statement_descriptor_suffix`; a redirect to the issuer's page as
  `next_action` (localstripe only knows Stripe's own JavaScript)
- the smallest amount, and no more refunded than was captured

`/_control` arms faults and plays the issuer: which card a payment method is, is the issuer's secret.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import sys
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

CARDS = {"good": "4242424242424242", "decline": "4000000000000341", "requires_action": "4000002500003155"}
SMALLEST = {"usd": 50, "eur": 50, "jpy": 50}
LOCAL_ONLY = ("return_url", "error_on_requires_action", "statement_descriptor_suffix")
OPERATIONS = (
    ("authorize", "POST", r"/v1/payment_intents"),
    ("capture", "POST", r"/v1/payment_intents/\w+/capture"),
    ("void", "POST", r"/v1/payment_intents/\w+/cancel"),
    ("refund", "POST", r"/v1/refunds"),
    ("search", "GET", r"/v1/payment_intents/search"),
    ("lookup", "GET", r"/v1/payment_intents(/\w+)?"),
    ("lookup_refund", "GET", r"/v1/refunds"),
)
Form = list[tuple[str, str]]


class LostError(Exception):
    """The connection ends here, without an answer."""


@dataclass
class Answer:
    status: int
    body: dict[str, Any]
    replayed: bool = False


@dataclass
class Front:
    """Everything that the front remembers; `forget` empties it together with localstripe."""

    inner: str
    client: aiohttp.ClientSession
    answers: dict[str, tuple[str, Answer | None]] = field(default_factory=dict)  # by idempotency key
    faults: list[dict[str, Any]] = field(default_factory=list)
    returns: dict[str, str] = field(default_factory=dict)  # return_url by PaymentIntent
    order: list[str] = field(default_factory=list)  # PaymentIntents as they came
    indexed: set[str] = field(default_factory=set)
    cards: dict[str, str] = field(default_factory=dict)
    requests: list[dict[str, Any]] = field(default_factory=list)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        form: Form = [(str(name), str(value)) for name, value in (await request.post()).items()]
        self.requests.append(
            {"method": request.method, "path": request.path, "form": form, "headers": dict(request.headers)}
        )
        try:
            answer = await self._answered(request, form)
        except LostError:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        headers = {"Idempotent-Replayed": "true"} if answer.replayed else {}
        return web.json_response(answer.body, status=answer.status, headers=headers)

    async def _answered(self, request: web.Request, form: Form) -> Answer:
        if not request.headers.get("Authorization", "").startswith("Bearer sk_"):
            return refusal(401, "invalid_request_error", "", "Invalid API Key provided: rk_xxx*****xxx")
        fault = self._met(request)
        if fault.get("fault") == "lost_request":
            raise LostError
        await asyncio.sleep(fault.get("seconds", 0.0))
        if fault.get("fault") == "unavailable":
            return refusal(fault["status"], "api_error", "", "Something went wrong.")
        if fault.get("fault") == "overtaken":
            await self._inner("POST", request.path.replace("/capture", "/cancel"), [], "", request.headers)
        answer = await self._once(request, form, fault.get("fault", ""))
        if fault.get("fault") == "lost_reply":
            raise LostError
        return answer

    def _met(self, request: web.Request) -> dict[str, Any]:
        for operation, method, path in OPERATIONS:
            if request.method == method and re.fullmatch(path, request.path):
                for fault in self.faults:
                    if fault["operation"] == operation:
                        self.faults.remove(fault)
                        return fault
        return {}

    async def _once(self, request: web.Request, form: Form, fault: str) -> Answer:
        key = request.headers.get("Idempotency-Key", "")
        if request.method != "POST" or not key:
            return await self._act(request, form, fault)
        asked = hashlib.sha256(json.dumps([request.path, form]).encode()).hexdigest()
        if key in self.answers:
            before, answer = self.answers[key]
            if before != asked:
                return refusal(400, "idempotency_error", "", "Keys for idempotent requests are for one request.")
            if answer is None:
                return refusal(409, "idempotency_error", "idempotency_key_in_use", "There is another one under way.")
            return Answer(answer.status, answer.body, replayed=True)
        self.answers[key] = (asked, None)
        answer = await self._act(request, form, fault)
        if answer.status in (400, 401, 404, 409):
            del self.answers[key]
        else:
            self.answers[key] = (asked, answer)
        return answer

    async def _act(self, request: web.Request, form: Form, fault: str) -> Answer:
        if request.path == "/v1/payment_intents/search":
            return await self._search(request)
        if request.path == "/v1/payment_intents" and request.method == "GET":
            return await self._list(request)
        if request.path == "/v1/payment_intents":
            return await self._create(request, dict(form), fault)
        if request.path == "/v1/refunds" and request.method == "POST":
            return await self._refund(request, dict(form))
        answer = await self._inner(request.method, request.path, form, request.query_string, request.headers)
        return await self._presented(answer, expands(request, form))

    async def _create(self, request: web.Request, form: dict[str, str], fault: str) -> Answer:
        kept = {name: form.pop(name, "") for name in LOCAL_ONLY}
        if int(form["amount"]) < SMALLEST.get(form["currency"], 1):
            return refusal(400, "invalid_request_error", "amount_too_small", "Amount is too small.", "amount")
        form["payment_method"] = self.cards.get(fault, form["payment_method"])
        before = await self._all(request.headers)
        answer = await self._inner("POST", request.path, list(form.items()), "", request.headers)
        made = [each for each in await self._all(request.headers) if each["id"] not in {old["id"] for old in before}]
        if answer.status == 404:
            missing = "No such PaymentMethod or customer."
            return refusal(400, "invalid_request_error", "resource_missing", missing, "payment_method")
        if not made:
            return answer
        intent = made[0]
        self.order.append(intent["id"])
        self.returns[intent["id"]] = kept["return_url"]
        if answer.status == 200 and intent["status"] == "requires_action" and kept["error_on_requires_action"]:
            await self._authenticate(intent, False, request.headers)
            answer = refusal(402, "card_error", "authentication_required", "The payment needs authentication.")
        if answer.status == 402:
            shown = await self._presented(Answer(200, await self._one(intent["id"], request.headers)), set())
            answer.body["error"] = {**answer.body["error"], "type": "card_error", "payment_intent": shown.body}
        return await self._presented(answer, expands(request, list(form.items())))

    async def _refund(self, request: web.Request, form: dict[str, str]) -> Answer:
        intent = await self._one(form["payment_intent"], request.headers)
        charge = intent["latest_charge"]
        if not charge or not charge["captured"]:
            return refusal(400, "invalid_request_error", "", "This charge was not captured.")
        if int(form["amount"]) > charge["amount"] - charge["amount_refunded"]:
            return refusal(400, "invalid_request_error", "", "More than what is left of the charge.", "amount")
        return await self._inner("POST", request.path, list(form.items()), "", request.headers)

    async def _list(self, request: web.Request) -> Answer:
        """Newest first, from `created[gte]`."""
        since = int(request.query.get("created[gte]", "0"))
        found = [each for each in await self._all(request.headers) if each["created"] >= since]
        found.sort(key=lambda each: self.order.index(each["id"]), reverse=True)
        after = request.query.get("starting_after")
        start = next((place + 1 for place, each in enumerate(found) if each["id"] == after), 0)
        limit = int(request.query.get("limit", "10"))
        return await self._page(request, found[start : start + limit], len(found) > start + limit)

    async def _search(self, request: web.Request) -> Answer:
        asked = re.fullmatch(r"metadata\['(\w+)'\]:'((?:[^'\\]|\\.)*)'", request.query["query"])
        if asked is None:
            return refusal(400, "invalid_request_error", "", "The query is not understood.", "query")
        name, value = asked[1], re.sub(r"\\(.)", r"\1", asked[2])
        known = [each for each in await self._all(request.headers) if each["id"] in self.indexed]
        return await self._page(
            request, [each for each in known if str(each["metadata"].get(name)).lower() == value.lower()], False
        )

    async def _page(self, request: web.Request, found: list[dict[str, Any]], more: bool) -> Answer:
        expanded = {each.removeprefix("data.") for each in expands(request, [])}
        shown = [(await self._presented(Answer(200, each), expanded)).body for each in found]
        return Answer(200, {"object": "list", "url": request.path, "has_more": more, "data": shown})

    async def _presented(self, answer: Answer, expanded: set[str]) -> Answer:
        """A PaymentIntent as Stripe shows it."""
        if answer.body.get("object") != "payment_intent" or answer.status != 200:
            return answer
        intent = dict(answer.body)
        charge = intent["latest_charge"]
        captured = charge is not None and charge["captured"] and charge["status"] == "succeeded"
        intent["amount_received"] = charge["amount"] if captured and charge else 0
        if charge is not None and "latest_charge" not in expanded:
            intent["latest_charge"] = charge["id"]
        if intent["next_action"]:
            page = f"{self.inner}/issuer/{intent['id']}"
            back = self.returns.get(intent["id"], "")
            intent["next_action"] = {"type": "redirect_to_url", "redirect_to_url": {"url": page, "return_url": back}}
        return Answer(200, intent)

    async def _authenticate(self, intent: dict[str, Any], agree: bool, headers: Any) -> Answer:
        form = [("client_secret", intent["client_secret"]), ("success", str(agree).lower())]
        return await self._inner("POST", f"/v1/payment_intents/{intent['id']}/_authenticate", form, "", headers)

    async def _all(self, headers: Any) -> list[dict[str, Any]]:
        return list((await self._inner("GET", "/v1/payment_intents", [], "limit=100000", headers)).body.get("data", []))

    async def _one(self, intent: str, headers: Any) -> dict[str, Any]:
        return (await self._inner("GET", f"/v1/payment_intents/{intent}", [], "", headers)).body

    async def _inner(self, method: str, path: str, form: Form, query: str, headers: Any) -> Answer:
        sent = {"Authorization": headers.get("Authorization", ""), "Content-Type": "application/x-www-form-urlencoded"}
        url = f"{self.inner}{path}" + (f"?{query}" if query else "")
        async with self.client.request(method, url, data=urlencode(form) or None, headers=sent) as answer:
            return Answer(answer.status, await answer.json())

    async def control(self, request: web.Request) -> web.Response:
        """`forget`, `arm`, `index`, `authenticate`, `change`, `books`, `requests`: the tests' own way in."""
        wish = await request.json()
        headers = {"Authorization": "Bearer sk_test_control"}
        if wish["do"] == "forget":
            await self.client.delete(f"{self.inner}/_config/data")
            for kept in (self.answers, self.faults, self.returns, self.order, self.indexed, self.requests):
                kept.clear()
            for name, number in CARDS.items():
                card = {"number": number, "exp_month": "12", "exp_year": "2080", "cvc": "123"}
                form = [("type", "card"), *((f"card[{key}]", value) for key, value in card.items())]
                made = await self._inner("POST", "/v1/payment_methods", form, "", headers)
                self.cards[name] = made.body["id"]
            return web.json_response(self.cards)
        if wish["do"] == "arm":
            self.faults.append(wish)
        if wish["do"] == "index":
            self.indexed.update(self.order)
        if wish["do"] == "authenticate":
            intent = await self._one(wish["intent"], headers)
            await self._authenticate(intent, wish["agree"], headers)
        if wish["do"] == "change":
            from localstripe.resources import store

            vars(store[f"{wish['object']}:{wish['id']}"]).update(wish["values"])
        if wish["do"] == "customer":
            return web.json_response((await self._inner("POST", "/v1/customers", [], "", headers)).body)
        if wish["do"] == "inner":
            return web.json_response({"url": self.inner})
        if wish["do"] == "books":
            return web.json_response(await self._all(headers))
        return web.json_response(self.requests)


def refusal(status: int, kind: str, code: str, message: str, param: str = "") -> Answer:
    error = {
        "type": kind,
        "message": message,
        **({"code": code} if code else {}),
        **({"param": param} if param else {}),
    }
    return Answer(status, {"error": error})


def expands(request: web.Request, form: Form) -> set[str]:
    given = [*request.query.items(), *form]
    return {value for name, value in given if name.startswith("expand")}


async def main() -> None:
    from localstripe import resources
    from localstripe.server import app

    resources.Store.dump_to_disk = lambda _store: None  # it writes every change to one file that all users share
    inner = web.AppRunner(app)
    await inner.setup()
    await web.TCPSite(inner, "127.0.0.1", 0).start()
    async with aiohttp.ClientSession() as client:
        front = Front(f"http://127.0.0.1:{inner.addresses[0][1]}", client)
        outside = web.Application()
        outside.router.add_post("/_control", front.control)
        outside.router.add_route("*", "/{path:.*}", front.serve)
        runner = web.AppRunner(outside)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        print(runner.addresses[0][1], flush=True)
        await asyncio.to_thread(sys.stdin.read)  # ends with its parent, however that ends


if __name__ == "__main__":
    asyncio.run(main())
