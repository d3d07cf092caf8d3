"""Which kind of payer a name or a word says beyond doubt."""

from typing import get_args

from oncodesk.domain.people import PayerKind

KINDS: tuple[PayerKind, ...] = get_args(PayerKind)
_SAID: dict[str, PayerKind] = {
    "medicare": "medicare", "medicare part b": "medicare", "medicare b": "medicare", "mcr": "medicare",
    "medicare advantage": "medicare_advantage", "railroad medicare": "railroad", "medicaid": "medicaid",
    "tricare": "tricare", "self pay": "self_pay", "self-pay": "self_pay", "selfpay": "self_pay", "cash": "self_pay",
    "commercial": "commercial", "other": "other",
}  # fmt: skip


def payer_kind(text: str) -> PayerKind:
    """The kind that a word names; ValueError where it names none."""
    found = kind_of_name(text)
    if found is None:
        raise ValueError(f"expected one of {', '.join(KINDS)}")
    return found


def kind_of_name(text: str) -> PayerKind | None:
    """The kind of a payer whose name leaves no doubt, or None."""
    plain = " ".join(text.lower().split())
    return next((kind for kind in KINDS if kind == plain), _SAID.get(plain))
