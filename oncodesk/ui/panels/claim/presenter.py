"""Decides what changed between two claims, and which line a fact or finding means."""

from oncodesk.ui.panels.claim.state import ClaimState

Said = tuple[str, ...]


def changed(before: ClaimState, after: ClaimState) -> frozenset[str]:
    """Ids of the lines of `after` that say something `before` did not; none where there was no claim before."""
    if not before.rows:
        return frozenset()
    held = [_said(state) for state in before.rows]
    new = set()
    for row in after.rows:
        if _said(row) in held:
            held.remove(_said(row))
        else:
            new.add(row.line)
    return frozenset(new)


def _said(row: object) -> Said:
    return tuple(str(getattr(row, name)) for name in ("code", "modifiers", "pointers", "units", "charge", "facts"))


def lines_of(state: ClaimState, facts: tuple[str, ...]) -> tuple[str, ...]:
    """Ids of the lines that came from any of those facts."""
    return tuple(row.line for row in state.rows if set(row.facts) & set(facts))
