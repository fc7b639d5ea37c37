"""The commands about networks: they read templates that exist, of any origin."""

import argparse
from pathlib import Path
from typing import Any

from baseline.command import DEFAULT_OUT

DEFAULT_MAP = Path("network.svg")


def add_network_commands(commands: Any) -> None:
    """Add `reach` and `map` to the command line.

    Args:
        commands: What `ArgumentParser.add_subparsers` gave.
    """
    reach = commands.add_parser(
        "reach",
        help="say what can be sent from one place of a network to another",
        description="Answers for all packets, from templates alone. Ends are internet, on-premises, an "
        "address or range, tier/NAME, vpc/NAME, group/NAME, s3, endpoint/SERVICE, or a resource's id.",
    )
    reach.add_argument("source", metavar="FROM", help="who sends")
    reach.add_argument("target", metavar="TO", nargs="?", help="who is to get it")
    reach.add_argument(
        "--port", action="append", default=[], help="such as tcp/443, udp/53, icmp; may be repeated"
    )
    _takes_templates(reach)
    reach.add_argument(
        "--assert",
        dest="statement",
        choices=("unreachable", "reaches", "reaches_only", "egress_only_via", "no_path_out"),
        help="prove this; the exit code is 0 if it is proved, else 1",
    )
    reach.add_argument(
        "--via", action="append", default=[], help="for egress_only_via: nat, endpoint/s3, ..."
    )
    reach.add_argument("--json", action="store_true", help="print the verdict of --assert as JSON")
    reach.set_defaults(run=_reach)
    map_ = commands.add_parser(
        "map",
        help="draw the network with everything that passes, as SVG or Mermaid",
        description="From templates alone.",
    )
    _takes_templates(map_)
    map_.add_argument(
        "--out",
        type=Path,
        default=DEFAULT_MAP,
        help="a file: .svg, or .mmd and .md for Mermaid (network.svg)",
    )
    map_.set_defaults(run=_map)


def _takes_templates(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--templates",
        action="extend",
        nargs="+",
        type=Path,
        metavar="PATH",
        help="cloud assemblies, folders or files, of any origin (cdk.out)",
    )


def _reach(chosen: argparse.Namespace) -> int:
    from baseline.errors import InputError
    from baseline.reach.ask import ask
    from baseline.reach.ends import end
    from baseline.reach.facts.read import read_network
    from baseline.reach.packets import EVERY
    from baseline.reach.ports import port_set
    from baseline.reach.statements import Statements
    from baseline.reach.survey import blocked, passages, unseen_from
    from baseline.reports.reach import print_passages, print_verdict

    network = read_network(chosen.templates or [DEFAULT_OUT])
    if chosen.statement:
        verdict = ask(
            network,
            chosen.statement,
            from_=chosen.source,
            to=chosen.target,
            ports=chosen.port,
            via=chosen.via,
        )
        print_verdict(verdict, as_json=chosen.json)
        return 0 if verdict.holds else 1
    if chosen.target is None:
        raise InputError("reach needs two ends, FROM and TO; one is enough only for --assert no_path_out")
    wanted = port_set(chosen.port) if chosen.port else EVERY
    statements = Statements(network)
    source, target = end(network, chosen.source), end(network, chosen.target)
    found = passages(statements, source, target, wanted)
    stopped = [] if found else blocked(statements, source, target, wanted)
    unseen = unseen_from(network, source)
    print_passages(found, stopped, question=f"from {source.text} to {target.text}", unseen=unseen)
    return 0


def _map(chosen: argparse.Namespace) -> int:
    from baseline.errors import EnvironmentFault, InputError
    from baseline.reach.facts.read import read_network
    from baseline.reach.picture import picture
    from baseline.reports.network_mermaid import network_mermaid
    from baseline.reports.network_svg import network_svg

    out: Path = chosen.out
    if out.suffix not in (".svg", ".mmd", ".md"):
        raise InputError(f"{out}: write a name that ends in .svg, .mmd or .md")
    drawn = picture(read_network(chosen.templates or [DEFAULT_OUT]))
    mermaid = network_mermaid(drawn)
    texts = {
        ".svg": lambda: network_svg(drawn),
        ".mmd": lambda: mermaid,
        ".md": lambda: f"```mermaid\n{mermaid}```\n",
    }
    try:
        out.write_text(texts[out.suffix](), encoding="utf-8")
    except OSError as error:
        raise EnvironmentFault(f"{out}: cannot be written ({error})") from error
    vpcs = f"{len(drawn.boxes)} VPC{'s' if len(drawn.boxes) != 1 else ''}"
    print(f"{out}: {vpcs}, {len(drawn.arrows)} flows")
    return 0
