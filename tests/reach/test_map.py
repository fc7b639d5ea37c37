"""`baseline map`: everything is drawn, and nothing lies over anything else."""

import json
import re
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest

from baseline.cli import main
from baseline.reach.picture import picture
from baseline.reports.network_mermaid import network_mermaid
from baseline.reports.network_svg import network_svg
from tests.reach.small import ec2, instance, network, ref
from tests.reach.test_firewalls import FORWARD, guarded
from tests.reach.test_profiles import PROFILES, recorded
from tests.reach.test_rules import nat, peered, v6, vpn

SVG = "{http://www.w3.org/2000/svg}"
CHARACTER = 6.2  # of 11 px sans-serif, on average; bold titles are 13 px


def six_tiers() -> dict[str, object]:
    """Three zones and six tiers with long names, each open to the next."""
    made = nat()
    for tier in range(6):
        for zone in range(3):
            name = f"a-rather-long-tier-name-{tier}-{zone + 1}"
            cidr = f"10.0.{16 + tier * 4 + zone}.0/24"
            tags = [{"Key": "Name", "Value": name}]
            made[f"S{tier}{zone}"] = ec2("Subnet", VpcId=ref("Vpc"), CidrBlock=cidr, Tags=tags)
            made[f"I{tier}{zone}"] = instance(f"S{tier}{zone}", "Open")
    return made


def shapes(svg: str, tag: str) -> list[ElementTree.Element]:
    return ElementTree.fromstring(svg).findall(f"{SVG}{tag}")  # noqa: S314 - our own text


def boxes_of_texts(svg: str) -> list[tuple[float, float, float, float]]:
    found = []
    for text in shapes(svg, "text"):
        bold, centred = text.get("class") == "t", text.get("class") == "num"
        width = len(text.text or "") * CHARACTER * (1.2 if bold else 1)
        x, y = float(text.get("x", 0)), float(text.get("y", 0))
        left = x - width / 2 if centred else x
        found.append((left, y - 9, left + width, y + 2))
    return found


def apart(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


@pytest.mark.parametrize("made", [six_tiers, nat, peered, v6, vpn])
def test_no_text_lies_over_another_and_all_lie_inside(made: object) -> None:
    svg = network_svg(picture(network(made())))  # type: ignore[operator] # a function of these tests
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own text
    width, height = float(root.get("width", 0)), float(root.get("height", 0))
    texts = boxes_of_texts(svg)
    assert all(apart(one, other) for one, other in combinations(texts, 2))
    assert all(box[0] >= 0 and box[2] <= width and box[3] <= height for box in texts)


@pytest.mark.parametrize("profile", PROFILES)
def test_each_flow_has_a_lane_of_its_own(profile: str) -> None:
    drawn = picture(recorded(profile))
    paths = [path.get("d", "") for path in shapes(network_svg(drawn), "path")]
    lanes = [match[1] for path in paths if (match := re.match(r"M([\d.]+) ", path))]
    assert len(lanes) == len(set(lanes)) == len(drawn.arrows)


def test_the_map_shows_subnets_gateways_and_flows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "web.json"
    file.write_text(json.dumps({"Resources": nat()}), encoding="utf-8")
    svg, page = tmp_path / "map.svg", tmp_path / "map.md"
    assert main(["map", "--template", str(file), "--out", str(svg)]) == 0
    assert main(["map", "--template", str(file), "--out", str(page)]) == 0
    assert "1 VPC," in capsys.readouterr().out
    for text in (svg.read_text(encoding="utf-8"), page.read_text(encoding="utf-8")):
        assert "10.0.1.0/24" in text and "internet" in text and "by internet, nat" in text
    assert "NAT gateway" in svg.read_text(encoding="utf-8")
    assert page.read_text(encoding="utf-8").startswith("```mermaid\nflowchart TB\n")


def test_a_map_needs_a_name_it_can_write_and_a_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "web.json"
    file.write_text(json.dumps({"Resources": {}}), encoding="utf-8")
    assert main(["map", "--template", str(file), "--out", "map.png"]) == 2
    assert main(["map", "--template", str(file), "--out", str(tmp_path / "no" / "map.mmd")]) == 3
    assert ".svg, .mmd or .md" in capsys.readouterr().err


def test_names_are_no_markup_and_what_is_not_described_is_named(tmp_path: Path) -> None:
    made = {
        **nat(),
        "Odd": ec2(
            "Subnet",
            VpcId=ref("Vpc"),
            CidrBlock="10.0.77.0/24",
            Tags=[{"Key": "Name", "Value": 'a "<b>" name'}],
        ),
        "Lost": ec2("Instance", SubnetId="subnet-1", SecurityGroupIds=[ref("Open")]),
    }
    text = network_mermaid(picture(network(made)))
    assert "a #quot;#lt;b#gt;#quot; name" in text
    assert 'subgraph vpc2["VPC not in the templates"]' in text


def test_a_firewall_is_drawn_where_its_endpoint_stands() -> None:
    drawn = picture(network(guarded(FORWARD)))
    assert "firewall" in drawn.boxes[0].gateways
    assert [row.title for row in drawn.boxes[0].rows for cell in row.cells if "firewall" in cell.holds] == [
        "Walls"
    ]


@pytest.mark.parametrize(
    ("ports", "label"),
    [
        ("tcp/80,443", "tcp/80,443"),
        ("tcp/1,2,3,4, udp/5,6", "tcp/1,2,3,4, udp/5,6"),
        ("tcp/1,2,3,4, udp/5,6,7", "tcp/1,2,3 and 4 more"),
    ],
)
def test_long_labels_do_not_cover_the_boxes(ports: str, label: str) -> None:
    drawn = picture(network(nat()))
    (arrow, *_) = drawn.arrows
    text = network_mermaid(replace(drawn, arrows=(replace(arrow, ports=ports),)))
    assert f'|"{label}' in text
