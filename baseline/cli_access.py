"""Commands about access; each imports what it needs when it runs."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from baseline.command import DEFAULT_OUT, synthesis, takes_config
from baseline.errors import InputError

if TYPE_CHECKING:
    from baseline.access.account import Account


def add_access_commands(commands: Any) -> None:
    """Add them to the command line."""
    prove = commands.add_parser("prove", help="prove the guarantees of a settings file about its templates")
    takes_config(prove)
    _takes_templates(prove)
    prove.set_defaults(run=_prove)
    can = commands.add_parser("can", help="decide one request of a principal of the templates, and say why")
    can.add_argument("principal", help="such as group/testers, role/web-server or an ARN")
    _takes_request(can)
    can.add_argument(
        "--context",
        nargs="+",
        default=[],
        metavar="KEY=VALUE",
        help="keys of the request, such as aws:SourceIp=…; aws:RequestedRegion is the resource's if absent",
    )
    can.set_defaults(run=_can)
    who = commands.add_parser("who", help="who in the templates may do something, and under which conditions")
    _takes_request(who)
    who.set_defaults(run=_who)
    matrix = commands.add_parser("matrix", help="what each principal of the templates can do, by service")
    _takes_templates(matrix)
    matrix.set_defaults(run=_matrix)
    evaluate = commands.add_parser(
        "evaluate", help="decide requests given as JSON with their policies; docs/access.md has the form"
    )
    evaluate.add_argument("file", help="a JSON file with one request or a list of them; - reads stdin")
    evaluate.set_defaults(run=_evaluate)


def _takes_templates(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--templates",
        type=Path,
        nargs="+",
        default=[DEFAULT_OUT],
        metavar="PATH",
        help=f"cloud assemblies, folders or files, of any origin ({DEFAULT_OUT})",
    )
    parser.add_argument("--account", help="the account that is deployed to; any if absent")
    parser.add_argument("--region", help="the region that is deployed to, where the templates leave it open")
    parser.add_argument("--json", action="store_true", help="print JSON")


def _takes_request(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", help="such as ec2:TerminateInstances")
    parser.add_argument("resource", help="an ARN, or * for actions that have none")
    _takes_templates(parser)


def _prove(chosen: argparse.Namespace) -> int:
    from baseline.access.account import account_of
    from baseline.guarantees.accounts import in_every_account
    from baseline.guarantees.own import prove_own
    from baseline.reports.access import print_proofs, proofs_as_json
    from baseline.settings.load import load
    from baseline.settings.stamp import is_of
    from baseline.template.deployment import Deployment

    settings = load(chosen.config)
    deployment = Deployment(
        account=chosen.account or settings.account, region=chosen.region or settings.region
    )
    estates = in_every_account(chosen.templates, deployment)
    strange = [each.name for each in estates[0].templates if not each.name.startswith(f"{settings.name}-")]
    if strange and chosen.templates == [DEFAULT_OUT]:
        remedy = synthesis(chosen.config, DEFAULT_OUT)
        raise InputError(f"{DEFAULT_OUT}: {strange[0]} is not of {chosen.config}; run {remedy}")
    for assembly in chosen.templates:
        if is_of(settings, assembly) is False:
            raise InputError(
                f"{assembly}: was not made from {chosen.config} as it is now; run "
                f"{synthesis(chosen.config, assembly)}"
            )
    _say_what_is_left_out(account_of(estates[0]))
    proofs = prove_own(settings, estates)
    if chosen.json:
        _print_json(proofs_as_json(proofs))
    else:
        print_proofs(proofs)
    return 0 if all(proof.verdict.holds for proof in proofs) else 1


def _can(chosen: argparse.Namespace) -> int:
    from baseline.access.catalogue import action
    from baseline.access.evaluator import decide
    from baseline.access.outside import shown
    from baseline.access.request import Request
    from baseline.reports.access import print_decision

    account = _account(chosen)
    _say_what_is_left_out(account)
    principal = account.find(chosen.principal)
    if not action(chosen.action).known:
        print(f"{chosen.action}: the table of actions has none of that name", file=sys.stderr)
    through = account.keys_of(chosen.resource)
    context = _requested_region(chosen.resource) | through | _context(chosen.context)
    request = Request(principal.caller, chosen.action, chosen.resource, context)
    decision = decide(request, account.policies(principal, request.resource, request.keys))
    if chosen.json:
        _print_json(shown(decision))
    else:
        print_decision(decision)
    return 0 if decision.allowed else 1


def _who(chosen: argparse.Namespace) -> int:
    from baseline.access.capabilities import who_may
    from baseline.reports.access import print_answers, verdict_as_json

    account = _account(chosen)
    _say_what_is_left_out(account)
    answers = who_may(account, chosen.action, chosen.resource)
    if chosen.json:
        _print_json({name: verdict_as_json(verdict) for name, verdict in answers.items()})
    else:
        print_answers(answers)
    return 0


def _matrix(chosen: argparse.Namespace) -> int:
    from baseline.access.account import account_of
    from baseline.access.capabilities import capabilities
    from baseline.access.outsiders import outsiders
    from baseline.reports.access import matrix_as_json, print_matrix
    from baseline.template.deployment import Deployment
    from baseline.template.estate import load_estate

    deployment = Deployment(account=chosen.account, region=chosen.region)
    account = account_of(load_estate(chosen.templates, deployment))
    _say_what_is_left_out(account)
    rows = {str(each): capabilities(account, each) for each in (*account.principals, *outsiders(account))}
    if chosen.json:
        _print_json(matrix_as_json(rows))
    else:
        print_matrix(rows)
    return 0


def _say_what_is_left_out(account: "Account") -> None:
    for note in account.notes:
        print(f"not modelled: {note}", file=sys.stderr)


def _account(chosen: argparse.Namespace) -> "Account":
    """The account of the templates; its id and region are those of the resource's ARN if not named."""
    from baseline.access.account import account_of
    from baseline.template.deployment import Deployment
    from baseline.template.estate import load_estate

    parts = chosen.resource.split(":")
    region, number = parts[3:5] if len(parts) > 5 else ("", "")
    deployment = Deployment(
        account=chosen.account or (number if number.isdecimal() else None),
        region=chosen.region or region or None,
    )
    return account_of(load_estate(chosen.templates, deployment))


def _context(given: list[str]) -> dict[str, list[str]]:
    """`key=value` each; a key that is given again has several values. Keys are told apart without case."""
    found: dict[str, list[str]] = {}
    for each in given:
        key, equals, value = each.partition("=")
        if not equals:
            raise InputError(f"--context {each}: must be key=value")
        found.setdefault(key.lower(), []).append(value)
    return found


def _requested_region(resource: str) -> dict[str, list[str]]:
    """The Region that a request about a resource is sent to: its own, where it has one."""
    parts = resource.split(":")
    return {"aws:requestedregion": [parts[3]]} if len(parts) > 5 and parts[3] else {}


def _evaluate(chosen: argparse.Namespace) -> int:
    from baseline.access.outside import decide_json

    given = _json(chosen.file)
    listed = given if isinstance(given, list) else [given]
    decided = []
    for index, case in enumerate(listed):
        if not isinstance(case, dict):
            raise InputError(f"{chosen.file}: request {index + 1} is not an object")
        try:
            decided.append(decide_json(case))
        except InputError as error:
            raise InputError(f"{chosen.file}: request {index + 1}: {error}") from error
    _print_json(decided if isinstance(given, list) else decided[0])
    return 0


def _json(file: str) -> Any:
    try:
        return json.loads(sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{file}: not readable as JSON ({error})") from error


def _print_json(value: object) -> None:
    print(json.dumps(value, indent=2, ensure_ascii=False))
