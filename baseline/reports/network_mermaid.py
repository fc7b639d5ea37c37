"""The map as Mermaid, for pages that render it."""

from baseline.reach.picture import Picture, Row

_MOST_PORTS = 6


def network_mermaid(picture: Picture) -> str:
    """A flowchart: VPCs around their tiers, and an edge for each flow; dotted where it is not certain."""
    lines = ["flowchart TB"]
    names: dict[str, str] = {}
    for row in (*picture.above, *picture.below):
        lines.append(f"  {_node(row, names)}([{_quoted(row.title)}])")
    for index, box in enumerate(picture.boxes, start=1):
        lines.append(f"  subgraph vpc{index}[{_quoted(box.title)}]")
        for row in box.rows:
            cells = "<br/>".join(_plain(cell.addresses) for cell in row.cells)
            lines.append(f"    {_node(row, names)}[{_bold(row.title, cells)}]")
        lines.append("  end")
    for arrow in picture.arrows:
        by = f" by {arrow.by}" if arrow.by else ""
        line = "-->" if arrow.certain else "-.->"
        lines.append(
            f"  {names[arrow.source]} {line}|{_quoted(_short(arrow.ports) + by)}| {names[arrow.target]}"
        )
    return "\n".join(lines) + "\n"


def _short(ports: str) -> str:
    """Mermaid lays long labels over its boxes, so of many ports it has the first; the SVG has all."""
    parts = ports.split(",")
    return ports if len(parts) <= _MOST_PORTS else f"{','.join(parts[:3])} and {len(parts) - 3} more"


def _node(row: Row, names: dict[str, str]) -> str:
    return names.setdefault(row.key, f"n{len(names) + 1}")


def _bold(title: str, cells: str) -> str:
    return f'"<b>{_plain(title)}</b><br/>{cells}"'


def _quoted(text: str) -> str:
    return f'"{_plain(text)}"'


def _plain(text: str) -> str:
    """Names may hold what Mermaid would take for HTML.

    Source: https://mermaid.js.org/syntax/flowchart.html ("Entity codes to escape characters")
    """
    return text.replace('"', "#quot;").replace("<", "#lt;").replace(">", "#gt;")
