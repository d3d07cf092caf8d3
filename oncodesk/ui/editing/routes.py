"""Routes in the coder's words, and what may be typed for them."""

from oncodesk.domain.errors import UnusableInput
from oncodesk.words import say

WORDS = {
    "iv_infusion": say("IV infusion"),
    "iv_push": say("IV push"),
    "subcutaneous": say("Subcutaneous"),
    "intramuscular": say("Intramuscular"),
    "implant": say("Implant"),
    "on_body_injector": say("On-body injector"),
    "intrathecal": say("Intrathecal"),
    "intra_arterial_infusion": say("Intra-arterial infusion"),
    "intra_arterial_push": say("Intra-arterial push"),
    "intravesical": say("Intravesical"),
    "intraperitoneal": say("Intraperitoneal"),
    "pleural": say("Pleural"),
    "intralesional": say("Intralesional"),
    "oral": say("Oral"),
    "pump_prolonged": say("Pump over 8 h"),
    "pump_refill_portable": say("Refill, portable pump"),
    "pump_refill_implantable": say("Refill, implanted pump"),
    "catheter_declot": say("Catheter declotting"),
    "access_flush": say("Access flush"),
}
_SHORT = {
    "inf": "iv_infusion", "iv": "iv_infusion", "push": "iv_push", "ivp": "iv_push", "sc": "subcutaneous",
    "sq": "subcutaneous", "subq": "subcutaneous", "im": "intramuscular", "obi": "on_body_injector",
    "it": "intrathecal", "po": "oral", "pump": "pump_prolonged", "ip": "intraperitoneal", "flush": "access_flush",
}  # fmt: skip


def route(text: str) -> str:
    """The route meant by `inf`, `push`, `sc`, its name, or the start of its name where only one fits."""
    typed = text.strip().lower()
    if typed in _SHORT:
        return _SHORT[typed]
    exact = [key for key, words in WORDS.items() if typed in (key, words.lower())]
    fits = exact or [key for key, words in WORDS.items() if typed and words.lower().startswith(typed)]
    if len(fits) != 1:
        raise UnusableInput("route", say("expected a route such as inf, push, sc, im or pump"))
    return fits[0]
