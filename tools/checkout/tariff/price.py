"""From a purchase and the rules to a price: pure, in whole numbers, the same for every order of rows and lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from guards.violations import Violation, violation
from tools.checkout.tariff import promotions
from tools.checkout.tariff.places import class_of, shipping_minor, tax_ppm
from tools.checkout.tariff.promotions import Missing, Shares
from tools.checkout.tariff.purchase import Item, Priced, PricedLine, Purchase
from tools.checkout.tariff.rules import MILLION, Promotion, Tariff, coupon_key
from tools.checkout.tariff.shares import half_up
from tools.checkout.types import Discount


@dataclass(frozen=True)
class _Listed:
    """The goods at the shop's own prices: after promotions of stage "price", before those of the cart."""

    prices: dict[str, int]  # of whole lines, by variant_id
    given: list[tuple[Promotion, Shares]]


@dataclass(frozen=True)
class _Outcome:
    """What a set of cart promotions comes to; `missing` tells of those that did nothing."""

    given: list[tuple[Promotion, Shares]]
    left: dict[str, int]
    shipping: int | None
    missing: dict[str, Missing]


def price(tariff: Tariff, purchase: Purchase) -> Priced:
    """The price for this shopper at this place and time.

    All stacking promotions together compete with each exclusive one by itself, with those that need no coupon, and with
    none at all: a discount may cost a free shipping, and no offer makes the whole dearer. The lowest total is the
    price; at equal totals the stacking ones win, then the exclusive one that comes first by (priority, code).
    """
    opened = [each for each in tariff.in_order if promotions.is_open(each, purchase)]
    listed = _at_list_prices(purchase, [each for each in opened if each.stage == "price"])
    cart = [each for each in opened if each.stage == "cart"]
    stacking, exclusive = [each for each in cart if each.stacks], [each for each in cart if not each.stacks]
    offered = [stacking, *([each] for each in exclusive)]
    sets = [*offered, [each for each in stacking if not each.coupon], []]
    outcomes = [_outcome(tariff, purchase, listed, each) for each in sets]
    prices = [_sum_up(tariff, purchase, listed, each) for each in outcomes]
    best = min(range(len(prices)), key=lambda at: (outcomes[at].shipping is None, prices[at].total_minor, at))
    missing = {each.code: {"why": "better" if best < len(offered) else "dearer"} for each in cart}
    for outcome in (*outcomes, outcomes[best]):
        missing.update(outcome.missing)
    problems = [*_place_problems(purchase, outcomes[best]), *_coupon_problems(tariff, purchase, prices[best], missing)]
    return Priced(**{**prices[best].__dict__, "problems": tuple(problems)})


def _at_list_prices(purchase: Purchase, rules: list[Promotion]) -> _Listed:
    units = {each.variant_id: each.unit_minor for each in purchase.items}
    quantity = {each.variant_id: each.quantity for each in purchase.items}
    given: list[tuple[Promotion, Shares]] = []
    for promotion in rules:
        off = promotions.per_unit(promotion, promotions.in_scope(promotion, purchase), units)
        units = {key: unit - off.get(key, 0) for key, unit in units.items()}
        shares = {key: minor * quantity[key] for key, minor in off.items() if minor}
        if shares:
            given.append((promotion, shares))
    return _Listed({key: unit * quantity[key] for key, unit in units.items()}, given)


def _outcome(tariff: Tariff, purchase: Purchase, listed: _Listed, rules: list[Promotion]) -> _Outcome:
    left, given, missing = dict(listed.prices), list[tuple[Promotion, Shares]](), dict[str, Missing]()
    for promotion in rules:
        lacking = promotions.unmet(promotion, purchase, listed.prices)
        if lacking is None and not promotion.off.free_shipping:
            shares = promotions.taken(promotion, promotions.in_scope(promotion, purchase), listed.prices, left)
            left = {key: minor - shares.get(key, 0) for key, minor in left.items()}
            given += [(promotion, shares)] if shares else []
            lacking = None if shares else {"why": "nothing_left"}
        if lacking is not None:
            missing[promotion.code] = lacking
    shipping = shipping_minor(tariff, purchase.place, sum(left.values()))
    for promotion in rules:
        if promotion.off.free_shipping and promotion.code not in missing:
            if shipping:
                given.append((promotion, {}))
                shipping = 0
            else:
                missing[promotion.code] = {"why": "ships_free"}
    return _Outcome(given, left, shipping, missing)


def _sum_up(tariff: Tariff, purchase: Purchase, listed: _Listed, outcome: _Outcome) -> Priced:
    shipping = outcome.shipping or 0
    lines = tuple(_line(tariff, purchase, each, outcome.left[each.variant_id]) for each in purchase.items)
    class_of_shipping = tariff.tax.on_shipping
    rate = tax_ppm(tariff.tax, purchase.place, class_of_shipping) if class_of_shipping else 0
    on_shipping = _tax(tariff, shipping, rate)
    tax = sum(each.tax_minor for each in lines) + on_shipping
    contained = 0
    if tariff.tax.prices_include_tax:
        nets = [(outcome.left[each.variant_id], each.tax_ppm) for each in lines]
        contained = sum(half_up(net * ppm, MILLION + ppm) for net, ppm in [*nets, (shipping, rate)])
    given = [*listed.given, *outcome.given]
    off = sum(sum(shares.values()) for _, shares in given)
    return Priced(
        lines=lines,
        goods_minor=purchase.goods_minor,
        discounts=tuple(_discount(purchase, *each) for each in given),
        shipping_minor=shipping,
        shipping_tax_minor=on_shipping,
        tax_minor=tax,
        included_tax_minor=contained,
        total_minor=purchase.goods_minor - off + shipping + tax,
        tariff=tariff.version,
        applied=tuple(promotion for promotion, _ in given),
        problems=(),
    )


def _line(tariff: Tariff, purchase: Purchase, item: Item, net: int) -> PricedLine:
    """Where prices contain their tax, a line too cheap to contain a whole minor unit of it states no rate."""
    ppm = tax_ppm(tariff.tax, purchase.place, class_of(tariff.tax, item))
    if tariff.tax.prices_include_tax and half_up(net * ppm, MILLION + ppm) == 0:
        ppm = 0
    return PricedLine(item.variant_id, item.line_minor - net, ppm, _tax(tariff, net, ppm))


def _tax(tariff: Tariff, net: int, ppm: int) -> int:
    return 0 if tariff.tax.prices_include_tax else half_up(net * ppm, MILLION)


def _discount(purchase: Purchase, promotion: Promotion, shares: Shares) -> Discount:
    wanted = coupon_key(promotion.coupon)
    typed = next((each for each in purchase.coupons if wanted and coupon_key(each) == wanted), "")
    return {
        "code": promotion.code,
        "title": promotion.title.en,
        "coupon": typed.strip(),
        "minor": sum(shares.values()),
        "lines": dict(sorted(shares.items())),
    }


def _place_problems(purchase: Purchase, outcome: _Outcome) -> Iterable[Violation]:
    if outcome.shipping is None:
        place = purchase.place
        yield violation("no_shipping", "quote.ship_to", country=place.country, region=place.region)


def _coupon_problems(
    tariff: Tariff, purchase: Purchase, priced: Priced, missing: dict[str, Missing]
) -> Iterable[Violation]:
    applied = {coupon_key(each.coupon) for each in priced.applied if each.coupon}
    for index, typed in enumerate(purchase.coupons):
        key = coupon_key(typed)
        if key in applied:
            continue
        path = f"cart.coupons[{index}]"
        rules = [each for each in tariff.in_order if each.coupon and coupon_key(each.coupon) == key]
        if not rules:
            yield violation("unknown_coupon", path, coupon=typed)
            continue
        unused = [each for each in rules if not promotions.used_up(each, purchase)]
        if unused:
            why = _why(unused, purchase, missing)
            message = promotions.told(typed, why, tariff.currency)
            yield violation("coupon_not_applicable", path, message, severity="warning", coupon=typed, **why)
        else:
            yield violation("coupon_used", path, coupon=typed)


def _why(rules: list[Promotion], purchase: Purchase, missing: dict[str, Missing]) -> Missing:
    """What the first of a coupon's promotions that is open lacks; else that none of them is open at this time."""
    lacking = [missing[each.code] for each in rules if each.code in missing]
    closed = [found for each in rules if (found := promotions.out_of_time(each, purchase)) is not None]
    return [*lacking, *closed][0]
