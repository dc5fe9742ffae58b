"""The `truecart` command. Each command's module is loaded when it is called, so that help answers at once."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from cli import terminal
from tools.errors import TruecartError


class Shell(TyperGroup):
    """Turns an error of ours into words on stderr and exit code 1, whatever the command."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except TruecartError as problem:
            terminal.fail(problem)
        except BrokenPipeError:
            terminal.hush()
        except KeyboardInterrupt:
            raise typer.Exit(130) from None
        raise typer.Exit(1)


def _group(help_text: str) -> typer.Typer:
    return typer.Typer(help=help_text, no_args_is_help=True, add_completion=False, rich_markup_mode=None)


app = typer.Typer(
    cls=Shell,
    help="Chat-to-buy agent that checks what it sees, asks before it pays and can say why.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
catalog_app = _group("Import, look at and check catalogues.")
review_app = typer.Typer(help="Decide purchases that wait for a reviewer.", add_completion=False, rich_markup_mode=None)
audit_app = _group("The hash-chained record of what happened.")
orders_app = _group("What was bought: look at it, ship it, record its delivery.")
app.add_typer(catalog_app, name="catalog")
app.add_typer(review_app, name="review")
app.add_typer(orders_app, name="orders")
app.add_typer(audit_app, name="audit")
sandbox_app = _group("The sandbox payment gateway: serve it, arm its faults, read its books.")
app.add_typer(sandbox_app, name="sandbox")

Json = Annotated[bool, typer.Option("--json", help="Answer with JSON.")]
Catalog = Annotated[str | None, typer.Option("--catalog", help="Catalogue; default TRUECART_CATALOG.")]
Reviewer = Annotated[str, typer.Option("--as", help="Who reviews.")]
Approval = Annotated[str, typer.Argument(hidden=True)]


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address; default TRUECART_HOST.")] = None,
    port: Annotated[int | None, typer.Option(help="Port; default TRUECART_PORT.", min=1, max=65535)] = None,
    catalog: Catalog = None,
) -> None:
    """Serve the storefront, the review console and the LangGraph API."""
    from cli.serve import run

    run(host, port, catalog)


@app.command()
def chat(
    shopper: Annotated[str, typer.Option("--as", help="Who is shopping.")] = "ada",
    thread: Annotated[str | None, typer.Option(help="Continue this conversation.")] = None,
    catalog: Catalog = None,
) -> None:
    """Shop in the terminal.

    Piped, each line of input is a message, and each fact a line of output.
    """
    from cli.chat import run

    raise typer.Exit(run(shopper, thread, catalog))


@app.command()
def agent(
    name: Annotated[str, typer.Argument(hidden=True)],
    catalog: Catalog = None,
) -> None:
    """One agent over JSON lines: rows in, answers out.

    NAME is intent, money, search, verify, screen or confirm. A row comes on stdin, its answer goes to stdout, with
    the row's id. A row that is not usable is answered by its error, and the rest go on.
    """
    from cli.agent import NAMES, run

    if name not in NAMES:
        raise typer.BadParameter(f"{name!r} is not one of {', '.join(NAMES)}.", param_hint="NAME")
    raise typer.Exit(run(name, catalog, sys.stdin.buffer, sys.stdout.buffer))


@app.command()
def why(order: Annotated[str, typer.Argument(hidden=True)], json: Json = False) -> None:
    """Why each line of an order was bought.

    ORDER is the id on the receipt. Answers with the words, constraints, evidence, quote, approvals and payment.
    """
    from cli.why import why as answer

    answer(order, json)


@app.command("eval", add_help_option=False, context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def evaluate(ctx: typer.Context) -> None:
    """Run the eval suites and write the report."""
    from evals.command import main as run_evals

    raise typer.Exit(run_evals(ctx.args))


@app.command()
def doctor(json: Json = False) -> None:
    """Show every setting, check every part.

    The exit code is 1 when a part is not in order.
    """
    from cli.doctor import run

    raise typer.Exit(run(json))


@catalog_app.command("import")
def catalog_import(
    feed: Annotated[Path, typer.Argument(hidden=True)],
    catalog: Annotated[str | None, typer.Option(help="Name of the catalogue; default the feed's file name.")] = None,
    images: Annotated[Path | None, typer.Option(help="Folder with the pictures.")] = None,
    currency: Annotated[str, typer.Option(help="ISO 4217 code, for feeds that name none.")] = "USD",
    rejected: Annotated[Path | None, typer.Option(help="Write every rejected row here, as JSON lines.")] = None,
    json: Json = False,
) -> None:
    """Read a feed into a catalogue.

    FEED is a Google Merchant CSV, TSV or JSON lines file, a Shopify product CSV, or product JSON lines as Magento or
    Icecat write them; gzip is unpacked. The same feed twice changes nothing, and an interrupted import goes on where
    it stopped.
    """
    from cli.catalog import import_feed

    import_feed(feed, catalog, images, currency, rejected, json)


@catalog_app.command("demo")
def catalog_demo(
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Build it even when it is there.")] = False,
) -> None:
    """Build the demo catalogue, once."""
    from cli.demo import build

    build(rebuild=rebuild)


@catalog_app.command("audit")
def catalog_audit(
    catalog: Catalog = None,
    json: Json = False,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write one page with the pictures here.")] = None,
    unsure: Annotated[bool, typer.Option("--all", help="Also the listings that are unsure.")] = False,
    limit: Annotated[int | None, typer.Option(metavar="N", help="At most so many, surest first.")] = None,
    min_confidence: Annotated[float, typer.Option(metavar="P", help="Leave out what is less sure, 0 to 1.")] = 0.0,
) -> None:
    """List pictures that contradict their listing.

    Surest first, with what the picture shows and, where two siblings seem to have changed places, with whom. The exit
    code is 0 whatever is found.
    """
    from cli.catalog_audit import audit

    audit(catalog, as_json=json, html=html, unsure=unsure, limit=limit, at_least=min_confidence)


@catalog_app.command("reembed")
def catalog_reembed(
    catalog: Catalog = None,
    download: Annotated[
        bool, typer.Option("--download", help="Fetch the model's weights when they are not here.")
    ] = False,
    json: Json = False,
) -> None:
    """Embed every picture with the encoder of TRUECART_CLIP_MODEL.

    Only what this encoder has not embedded yet is done, and an interrupted run goes on where it stopped. The index in
    use is replaced at the end, in one step.
    """
    from cli.reembed import reembed

    reembed(catalog, download, json)


@catalog_app.command("stats")
def catalog_stats(catalog: Catalog = None, json: Json = False) -> None:
    """Count what a catalogue holds."""
    from cli.catalog import stats

    stats(catalog, json)


@review_app.callback(invoke_without_command=True)
def review(ctx: typer.Context) -> None:
    if ctx.invoked_subcommand is None:
        review_list()


@review_app.command("list")
def review_list(
    status: Annotated[str, typer.Option(help="pending, approved, rejected, expired, superseded or all.")] = "pending",
    json: Json = False,
) -> None:
    """List purchases that wait for a reviewer."""
    from cli.review import list_approvals

    list_approvals(status, json)


@review_app.command("show")
def review_show(approval: Approval, json: Json = False) -> None:
    """Show one purchase, the reasons and the evidence."""
    from cli.review import show

    show(approval, json)


Note = Annotated[str | None, typer.Option(help="A word for the record.")]


@review_app.command("approve")
def review_approve(approval: Approval, reviewer: Reviewer = "rita", note: Note = None, json: Json = False) -> None:
    """Approve a purchase.

    It is paid at once when nobody else has to agree.
    """
    from cli.review import decide

    decide(approval, "approve", reviewer, note, json)


@review_app.command("edit")
def review_edit(
    approval: Approval,
    line: Annotated[list[str], typer.Option("--line", help="VARIANT=QUANTITY; lines not named are removed.")],
    reviewer: Reviewer = "rita",
    note: Note = None,
    json: Json = False,
) -> None:
    """Replace a purchase by one with other quantities.

    APPROVAL is an id of the list. The shopper is asked about the new total, then a reviewer if that is still needed.
    """
    from cli.review import edit

    edit(approval, line, reviewer, note, json)


@review_app.command("reject")
def review_reject(approval: Approval, reviewer: Reviewer = "rita", note: Note = None, json: Json = False) -> None:
    """Reject a purchase and release its stock."""
    from cli.review import decide

    decide(approval, "reject", reviewer, note, json)


Merchant = Annotated[str, typer.Option("--as", help="Who records it.")]
OrderId = Annotated[str, typer.Argument(hidden=True)]


@orders_app.command("list")
def orders_list(
    status: Annotated[str, typer.Option(help="paid, shipped, delivered, cancelled, returned or all.")] = "all",
    limit: Annotated[int, typer.Option(help="At most so many.", min=1)] = 50,
    json: Json = False,
) -> None:
    """List orders, newest first."""
    from cli.orders import list_orders

    list_orders(status, limit, json)


@orders_app.command("show")
def orders_show(order: OrderId, json: Json = False) -> None:
    """Show one order.

    ORDER is the id on the receipt. Answers with the lines and every refund that was asked for.
    """
    from cli.orders import show

    show(order, json)


@orders_app.command("ship")
def orders_ship(order: OrderId, merchant: Merchant = "merchant", json: Json = False) -> None:
    """Record that the goods have left.

    ORDER is the id on the receipt. From then on the order cannot be cancelled.
    """
    from cli.orders import ship

    ship(order, merchant, json)


@orders_app.command("deliver")
def orders_deliver(order: OrderId, merchant: Merchant = "merchant", json: Json = False) -> None:
    """Record that the goods have arrived.

    ORDER is the id on the receipt. From then on the goods can be returned, for TRUECART_RETURN_DAYS days.
    """
    from cli.orders import deliver

    deliver(order, merchant, json)


@audit_app.command("verify")
def audit_verify(json: Json = False) -> None:
    """Recompute the chain.

    The exit code is 1 when it is broken.
    """
    from cli.why import verify

    verify(json)


SandboxFile = Annotated[Path | None, typer.Option("--file", help="The gateway's file; default the configured one.")]


@sandbox_app.command("serve")
def sandbox_serve(
    host: Annotated[str, typer.Option(help="Address to serve on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to serve on.", min=1, max=65535)] = 2025,
    file: Annotated[Path | None, typer.Option(help="The books; default sandbox-service.db in TRUECART_HOME.")] = None,
    notify: Annotated[str, typer.Option(metavar="URL", help="Send webhooks here: …/pay/webhook/sandbox.")] = "",
    public: Annotated[str, typer.Option(metavar="URL", help="Where payers reach it, when that is elsewhere.")] = "",
) -> None:
    """Serve the sandbox gateway as a service of its own.

    It needs TRUECART_SANDBOX_SECRET, and the shop needs the same beside TRUECART_SANDBOX_URL.
    """
    from cli.sandbox import serve as run

    run(host, port, file, notify, public)


@sandbox_app.command("arm")
def sandbox_arm(
    operation: Annotated[str, typer.Argument(hidden=True)],
    fault: Annotated[str, typer.Argument(hidden=True)],
    times: Annotated[int, typer.Option(help="How many calls will meet it.")] = 1,
    seconds: Annotated[float, typer.Option(help="How late, for slow, late and out_of_order.")] = 0.0,
    file: SandboxFile = None,
) -> None:
    """Let the next call of OPERATION meet FAULT.

    OPERATION is authorize, capture, void, refund, lookup, lookup_refund or webhook. FAULT is lost_request, lost_reply,
    slow, decline, requires_action, crash_before or crash_after; of a webhook duplicate, out_of_order, late, lost or
    bad_signature.
    """
    from cli.sandbox import arm

    arm(operation, fault, times, seconds, file)


@sandbox_app.command("disarm")
def sandbox_disarm(file: SandboxFile = None) -> None:
    """Forget every fault that is armed."""
    from cli.sandbox import disarm

    disarm(file)


@sandbox_app.command("books")
def sandbox_books(file: SandboxFile = None, json: Json = False) -> None:
    """Show charges, refunds and balances."""
    from cli.sandbox import books

    books(file, json)


def main() -> None:
    app()


if __name__ == "__main__":
    main()
