"""Routes in the coder's words, and what may be typed for them."""

from oncodesk.domain.errors import UnusableInput

WORDS = {
    "iv_infusion": "IV infusion",
    "iv_push": "IV push",
    "subcutaneous": "Subcutaneous",
    "intramuscular": "Intramuscular",
    "implant": "Implant",
    "on_body_injector": "On-body injector",
    "intrathecal": "Intrathecal",
    "intra_arterial_infusion": "Intra-arterial infusion",
    "intra_arterial_push": "Intra-arterial push",
    "intravesical": "Intravesical",
    "intraperitoneal": "Intraperitoneal",
    "pleural": "Pleural",
    "intralesional": "Intralesional",
    "oral": "Oral",
    "pump_prolonged": "Pump over 8 h",
    "pump_refill_portable": "Refill, portable pump",
    "pump_refill_implantable": "Refill, implanted pump",
    "catheter_declot": "Catheter declotting",
    "access_flush": "Access flush",
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
        raise UnusableInput("route", "expected a route such as inf, push, sc, im or pump")
    return fits[0]
