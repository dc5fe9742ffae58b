"""`truecart review`: a reviewer's desk in the terminal."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, get_args

from cli import terminal
from tools.checkout.types import Approval, ApprovalStatus
from tools.errors import CODES, TruecartError
from tools.money import display

if TYPE_CHECKING:
    from graph.services import Services

SERVER_S = 30.0  # longest wait for a server to record a decision and let the purchase go on


def list_approvals(status: str, as_json: bool) -> None:
    """Approvals of the reviewer's role with this status, oldest first; "all" for every status."""
    services = _services()
    known = get_args(ApprovalStatus)
    if status not in (*known, "all"):
        raise TruecartError("bad_request", f"The status is one of {', '.join(known)}, all.")
    wanted: list[ApprovalStatus] = [each for each in known if status in (each, "all")]
    found = [each for one in wanted for each in services.checkout.list_approvals(one)]
    rows = [_row(services, each) for each in found]
    if as_json:
        terminal.as_json({"approvals": rows})
    elif rows:
        headings = ("id", "status", "shopper", "total", "lines", "shopper agreed", "reasons", "expires")
        terminal.table(headings, [_cells(each) for each in rows])
    else:
        terminal.say("Nothing waits for a reviewer." if status == "pending" else "There are none.")


def show(approval_id: str, as_json: bool) -> None:
    """One purchase with its terms, reasons and evidence. Raises `not_found`."""
    services = _services()
    approval = services.checkout.approval(approval_id)
    quote = services.checkout.asked(approval["quote_id"])
    agreed = services.checkout.approvals_of(approval["quote_id"])
    if as_json:
        terminal.as_json({"approval": approval, "quote": quote, "approvals": agreed})
        return
    from cli.chat_view import line_text, sums, whose

    terms = quote["terms"]
    facts = [("shopper", approval["shopper"]), ("reasons", ", ".join(approval["reasons"]))]
    facts += [("line", line_text(dict(line), terms["currency"])) for line in terms["lines"]]
    facts += sums(dict(terms))
    facts += [whose(dict(terms)), ("expires", approval["expires_at"]), ("digest", quote["digest"])]
    facts += [(f"{each['role']}'s approval", each["status"]) for each in agreed]
    for seen in quote["evidence"]:
        best = seen["observed"][0]["value"] if seen["observed"] else "nothing sure"
        verdict = f"{seen['claimed']} {seen['verdict']} (p {seen['p']:.2f}), picture shows {best}"
        facts.append((f"{seen['variant_id']} {seen['attribute']}", verdict))
    terminal.table(("approval", approval_id), facts)


def decide(approval_id: str, decision: str, reviewer: str, note: str | None, as_json: bool) -> None:
    """Record the decision for the terms as they are stored, then complete the purchase if all agree.

    A running server over the same data is asked to do it, because it lets the shopper's page go on by itself;
    otherwise it is done here. Raises `already_decided`, `quote_expired`, `approval_superseded` or `not_found`.
    """
    services = _services()
    digest = services.checkout.approval(approval_id)["digest"]
    try:
        answer = _decided(services, approval_id, digest, decision, reviewer, note)
    except TruecartError as problem:
        raise _with_who_decided(problem) from problem
    if as_json:
        terminal.as_json(answer)
        return
    for line in _outcome(answer, services.checkout.approvals_of(answer["approval"]["quote_id"])):
        print(line)


def _decided(
    services: Services, approval_id: str, digest: str, decision: Any, reviewer: str, note: str | None
) -> dict[str, Any]:
    answer = _by_server(services, approval_id, digest, decision, reviewer, note)
    if answer is None:
        decided = services.checkout.decide(
            approval_id, digest=digest, decision=decision, actor=reviewer, role="reviewer", note=note
        )
        answer = {"approval": decided, "order": None}
    everyone = services.checkout.approvals_of(answer["approval"]["quote_id"])
    if answer.get("order") is None and all(each["status"] == "approved" for each in everyone):
        answer |= _completed(services, answer["approval"]["quote_id"], reviewer)
    return answer


def _completed(services: Services, quote_id: str, reviewer: str) -> dict[str, Any]:
    """Pay, or give back, what all have agreed to; a second time it answers the same."""
    if services.checkout.asked(quote_id)["terms"]["kind"] == "refund":
        given = services.checkout.refund(quote_id, turn_id="", actor=reviewer)
        return {"refund": given["refund"], "violations": list(given["violations"])}
    outcome = services.checkout.pay(quote_id, turn_id="", actor=reviewer)
    return {"order": outcome["order"], "violations": list(outcome["violations"])}


def edit(approval_id: str, lines: list[str], reviewer: str, note: str | None, as_json: bool) -> None:
    """Replace the purchase by one with these lines, "VARIANT=QUANTITY" each; everybody is asked about it anew.

    Raises as `decide`, and `bad_request` for a line that cannot be read.
    """
    services = _services()
    changes = {"lines": [_line(each) for each in lines]}
    digest = services.checkout.approval(approval_id)["digest"]
    answer = _by_server(services, approval_id, digest, "edit", reviewer, note, changes)
    if answer is None:
        made, found = services.checkout.edit(
            approval_id, digest=digest, changes=changes, actor=reviewer, role="reviewer", note=note
        )
        answer = {"approval": services.checkout.approval(approval_id), "quote": made, "violations": found}
    if as_json:
        terminal.as_json(answer)
        return
    terms = answer["quote"]["terms"]
    print(f"{approval_id} is {answer['approval']['status']}; the new total is ", end="")
    print(f"{display(terms['total_minor'], terms['currency'])}. The shopper is asked first.")


def _line(text: str) -> dict[str, Any]:
    variant_id, _, quantity = text.rpartition("=")
    if not variant_id or not quantity.isascii() or not quantity.isdigit():
        raise TruecartError("bad_request", f"A line is VARIANT=QUANTITY, not {text!r}.")
    return {"variant_id": variant_id, "quantity": int(quantity)}


def _with_who_decided(problem: TruecartError) -> TruecartError:
    """The same error; for a decision that came too late with the one that stands."""
    said = problem.details
    if problem.code != "already_decided" or not said.get("decided_by"):
        return problem
    message = f"This was {said.get('status')} by {said['decided_by']} at {said.get('decided_at')}."
    return TruecartError(problem.code, message, **said)


def _outcome(answer: dict[str, Any], everyone: list[Approval]) -> list[str]:
    approval, order = answer["approval"], answer.get("order")
    lines = [f"{approval['id']} is {approval['status']} by {approval['decided_by']}."]
    if order:
        lines.append(f"Paid: order {order['order_id']}, {display(order['total_minor'], order['currency'])}.")
    if back := answer.get("refund"):
        amount = display(back["amount_minor"], back["currency"])
        lines.append(f"Order {back['order_id']}: {amount}, {back['state']}.")
    waiting = [each["role"] for each in everyone if each["status"] == "pending"]
    if waiting:
        lines.append(f"Still to agree: {', '.join(waiting)}.")
    lines += [f"Not done: {each['message']} ({each['code']})" for each in answer.get("violations") or []]
    lines.append("The shopper's page goes on by itself; in “truecart chat”, Enter looks again.")
    return lines


def _by_server(
    services: Services,
    approval_id: str,
    digest: str,
    decision: str,
    reviewer: str,
    note: str | None,
    changes: dict[str, Any] | None = None,
) -> dict[str, Any] | None:
    """The review API's answer, or None when no server over this data knows this reviewer."""
    from web.identities import from_settings

    known = from_settings(services.settings).items()
    tokens = [token for token, who in known if who.name == reviewer and who.role == "reviewer"]
    if not tokens:
        return None
    ask = _caller(services, tokens[0])
    path = f"/review/api/approvals/{approval_id}"
    standing = ask("GET", path, None, 2.0)
    if standing is None or standing[0] != 200 or standing[1].get("approval", {}).get("digest") != digest:
        return None
    body: dict[str, Any] = {"decision": decision, "digest": digest}
    body |= {key: value for key, value in (("note", note), ("edit", changes)) if value}
    answered = ask("POST", f"{path}/decision", body, SERVER_S)
    if answered is None:
        return None
    if answered[0] == 200:
        return answered[1]
    problem = answered[1].get("error", {})
    code = problem.get("code") if problem.get("code") in CODES else "internal"
    raise TruecartError(code, problem.get("message"), **problem.get("details", {}))


def _caller(
    services: Services, token: str
) -> Callable[[str, str, dict[str, Any] | None, float], tuple[int, dict[str, Any]] | None]:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(services.settings.host, services.settings.host)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def ask(method: str, path: str, body: dict[str, Any] | None, seconds: float) -> tuple[int, dict[str, Any]] | None:
        connection = http.client.HTTPConnection(host, services.settings.port, timeout=seconds)
        try:
            connection.request(method, path, json.dumps(body) if body else None, headers)
            response = connection.getresponse()
            answer = json.loads(response.read())
        except (OSError, http.client.HTTPException, ValueError):  # no server, or not ours
            return None
        finally:
            connection.close()
        return (response.status, answer) if isinstance(answer, dict) else None

    return ask


def _row(services: Services, approval: Approval) -> dict[str, Any]:
    terms = services.checkout.asked(approval["quote_id"])["terms"]
    everyone = services.checkout.approvals_of(approval["quote_id"])
    return {
        **approval,
        "total": {"minor": terms["total_minor"], "currency": terms["currency"]},
        "lines": len(terms["lines"]),
        "shopper_status": next((each["status"] for each in everyone if each["role"] == "shopper"), None),
    }


def _cells(row: dict[str, Any]) -> tuple[Any, ...]:
    total = display(row["total"]["minor"], row["total"]["currency"])
    reasons = ", ".join(row["reasons"])
    shopper = (row["shopper"], total, row["lines"], row["shopper_status"])
    return (row["id"], row["status"], *shopper, reasons, row["expires_at"])


def _services() -> Services:
    from graph.services import Services
    from tools.settings import load

    return Services(load())
