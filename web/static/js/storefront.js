// Puts the storefront together.
import { Account } from "./account.js";
import { ApiError, client } from "./api.js";
import { ApprovalDialog } from "./approval.js";
import { CartPanel } from "./cart.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { byId, fill } from "./dom.js";
import { Identity } from "./identity.js";
import { openMenu } from "./menu.js";
import { errorNotice } from "./notices.js";
import { drawIcons, onActions, startPage, toggleLanguage, toggleTheme } from "./page.js";
import { Payments } from "./payment.js";
import { receipt } from "./receipt.js";
import { Shop } from "./shop.js";
import { t } from "./strings.js";

startPage();

let config = null;
const identity = new Identity({
  select: byId("identity"),
  role: "shopper",
  key: "shopper",
  check: (token) => client(() => token).get("/shop/api/me"),
  changed: (who) => shop.enter(who.name),
});
const api = client(() => identity.token);
const why = (orderId) => api.get(`/shop/api/orders/${encodeURIComponent(orderId)}/why`);
const say = (text, image) => shop.say(text, image);

const account = new Account(byId("account"), { api, countries: () => config?.countries || [] });
const payments = new Payments({ api, say, receipt: (order) => receipt(order, why) });
const composer = new Composer(say);
const shop = new Shop({
  api,
  composer,
  cart: new CartPanel(byId("cart"), say),
  conversation: new Conversation(byId("conversation"), byId("announcer"), { say, why, payment: (each) => payments.card(each) }),
  suggestions: () => config?.suggestions || [],
});
shop.approval = new ApprovalDialog(byId("approval"), {
  decide: (interrupt, decision) => shop.decide(interrupt, decision),
  renew: (interrupt) => shop.renew(interrupt),
  address: () => api.get("/shop/api/address"),
});

onActions({
  theme: toggleTheme,
  language: () => {
    toggleLanguage();
    composer.changed();
    identity.draw();
    shop.cart.draw();
    nameShop();
    byId("menu").close();
    if (identity.now) shop.enter(identity.now.name);
  },
  cart: () => shop.cart.toggle(),
  new: () => shop.startAnew(),
  account: () => {
    byId("menu").close();
    account.open();
  },
  menu: () =>
    openMenu(byId("menu"), byId("order-sheet"), {
      orders: () => api.get("/shop/api/orders"),
      threads: () => api.get("/shop/api/threads"),
      why,
      say,
      openThread: (id) => shop.enter(identity.now.name, id),
      currentThread: () => shop.thread?.id,
    }),
});

function nameShop() {
  const name = config?.shop || "Truecart";
  byId("shop-name").textContent = name;
  document.title = t("page.title", { shop: name });
}

async function open() {
  fill(byId("conversation"));
  try {
    config = await api.get("/shop/api/config");
  } catch (problem) {
    if (!(problem instanceof ApiError)) throw problem;
    fill(byId("conversation"), errorNotice(problem, open));
    return;
  }
  nameShop();
  composer.setLimit(config.max_message_chars || 4000);
  identity.offer(config.identities || []);
  if (identity.now) await shop.enter(identity.now.name);
  drawIcons();
}

open();
