"""What ran into a vein: one stream for each drug or mixed bag of an encounter, on the line it ran through."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from oncodesk.codes.tables import Tables
from oncodesk.coding.given import Given
from oncodesk.coding.timeline import told
from oncodesk.domain.clock import Span, length, merged, overlap

Family = Literal["chemotherapy", "therapeutic"]
How = Literal["infusion", "push", "ended_early", "unknown"]


@dataclass(frozen=True, slots=True)
class Stream:
    """Drugs given together by vein. `how` is decided by the clock: an infusion of at most the push limit is a push.

    `ended_early` stands for an infusion that stopped within the push limit of a longer order, `unknown` for one
    whose running time nobody recorded.
    """

    drugs: tuple[str, ...]
    family: Family
    how: How
    given: tuple[Given, ...]
    spans: tuple[Span, ...] = ()
    minutes: int | None = None
    access: str | None = None
    steps: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The drugs of the stream, joined."""
        return " + ".join(self.drugs)

    @property
    def rank(self) -> tuple[int, int, int, int, str]:
        """Order among candidates for the initial service: family, infusion before push, clock, longest, name."""
        start = self.spans[0][0] if self.spans else 10**6
        place = ("infusion", "ended_early", "push", "unknown").index(self.how)
        return (self.family != "chemotherapy", place, start, -(self.minutes or 0), self.name.lower())

    @property
    def ids(self) -> frozenset[str]:
        """Ids of its administrations."""
        return frozenset(g.id for g in self.given)


def shared_minutes(one: Stream, other: Stream) -> int:
    """Minutes that both ran: by the clock, else the shorter of the two where they are stated to be concurrent."""
    if one.spans and other.spans:
        return overlap(one.spans, other.spans)
    stated = any(set(g.administration.concurrent_with) & other.ids for g in one.given)
    stated |= any(set(g.administration.concurrent_with) & one.ids for g in other.given)
    return min(one.minutes or 0, other.minutes or 0) if stated else 0


def is_pump(given: Given, tables: Tables) -> bool:
    """Whether it ran by pump for longer than an ordinary infusion, or is stated to and no time is recorded."""
    over = tables.policy.number("infusion.prolonged_over_minutes")
    return given.administration.route == "pump_prolonged" and (given.minutes is None or given.minutes > over)


def by_vein(given: tuple[Given, ...], tables: Tables) -> tuple[Given, ...]:
    """What ran or was pushed into a vein at the visit, pumps that go on for hours left out."""
    routes = {"iv_infusion", "iv_push", "pump_prolonged"}
    return tuple(g for g in given if g.administration.route in routes and not is_pump(g, tables))


def pieces(given: Iterable[Given], tables: Tables) -> tuple[Stream, ...]:
    """One piece for each bag or syringe hung or pushed in an encounter; a fluid mixed with a drug is its diluent.

    A new bag of the same drug hung the minute the last one ended is no new piece.
    """
    bags: dict[tuple[str, ...], list[Given]] = {}
    ends: dict[tuple[object, ...], tuple[str, ...]] = {}
    for g in given:
        a = g.administration
        key = ("bag", a.bag) if a.bag else ends.get(_hung(g, g.spans[0][0] if g.spans else None), ("alone", g.id))
        bags.setdefault(key, []).append(g)
        if g.spans and not a.bag:
            ends[_hung(g, g.spans[-1][1])] = key
    made = [_piece(tuple(bag), tables) for bag in bags.values()]
    return tuple(sorted((piece for piece in made if piece), key=lambda piece: piece.rank))


def _hung(given: Given, minute: int | None) -> tuple[object, ...]:
    """What a bag hung at that minute goes on with: the same drug by the same line."""
    infused = given.administration.route == "iv_infusion" and minute is not None
    return (given.name.lower(), given.administration.access, minute) if infused else (given.id,)


def _piece(bag: tuple[Given, ...], tables: Tables) -> Stream | None:
    drugs = tuple(g for g in bag if g.drug_class not in {None, "hydration"})
    if not drugs:
        return None
    spans = merged(tuple(span for g in bag for span in g.spans)) or drugs[0].spans
    known = [g.minutes for g in bag if g.minutes is not None]
    minutes = length(spans) if spans else max(known, default=None)
    piece = Stream(
        drugs=tuple(sorted({g.name.lower() for g in drugs})),
        family="chemotherapy" if any(g.antineoplastic for g in drugs) else "therapeutic",
        how="push",
        given=tuple(sorted(bag, key=lambda g: g.id)),
        spans=spans,
        minutes=minutes,
        access=next((g.administration.access for g in bag if g.administration.access), None),
        steps=tuple(dict.fromkeys(step for g in drugs for step in g.steps)),
    )
    if len(bag) > 1 and bag[0].administration.bag:
        piece = replace(piece, steps=(*piece.steps, f"{', '.join(g.name for g in bag)}: one bag, one administration"))
    return _decided(piece, tables)


def _decided(piece: Stream, tables: Tables) -> Stream:
    if not any(g.administration.route != "iv_push" for g in piece.given):
        said = f"{piece.name} by push" + (f", {told(piece.spans, piece.minutes)}" if piece.minutes else "")
        return replace(piece, steps=(*piece.steps, said))
    if piece.minutes is None:
        return replace(piece, how="unknown")
    limit = tables.policy.number("infusion.push_limit_minutes")
    time = f"{piece.name}: {told(piece.spans, piece.minutes)}"
    if piece.minutes > limit:
        return replace(piece, how="infusion", steps=(*piece.steps, time))
    if any(_cut_short(g, limit) for g in piece.given):
        return replace(piece, how="ended_early", steps=(*piece.steps, time))
    return replace(piece, steps=(*piece.steps, f"{time}, at most {limit} min: a push"))


def _cut_short(given: Given, limit: int) -> bool:
    early = given.administration.ended_early
    ordered = (early.ordered_minutes if early else None) or given.administration.ordered_minutes
    return early is not None and (ordered is None or ordered > limit)


def by_site(found: tuple[Stream, ...]) -> tuple[tuple[Stream, ...], ...]:
    """Pieces by line of access, the most important line first.

    Labels of their own count as different lines only where drugs infused through them overlap in time.
    """
    groups: list[list[Stream]] = []
    for label in dict.fromkeys(piece.access for piece in found):
        here = [piece for piece in found if piece.access == label]
        home = next((group for group in groups if label is None or not _apart(here, group)), None)
        if home is None:
            groups.append(here)
        else:
            home += here
    return tuple(tuple(sorted(group, key=lambda piece: piece.rank)) for group in groups)


def _apart(here: list[Stream], there: list[Stream]) -> bool:
    return any(
        shared_minutes(one, other) > 0
        for one in here
        for other in there
        if other.access is not None and one.how == other.how == "infusion"
    )


def joined(group: tuple[Stream, ...], in_office: bool) -> tuple[Stream, ...]:
    """The same drug again on one line made one stream: an infusion's time is added, a repeated push is no new drug.

    A short bag of a drug that was also infused for longer adds its time to that infusion. A push of an infused drug is
    no new drug either: told with the infusion where no code counts it again.
    """
    streams: dict[tuple[object, ...], Stream] = {}
    long = {piece.drugs for piece in group if piece.how == "infusion"}
    for piece in sorted(group, key=lambda piece: (piece.how != "infusion", piece.rank)):
        pushed = all(g.administration.route == "iv_push" for g in piece.given)
        if piece.how == "push" and piece.drugs in long and not pushed:
            piece = replace(piece, how="infusion")
        key = (piece.drugs, piece.how)
        if piece.how == "push" and piece.drugs in long and (in_office or piece.family == "chemotherapy"):
            infused = (piece.drugs, "infusion")
            streams[infused] = _pushed_too(streams[infused], piece, in_office)
        else:
            streams[key] = _added(streams[key], piece) if key in streams else piece
    return tuple(sorted(streams.values(), key=lambda stream: stream.rank))


def _pushed_too(infused: Stream, push: Stream, in_office: bool) -> Stream:
    where = " in an office" if in_office else ""
    said = f"{push.name} pushed too: the drug that was infused, no code for that{where}"
    return replace(infused, given=infused.given + push.given, steps=(*infused.steps, said))


def _added(one: Stream, other: Stream) -> Stream:
    spans = merged(one.spans + other.spans) if one.spans and other.spans else ()
    minutes = length(spans) if spans else (one.minutes or 0) + (other.minutes or 0)
    steps = dict.fromkeys((*one.steps, *other.steps))
    if one.how == "infusion":
        steps[f"{one.name} again: {told(spans, minutes)} together"] = None
    return replace(one, given=one.given + other.given, spans=spans, minutes=minutes, steps=tuple(steps))
