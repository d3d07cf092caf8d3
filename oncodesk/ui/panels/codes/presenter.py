"""Decides what inserting a code does to the visit, and how a code's page is written."""

from html import escape
from typing import Any

from oncodesk.ui.editing.draft import Draft, put, with_administration
from oncodesk.words import say


def inserted(draft: Draft, code_set: str, code: str, routes: tuple[str, ...]) -> tuple[str, Draft]:
    """What was done in words, and the draft with the code in it: a diagnosis, a drug (with routes) or a service."""
    if code_set == "icd10cm":
        held = draft.get("diagnoses", [])
        if any(row.get("code") == code for row in held):
            return say("{code} is there already", code=code), draft
        return say("Add diagnosis {code}", code=code), put(draft, "diagnoses", [*held, {"code": code}])
    if routes:
        return say("Add {code}", code=code), with_administration(draft, code, routes[0])
    return say("Add service {code}", code=code), put(draft, "services", [*draft.get("services", []), {"code": code}])


def page_html(page: Any, text: str, muted: str, accent: str) -> str:
    """The page of a code; colours are those of the palette worn."""
    billable = (
        "" if page.billable else f' <span style="color:{accent}">{escape(say("category: choose a longer code"))}</span>'
    )
    parts = [
        f'<p style="margin:0 0 2px 0"><span style="font-size:15pt"><b>{escape(page.code)}</b></span>{billable}</p>',
        f'<p style="margin:0 0 6px 0; font-size:11pt; color:{text}">{escape(page.text)}</p>',
        f'<p style="margin:0 0 8px 0; color:{muted}">{escape(_period(page))}</p>',
        *(f'<p style="color:{accent}">{escape(warning)}</p>' for warning in page.warnings),
        _table(((p.name, p.value) for p in page.particulars), muted),
        *(_notes(note, muted) for note in page.notes),
        _relatives(say("Above"), page.parents, muted, accent),
        _relatives(say("Below"), page.children, muted, accent),
        _heading(say("Seventh character"), muted) if page.seventh else "",
        _table(((s.name, s.value) for s in page.seventh), muted),
        _relatives(say("Stands only with"), page.primaries, muted, accent),
        _relatives(say("Add-on codes"), page.add_ons, muted, accent),
        *(_pairs(title, pairs, muted, accent) for title, pairs in _by_kind(page.pairs)),
        f'<p style="color:{muted}; font-size:8.5pt">{escape(say("Source: {source}", source=_source(page)))}</p>'
        if page.source
        else "",
    ]
    return "".join(parts)


def _source(page: Any) -> str:
    if not page.reviewed:
        return str(page.source)
    return say("{source}, reviewed {day}", source=page.source, day=page.reviewed)


def _period(page: Any) -> str:
    state = {True: say("In force"), False: say("NOT in force"), None: say("Not checked against the edition in force")}[
        page.in_force
    ]
    edition = ""
    if page.edition and page.reviewed:
        edition = say("OncoDesk's own table of {edition}", edition=page.edition)
    elif page.edition:
        edition = say("edition {edition}", edition=page.edition)
    parts = (
        say("{state} on {day}", state=state, day=page.on),
        say("since {day}", day=page.since) if page.since else "",
        say("until {day}", day=page.until) if page.until else "",
        edition,
    )
    return " · ".join(part for part in parts if part)


def _heading(text: str, muted: str) -> str:
    return f'<p style="margin:10px 0 2px 0; color:{muted}; font-size:8.5pt"><b>{escape(text)}</b></p>'


def _table(rows: Any, muted: str) -> str:
    cells = "".join(
        f'<tr><td style="color:{muted}; padding-right:14px">{escape(name)}</td><td>{escape(value)}</td></tr>'
        for name, value in rows
    )
    return f"<table>{cells}</table>" if cells else ""


def _notes(note: Any, muted: str) -> str:
    at = " " + say("(from {code})", code=note.at) if note.at else ""
    items = "".join(f"<li>{escape(text.lstrip(', '))}</li>" for text in note.texts)
    return f'{_heading(note.heading + at, muted)}<ul style="margin:0 0 0 -22px">{items}</ul>'


def _by_kind(pairs: Any) -> list[tuple[str, list[Any]]]:
    """NCCI edits by what they mean for the page's own code."""
    kinds: dict[str, list[Any]] = {}
    for pair in pairs:
        kinds.setdefault(_meant(pair), []).append(pair)
    return list(kinds.items())


def _meant(pair: Any) -> str:
    if pair.column == 1:
        whole, but = say("Not paid beside this"), say("Not paid beside this, unless told apart by a modifier")
    else:
        whole, but = say("This is not paid beside"), say("This is not paid beside, unless told apart by a modifier")
    return but if pair.bypass else whole


def _pairs(title: str, pairs: Any, muted: str, accent: str) -> str:
    return _relatives(say("NCCI: {title} ({count})", title=title, count=len(pairs)), pairs, muted, accent)


def _relatives(title: str, relatives: Any, muted: str, accent: str) -> str:
    style = f"color:{accent}"
    rows = "".join(
        f'<tr><td style="padding-right:14px"><a style="{style}" href="{escape(r.code)}">{escape(r.code)}</a></td>'
        f"<td>{escape(r.text)}</td></tr>"
        for r in relatives
    )
    return f"{_heading(title, muted)}<table>{rows}</table>" if rows else ""
