"""Decides what inserting a code does to the visit, and how a code's page is written."""

from html import escape
from typing import Any

from oncodesk.ui.editing.draft import Draft, put, with_administration


def inserted(draft: Draft, code_set: str, code: str, routes: tuple[str, ...]) -> tuple[str, Draft]:
    """What was done in words, and the draft with the code in it: a diagnosis, a drug (with routes) or a service."""
    if code_set == "icd10cm":
        held = draft.get("diagnoses", [])
        if any(row.get("code") == code for row in held):
            return f"{code} is there already", draft
        return f"Add diagnosis {code}", put(draft, "diagnoses", [*held, {"code": code}])
    if routes:
        return f"Add {code}", with_administration(draft, code, routes[0])
    return f"Add service {code}", put(draft, "services", [*draft.get("services", []), {"code": code}])


def page_html(page: Any, text: str, muted: str, accent: str) -> str:
    """The page of a code; colours are those of the palette worn."""
    billable = "" if page.billable else f' <span style="color:{accent}">category: choose a longer code</span>'
    parts = [
        f'<p style="margin:0 0 2px 0"><span style="font-size:15pt"><b>{escape(page.code)}</b></span>{billable}</p>',
        f'<p style="margin:0 0 6px 0; font-size:11pt; color:{text}">{escape(page.text)}</p>',
        f'<p style="margin:0 0 8px 0; color:{muted}">{escape(_period(page))}</p>',
        *(f'<p style="color:{accent}">{escape(warning)}</p>' for warning in page.warnings),
        _table(((p.name, p.value) for p in page.particulars), muted),
        *(_notes(note, muted) for note in page.notes),
        _relatives("Above", page.parents, muted, accent),
        _relatives("Below", page.children, muted, accent),
        _heading("Seventh character", muted) if page.seventh else "",
        _table(((s.name, s.value) for s in page.seventh), muted),
        _relatives("Stands only with", page.primaries, muted, accent),
        _relatives("Add-on codes", page.add_ons, muted, accent),
        *(_pairs(title, pairs, muted, accent) for title, pairs in _by_kind(page.pairs)),
        f'<p style="color:{muted}; font-size:8.5pt">Source: {escape(_source(page))}</p>' if page.source else "",
    ]
    return "".join(parts)


def _source(page: Any) -> str:
    return f"{page.source}{f', reviewed {page.reviewed}' if page.reviewed else ''}"


def _period(page: Any) -> str:
    state = {True: "In force", False: "NOT in force", None: "Not checked against the edition in force"}[page.in_force]
    since = f" · since {page.since}" if page.since else ""
    until = f" · until {page.until}" if page.until else ""
    whose = "OncoDesk's own table of" if page.reviewed else "edition"
    edition = f" · {whose} {page.edition}" if page.edition else ""
    return f"{state} on {page.on}{since}{until}{edition}"


def _heading(text: str, muted: str) -> str:
    return f'<p style="margin:10px 0 2px 0; color:{muted}; font-size:8.5pt"><b>{escape(text)}</b></p>'


def _table(rows: Any, muted: str) -> str:
    cells = "".join(
        f'<tr><td style="color:{muted}; padding-right:14px">{escape(name)}</td><td>{escape(value)}</td></tr>'
        for name, value in rows
    )
    return f"<table>{cells}</table>" if cells else ""


def _notes(note: Any, muted: str) -> str:
    at = f" (from {note.at})" if note.at else ""
    items = "".join(f"<li>{escape(text.lstrip(', '))}</li>" for text in note.texts)
    return f'{_heading(note.heading + at, muted)}<ul style="margin:0 0 0 -22px">{items}</ul>'


def _by_kind(pairs: Any) -> list[tuple[str, list[Any]]]:
    """NCCI edits by what they mean for the page's own code."""
    kinds: dict[str, list[Any]] = {}
    for pair in pairs:
        whose = "Not paid beside this" if pair.column == 1 else "This is not paid beside"
        kinds.setdefault(f"{whose}{', unless told apart by a modifier' if pair.bypass else ''}", []).append(pair)
    return list(kinds.items())


def _pairs(title: str, pairs: Any, muted: str, accent: str) -> str:
    return _relatives(f"NCCI: {title} ({len(pairs)})", pairs, muted, accent)


def _relatives(title: str, relatives: Any, muted: str, accent: str) -> str:
    style = f"color:{accent}"
    rows = "".join(
        f'<tr><td style="padding-right:14px"><a style="{style}" href="{escape(r.code)}">{escape(r.code)}</a></td>'
        f"<td>{escape(r.text)}</td></tr>"
        for r in relatives
    )
    return f"{_heading(title, muted)}<table>{rows}</table>" if rows else ""
