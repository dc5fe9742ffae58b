// Why a product is shown: the shop's reasons, in the language of the page. One that is not known here stays as it came.
import { t } from "./strings.js";

const KNOWN = [
  [/^matches: (?<words>.+)$/, "reason.matches"],
  [/^(?<amount>\S+) under your limit$/, "reason.under"],
  [/^exactly at your limit$/, "reason.atLimit"],
  [/^the same product$/, "reason.sameProduct"],
  [/^picture shows (?<saw>.+), not (?<claimed>.+)$/, "reason.shows"],
  [/^picture contradicts (?<claimed>.+)$/, "reason.contradicts"],
  [/^arrives by (?<day>\S+), in time$/, "reason.inTime"],
  [/^arrives between (?<earliest>\S+) and (?<latest>\S+): perhaps after (?<day>\S+)$/, "reason.perhaps"],
  [/^arrives from (?<earliest>\S+) on: after (?<day>\S+)$/, "reason.late"],
  [/^no delivery time known: perhaps after (?<day>\S+)$/, "reason.noDay"],
];

export function inWords(reason) {
  for (const [pattern, key] of KNOWN) {
    const found = pattern.exec(reason);
    if (found) return t(key, { ...found.groups });
  }
  return reason;
}
