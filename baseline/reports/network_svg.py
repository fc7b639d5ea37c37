"""The map as SVG: tiers are rows, zones are columns, each flow has a lane of its own, so nothing overlaps.

The ports stand in a list below, by the number on the arrow: text of any length fits there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from baseline.reach.picture import Arrow, Box, Cell, Picture, Row

_MARGIN, _LABEL, _CELL, _CELL_HIGH, _GAP = 24, 150, 190, 66, 10
_LANE, _OUTSIDE_HIGH, _HEAD, _LINE = 26, 40, 52, 19
_CHARACTER, _BOLD = 6.7, 8.4  # of the 11 px sans-serif and the 13 px bold one, on the wide side
_STYLE = (
    "text{font:11px system-ui,sans-serif;fill:#1b2733}.t{font-weight:600;font-size:13px}.s{fill:#55636f}"
    ".vpc{fill:#f6f8fa;stroke:#8c9aa8}.cell{fill:#fff;stroke:#9fb3c8}.row{fill:#e9eff5}.out{fill:#fdf3e1}"
    ".svc{fill:#e8f4ea}.a{stroke:#1f5fa8;stroke-width:1.6;fill:none}.d{stroke-dasharray:4 3;stroke:#b3541e}"
    ".n{fill:#fff;stroke:#1f5fa8}.num{font-size:10px;text-anchor:middle}.h{fill:#1f5fa8}"
)


@dataclass
class _Canvas:
    """Shapes in the order in which they are painted, and where each row has come to lie."""

    shapes: list[str] = field(default_factory=list)
    middles: dict[str, float] = field(default_factory=dict)
    y: float = _MARGIN

    def add(self, shape: str) -> None:
        self.shapes.append(shape)

    def text(self, x: float, y: float, text: str, class_: str = "", *, room: float = 10_000) -> None:
        most = max(3, int(room / (_BOLD if class_ == "t" else _CHARACTER)))
        shown = text if len(text) <= most else f"{text[: most // 2]}…{text[-(most - most // 2 - 1) :]}"
        title = f"<title>{escape(text)}</title>" if shown != text else ""
        self.add(f'<text x="{x:g}" y="{y:g}" class="{class_}">{escape(shown)}{title}</text>')

    def rect(self, x: float, y: float, width: float, height: float, class_: str) -> None:
        self.add(f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="5" class="{class_}"/>')


def network_svg(picture: Picture) -> str:
    """The map as one SVG document."""
    zones = max((len(row.cells) for box in picture.boxes for row in box.rows), default=1)
    grid = _MARGIN + _LABEL + zones * (_CELL + _GAP) + _GAP
    width = max(grid + len(picture.arrows) * _LANE + 2 * _MARGIN, 720)
    canvas = _Canvas()
    for row in picture.above:
        _outside(canvas, row, width, "out")
    for box in picture.boxes:
        _box(canvas, box, width)
    for row in picture.below:
        _outside(canvas, row, width, "svc")
    for index, arrow in enumerate(picture.arrows):
        _arrow(canvas, arrow, index + 1, grid + _MARGIN + index * _LANE)
    _list(canvas, picture.arrows, _titles(picture), width)
    return _document(canvas, width)


def _document(canvas: _Canvas, width: float) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{canvas.y + _MARGIN:g}" '
        f'viewBox="0 0 {width:g} {canvas.y + _MARGIN:g}"><style>{_STYLE}</style>'
        '<defs><marker id="h" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
        'orient="auto"><path d="M0 0L8 4L0 8z" class="h"/></marker></defs>'
        '<rect width="100%" height="100%" fill="#fff"/>'
    )
    return head + "\n".join(canvas.shapes) + "</svg>\n"


def _outside(canvas: _Canvas, row: Row, width: float, class_: str) -> None:
    canvas.rect(_MARGIN, canvas.y, width - 2 * _MARGIN, _OUTSIDE_HIGH, class_)
    canvas.text(_MARGIN + 12, canvas.y + 25, row.title, "t")
    canvas.middles[row.key] = canvas.y + _OUTSIDE_HIGH / 2
    canvas.y += _OUTSIDE_HIGH + _GAP


def _box(canvas: _Canvas, box: Box, width: float) -> None:
    height = _HEAD + sum(_high(row) + _GAP for row in box.rows)
    canvas.rect(_MARGIN, canvas.y, width - 2 * _MARGIN, height, "vpc")
    canvas.text(_MARGIN + 12, canvas.y + 22, box.title, "t")
    canvas.text(_MARGIN + 12, canvas.y + 40, "  ·  ".join(box.gateways) or "no gateway", "s")
    canvas.y += _HEAD
    for row in box.rows:
        _tier(canvas, row, width)
    canvas.y += _GAP


def _high(row: Row) -> float:
    return _CELL_HIGH + _LINE * max(0, max(len(cell.holds) for cell in row.cells) - 1)


def _tier(canvas: _Canvas, row: Row, width: float) -> None:
    high = _high(row)
    canvas.rect(_MARGIN + _GAP, canvas.y, width - 2 * _MARGIN - 2 * _GAP, high, "row")
    canvas.text(_MARGIN + 20, canvas.y + high / 2 + 4, row.title, "t", room=_LABEL - 24)
    for index, cell in enumerate(row.cells):
        _cell(canvas, cell, _MARGIN + _LABEL + index * (_CELL + _GAP), high)
    canvas.middles[row.key] = canvas.y + high / 2
    canvas.y += high + _GAP


def _cell(canvas: _Canvas, cell: Cell, x: float, high: float) -> None:
    canvas.rect(x, canvas.y + 6, _CELL, high - 12, "cell")
    canvas.text(x + 8, canvas.y + 23, cell.title, room=_CELL - 16)
    canvas.text(x + 8, canvas.y + 39, cell.addresses, "s", room=_CELL - 16)
    for index, held in enumerate(cell.holds):
        canvas.text(x + 8, canvas.y + 55 + index * _LINE, held, "s", room=_CELL - 16)


def _arrow(canvas: _Canvas, arrow: Arrow, number: int, x: float) -> None:
    start, stop = canvas.middles[arrow.source], canvas.middles[arrow.target]
    class_ = "a" if arrow.certain else "a d"
    if arrow.source == arrow.target:
        path = f"M{x:g} {start - 4:g}c-9 -18 18 -18 9 0"
        middle = start + 8
    else:
        path = f"M{x:g} {start:g}V{stop:g}"
        middle = start + (18 if stop > start else -18)
        canvas.add(f'<circle cx="{x:g}" cy="{start:g}" r="3" class="h"/>')
    canvas.add(f'<path d="{path}" class="{class_}" marker-end="url(#h)"/>')
    canvas.add(f'<circle cx="{x:g}" cy="{middle:g}" r="8" class="n"/>')
    canvas.text(x, middle + 3.5, str(number), "num")


def _titles(picture: Picture) -> dict[str, str]:
    several = len(picture.boxes) > 1
    rows = {row.key: row.title for row in (*picture.above, *picture.below)}
    for box in picture.boxes:
        start = f"{box.title.split()[1]}/" if several else ""
        rows |= {row.key: f"{start}{row.title}" for row in box.rows}
    return rows


def _list(canvas: _Canvas, arrows: Sequence[Arrow], titles: dict[str, str], width: float) -> None:
    canvas.y += _LINE
    canvas.text(
        _MARGIN, canvas.y, "Flows, by number" if arrows else "Nothing passes between any two of these", "t"
    )
    for number, arrow in enumerate(arrows, start=1):
        canvas.y += _LINE
        by = f" by {arrow.by}" if arrow.by else ""
        sure = "" if arrow.certain else " (not certain)"
        text = f"{number}: {titles[arrow.source]} → {titles[arrow.target]}: {arrow.ports}{by}{sure}"
        canvas.text(_MARGIN, canvas.y, text, room=width - 2 * _MARGIN)
