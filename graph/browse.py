"""Finding: candidates, what the pictures say of them, and the order in which they are shown."""

from __future__ import annotations

from typing import Any

from langchain_core.runnables import RunnableConfig

from agents.intent import merge
from agents.ranking import rank as rank_candidates
from agents.relations import Comparison, comparisons, in_search
from agents.retrieval import retrieve as find
from agents.visual import colour_of, verify_candidates
from graph.services import Services
from graph.state import ShopState
from tools.catalog.facets import facets_of
from tools.catalog.types import Hit, Product, Variant
from tools.llm.contract import ShownProduct
from tools.vision.types import Evidence

NOT_SAID = frozenset({"size", "color", "seller"})  # of a shown thing's facts: those have keys of their own
LONGEST_FACT, MOST_FACTS = 40, 30  # the state is kept from turn to turn
WIDTH = 4  # candidates fetched for each one shown: room for what the pictures contradict


def retrieve(services: Services, state: ShopState, _config: RunnableConfig) -> dict[str, Any]:
    """Candidates that the catalogue's own words say fit. What the message wishes for is the running wish from here on,
    not before: a search behind a change of the cart that could not be made has not begun.
    """
    wish = _wish(state)
    state = {**state, **wish}  # type: ignore[typeddict-item]
    compared = _compared(services, state)
    query, constraints = in_search(state.get("query") or "", state.get("constraints") or [], compared)
    width = WIDTH * (1 + bool(compared))  # about half of what there is is lighter than a given thing
    found = find(services.search, query, constraints, services.settings.results * width)
    return {
        **wish,
        "candidates": [_as_json(hit) for hit in found.hits],
        "relaxed": list(found.relaxed),
        "search_violations": list(found.violations),
    }


def _wish(state: ShopState) -> dict[str, Any]:
    """The running wish with what this message says. Its order is kept by a refinement that names no other one."""
    intent = state["intent"]
    constraints, query = merge(state.get("constraints") or [], state.get("query") or "", intent)
    earlier = state.get("sort") if intent["kind"] == "refine" else None
    return {"constraints": constraints, "query": query, "sort": intent.get("sort") or earlier or "relevance"}


def verify_attributes(services: Services, state: ShopState, _config: RunnableConfig) -> dict[str, Any]:
    """What is contradicted leaves the list and is counted; what is unsure stays and is said to be unsure."""
    hits = [_hit(each) for each in state["candidates"]]
    products, variants = _facts(services, hits)
    outcome = verify_candidates(
        services.verifier,
        services.measurements,
        hits,
        products,
        variants,
        state.get("constraints") or [],
        siblings=services.catalog.variants_of,
        compared=_compared(services, state),
    )
    return {
        "candidates": [_as_json(hit) for hit in outcome.kept],
        "evidence": outcome.evidence,
        "contradicted": outcome.contradicted,
    }


def rank(services: Services, state: ShopState, _config: RunnableConfig) -> dict[str, Any]:
    """The order, a reason for each place, and the cards that the storefront shows."""
    hits = [_hit(each) for each in state["candidates"]]
    products, variants = _facts(services, hits)
    sort = state.get("sort") or "relevance"
    ranked = rank_candidates(
        hits, products, variants, state.get("constraints") or [], state["evidence"], sort, services.clock()
    )[: services.settings.results]
    results = [
        {
            **card(products[each["product_id"]], variants[each["variant_id"]], state["evidence"], each["why"]),
            "arrival": each.get("arrival"),
        }
        for each in ranked
    ]
    shown = [_for_references(products[each["product_id"]], variants[each["variant_id"]]) for each in ranked]
    found: dict[str, Any] = {"ranked": ranked, "results": results}
    if not shown and state["intent"]["kind"] == "refine":
        return found  # what was on the screen before still is: "then the second one"
    return {**found, "shown": shown, "shown_for": state.get("constraints") or []}


def _for_references(product: Product, variant: Variant) -> ShownProduct:
    """What the next message may name it by: "the navy one", "the one with the hood", "the cheaper one"."""
    assert variant.price is not None, "search never returns an unpriced variant"
    facts = sorted({value for attribute, value in facets_of(product, variant) if attribute not in NOT_SAID})
    return {
        "product_id": product.product_id,
        "variant_id": variant.variant_id,
        "title": product.title,
        "price_minor": variant.price.minor,
        "color": colour_of(variant) or "",
        "size": next((value for name, value in variant.options.items() if name.casefold() == "size"), ""),
        "facts": [each for each in facts if len(each) <= LONGEST_FACT][:MOST_FACTS],
    }


def card(product: Product, variant: Variant, evidence: dict[str, list[Evidence]], why: list[str]) -> dict[str, Any]:
    """A result as every client shows it."""
    assert variant.price is not None, "search never returns an unpriced variant"
    return {
        "product_id": product.product_id,
        "variant_id": variant.variant_id,
        "title": product.title,
        "options": dict(variant.options),
        "price": variant.price.as_json(),
        "image_url": f"/images/{variant.image}" if variant.image else None,
        "evidence": [
            {key: each[key] for key in ("attribute", "claimed", "observed", "verdict", "p")}
            for each in evidence.get(variant.variant_id, [])
        ],
        "why": why,
        "seller": product.seller,
        "delivery_days": product.delivery_days,
        "stock": variant.stock,
        "restrictions": list(product.restrictions),
    }


def _compared(services: Services, state: ShopState) -> list[Comparison]:
    """The running wish's relations with the things that they compare with."""
    named = [each["reference"] for each in state.get("constraints") or [] if "reference" in each]
    if not named:
        return []
    variants = services.catalog.variants([each["variant_id"] for each in named])
    seen = services.measurements.get([each.image for each in variants.values() if each.image])
    products = services.catalog.products([each["product_id"] for each in named])
    return comparisons(state.get("constraints") or [], products, variants, seen)


def _facts(services: Services, hits: list[Hit]) -> tuple[dict[str, Product], dict[str, Variant]]:
    """What the catalogue says of the hits now: prices and stock are read at each step."""
    products = services.catalog.products([hit.product_id for hit in hits])
    return products, services.catalog.variants([hit.variant_id for hit in hits])


def _as_json(hit: Hit) -> dict[str, Any]:
    return {"product_id": hit.product_id, "variant_id": hit.variant_id, "score": hit.score}


def _hit(found: dict[str, Any]) -> Hit:
    return Hit(found["product_id"], found["variant_id"], found["score"])
