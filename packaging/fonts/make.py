"""Makes resources/fonts from Atkinson Hyperlegible Next: `python make.py FOLDER-OF-TTFS OUT`; needs fonttools.

reportlab cannot switch on an OpenType feature, so the tabular figures become the default ones, and the few
signs that our documents print and the face lacks are drawn.
"""

import sys
from pathlib import Path

from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

FAMILY = "OncoDesk Sans"
STYLES = {
    "Regular": ("AtkinsonHyperlegibleNext_400Regular.ttf", 80),
    "Bold": ("AtkinsonHyperlegibleNext_700Bold.ttf", 130),
}
Contour = list[tuple[int, int]]


def tabular(font: TTFont) -> None:
    """Let the plain digits, comma and stop point at the glyphs that `tnum` would choose."""
    lookups = font["GSUB"].table.LookupList.Lookup
    swaps: dict[str, str] = {}
    for record in font["GSUB"].table.FeatureList.FeatureRecord:
        if record.FeatureTag == "tnum":
            for index in record.Feature.LookupListIndex:
                for table in lookups[index].SubTable:
                    swaps.update(getattr(table, "ExtSubTable", table).mapping)
    for table in font["cmap"].tables:
        table.cmap.update({sign: swaps[name] for sign, name in table.cmap.items() if name in swaps})
    font["GSUB"].table.FeatureList.FeatureRecord = [
        r for r in font["GSUB"].table.FeatureList.FeatureRecord if r.FeatureTag not in ("tnum", "pnum")
    ]
    kept = font["GSUB"].table.FeatureList.FeatureRecord
    font["GSUB"].table.FeatureList.FeatureCount = len(kept)


def box(x0: int, y0: int, x1: int, y1: int) -> Contour:
    return [(x0, y0), (x0, y1), (x1, y1), (x1, y0)]


def hole(x0: int, y0: int, x1: int, y1: int) -> Contour:
    return list(reversed(box(x0, y0, x1, y1)))


def tick(w: int) -> Contour:
    return [(130, 330), (130 + w, 330 + w // 2), (300, 170 + w), (600 - w, 620), (600, 620 - w // 2), (300, 110)]


def signs(w: int) -> dict[int, list[Contour]]:
    """Contours for a stroke of `w` units, by code point."""
    middle = 330
    head = [(440, middle - 190), (440, middle + 190), (690, middle)]
    square = [box(60, 0, 680, 620), hole(60 + w, w, 680 - w, 620 - w)]
    return {
        0x2192: [box(60, middle - w // 2, 460, middle + w // 2), head],
        0x2610: square,
        0x2611: [*square, tick(w)],
        0x2713: [tick(w)],
        0x25A0: [box(60, 0, 680, 620)],
    }


def draw(font: TTFont, w: int) -> None:
    order = font.getGlyphOrder()
    for sign, contours in signs(w).items():
        pen = TTGlyphPen(None)
        for contour in contours:
            pen.moveTo(contour[0])
            for point in contour[1:]:
                pen.lineTo(point)
            pen.closePath()
        name = f"uni{sign:04X}"
        order = [*order, name] if name not in order else order
        font["glyf"].glyphs[name] = pen.glyph()
        font["hmtx"].metrics[name] = (740, 60)
        for table in font["cmap"].tables:
            table.cmap[sign] = name
    font.setGlyphOrder(order)
    font["glyf"].setGlyphOrder(order)


def rename(font: TTFont, style: str) -> None:
    names = {1: FAMILY, 2: style, 3: f"{FAMILY} {style} 1.0", 4: f"{FAMILY} {style}", 6: f"OncoDeskSans-{style}"}
    table = font["name"]
    table.names = [n for n in table.names if n.nameID in (0, 5, 7, 8, 9, 10, 13, 14)]
    for number, text in names.items():
        table.setName(text, number, 3, 1, 0x409)
    if "STAT" in font:
        del font["STAT"]


def main(source: Path, target: Path) -> None:
    for style, (file, stroke) in STYLES.items():
        font = TTFont(next(source.rglob(file)))
        font["glyf"].glyphs  # noqa: B018 loads the outlines before the order of glyphs grows
        tabular(font)
        draw(font, stroke)
        rename(font, style)
        micro = font.getBestCmap().get(0x03BC)
        for table in font["cmap"].tables:
            if micro:
                table.cmap.setdefault(0x00B5, micro)
        font.save(target / f"OncoDeskSans-{style}.ttf")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
