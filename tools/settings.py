"""Every setting of the product: a `TRUECART_*` variable with a default that works offline."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from tools.errors import TruecartError

CHECKOUT = Path(__file__).resolve().parent.parent  # the folder that holds graph/, agents/, tools/ …


class Settings(BaseSettings):
    """Read from the environment once; `truecart doctor` lists each with its value and this description."""

    model_config = SettingsConfigDict(env_prefix="TRUECART_", frozen=True, extra="ignore")

    home: Path = Field(CHECKOUT / ".truecart", description="All state lies under this folder.")
    data: Path = Field(CHECKOUT.parent / "shared" / "data", description="Real data to measure against; may be absent.")
    database_url: str = Field("", description="SQLAlchemy URL; empty means SQLite under the home folder.")
    catalog: str = Field("demo", description="The catalogue that the shop sells from.")
    seed: int = Field(20261122, description="Seed of the demo catalogue.")
    host: str = Field("127.0.0.1", description="Address to serve on.")
    port: int = Field(2024, ge=1, le=65535, description="Port to serve on.")

    max_message_chars: int = Field(4000, ge=1, description="Longest shopper message, in characters.")
    max_image_bytes: int = Field(8_000_000, ge=1, description="Largest uploaded picture, in bytes.")
    max_line_quantity: int = Field(100, ge=1, description="Most units of one variant in a cart.")
    results: int = Field(6, ge=1, le=50, description="Products shown in answer to a search.")
    turn_seconds: float = Field(8.0, gt=0, description="Deadline of a turn; past it every agent takes its short way.")

    quote_minutes: int = Field(15, ge=1, description="How long a quote and its stock hold are good for.")
    review_above_minor: int = Field(50_000, ge=0, description="Totals above this (minor units) need a reviewer.")
    review_quantity: int = Field(10, ge=1, description="Lines with this many units or more need a reviewer.")
    repeat_minutes: int = Field(10, ge=0, description="A like order within this time needs a reviewer.")
    return_days: int = Field(30, ge=0, description="How many days after delivery an order can be returned.")
    review_returns: int = Field(3, ge=1, description="After so many returns in return_days one more needs a reviewer.")
    shipping_minor: int = Field(599, ge=0, description="Flat shipping, in minor units.")
    free_shipping_minor: int = Field(7_500, ge=0, description="Goods at or above this ship free (minor units).")
    tax_basis_points: int = Field(0, ge=0, le=10_000, description="Sales tax added to goods, in 1/100 %.")
    tariff: str = Field(
        "",
        description="JSON file of promotions, shipping and taxes; empty means tariff.json under the home folder, or "
        "the three settings above when there is none.",
    )
    payee: str = Field("", description="Seller of record on quotes; empty means truecart:<catalog>.")
    gateway: str = Field("sandbox", description="Payment gateway: sandbox, stripe or alipay.")
    gateway_seconds: float = Field(20.0, gt=0, description="Longest wait for one answer of a payment gateway.")
    public_url: str = Field("", description="Where shoppers reach this shop; a payment page sends them back there.")
    stripe_key: SecretStr = Field(SecretStr(""), description="Stripe: secret or restricted key (sk_…, rk_…).")
    stripe_webhook_secret: SecretStr = Field(SecretStr(""), description="Stripe: signing secret (whsec_…).")
    stripe_url: str = Field("", description="Stripe: address of the API; empty means Stripe's own.")
    stripe_account: str = Field("", description="Stripe: connected account that is paid; empty means the key's own.")
    stripe_statement: str = Field(
        "", max_length=22, description="Stripe: what follows the account's name on the payer's statement."
    )
    sandbox_url: str = Field("", description="Sandbox gateway as a service of its own; empty means in this process.")
    sandbox_secret: SecretStr = Field(SecretStr(""), description="Secret shared with that service.")
    alipay_app_id: str = Field("", description="Alipay: the app's id.")
    alipay_seller_id: str = Field("", description="Alipay: the seller's user id, 2088….")
    alipay_key: SecretStr = Field(SecretStr(""), description="Alipay: the app's private key, as PEM or its file.")
    alipay_public_key: str = Field("", description="Alipay's own public key for this app, as PEM or its file.")
    alipay_url: str = Field("https://openapi.alipay.com/gateway.do", description="Alipay: address of its gateway.")
    sweep_seconds: float = Field(30.0, gt=0, description="How often expired quotes and unknown payments are settled.")

    llm_base_url: str = Field("", description="OpenAI-compatible endpoint; empty means no language model.")
    llm_api_key: SecretStr = Field(SecretStr(""), description="Key for that endpoint.")
    llm_model: str = Field("", description="Model name at that endpoint.")
    llm_seconds: float = Field(
        0.8,
        gt=0,
        description="Longest wait for the language model in one turn; past it the embedded parser and the templates "
        "answer. The default keeps a turn within a second. The shop learns to wait less, never more: an endpoint that "
        "needs longer is never used, truecart doctor measures it.",
    )
    llm_calls: int = Field(
        32, ge=1, description="Most calls at one time to one endpoint; how many it really takes is learnt."
    )
    llm_fallback_base_url: str = Field(
        "", description="Second endpoint, asked when the first fails or is full; empty means none."
    )
    llm_fallback_api_key: SecretStr = Field(SecretStr(""), description="Key for the second endpoint.")
    llm_fallback_model: str = Field("", description="Model name there; empty means the same as at the first.")
    llm_replies: bool = Field(True, description="Let the model word replies about goods; each is checked before use.")
    clip_model: str = Field(
        "",
        description="Encoder of pictures: NAME:TAG of open_clip, hf-hub:ORG/NAME, local-dir:FOLDER or NAME@FILE; empty "
        "means the shipped one. Then run truecart catalog reembed.",
    )

    ca_bundle: str = Field("", description="PEM file of extra certificate authorities.")
    trace: bool = Field(False, description="Send redacted traces to LangSmith (needs LANGSMITH_API_KEY).")

    tokens: str = Field("", description="Extra identities as token=name:role[,…], role shopper or reviewer.")
    demo_tokens: bool = Field(True, description="Accept the published demo tokens. Turn off before real shoppers come.")

    @property
    def sqlalchemy_url(self) -> str:
        return self.database_url or f"sqlite:///{self.home / 'truecart.db'}"

    @property
    def images(self) -> Path:
        return self.home / "images"

    @property
    def indexes(self) -> Path:
        return self.home / "index"


def load(**overrides: Any) -> Settings:
    """The settings of this process. Raises TruecartError `bad_setting` that names the variable and the reason."""
    try:
        return Settings(**overrides)
    except ValidationError as problem:
        first = problem.errors()[0]
        name = "TRUECART_" + "_".join(str(part) for part in first["loc"]).upper()
        raise TruecartError("bad_setting", f"{name}: {first['msg']}", variable=name) from problem


@functools.cache
def current() -> Settings:
    """The settings as first read; a running process does not change its mind."""
    return load()
