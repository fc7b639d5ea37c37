"""How long proofs about networks take: profiles, and a synthetic estate (`python -m benchmarks.reach`).

The estate has VPCs of ten subnets and 25 security groups each, joined by a transit gateway. Asked are, for
every subnet, what the internet and what networks on premises can send to it, what it can send to the
internet, and what the first subnet of each VPC can send to each subnet of the next VPC.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

from baseline.reach.ends import INTERNET, PREMISES
from baseline.reach.facts.read import read_network
from baseline.reach.model.network import Network
from baseline.reach.prover import Prover
from baseline.reach.traffic import Outside, Site

ROOT = Path(__file__).resolve().parents[1]
SUBNETS, GROUPS = 10, 25


def main() -> None:
    """Measure, and print a table; each estate in a process of its own, for its memory."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reach", description=__doc__)
    parser.add_argument("--vpcs", type=int, help="measure one estate of so many VPCs, and print JSON")
    vpcs = parser.parse_args().vpcs
    if vpcs is not None:
        print(json.dumps(estate(vpcs)))
        return
    for profile in ("standard", "whitepaper"):
        print(f"{profile}: {pairs(ROOT / 'tests' / 'golden' / profile)}")
    for size in (50, 100, 200):
        command = [sys.executable, "-m", "benchmarks.reach", "--vpcs", str(size)]
        found = json.loads(subprocess.run(command, capture_output=True, check=True, cwd=ROOT).stdout)  # noqa: S603
        print(
            "{vpcs} VPCs, {subnets} subnets, {groups} groups: {questions} questions".format(**found), end="; "
        )
        print("read {read_s:.1f} s, proved {prove_s:.1f} s of CPU, {peak_mib:.0f} MiB".format(**found))


def pairs(folder: Path) -> str:
    """All pairs of tiers and zones, services, internet and on-premises."""
    start = time.process_time()
    network = read_network([folder])
    read = time.process_time()
    asked = sites(network)
    prover = Prover(network)
    flows = sum(len(prover.flows(one, other)) for one in asked for other in asked)
    prove = time.process_time()
    spent = f"read {read - start:.2f} s, proved {prove - read:.2f} s of CPU"
    return f"{len(asked) ** 2} pairs, {flows} flows; {spent}"


def sites(network: Network) -> list[Site]:
    """What is launched in each subnet, and the places outside."""
    launched: list[Site] = [each for each in network.interfaces if each.kind == "anything launched in it"]
    services: list[Site] = [Outside("service", key, each.service) for key, each in network.endpoints.items()]
    return [*launched, *services, INTERNET, PREMISES]


def estate(vpcs: int) -> dict[str, Any]:
    """Write an estate, read it, and ask."""
    with tempfile.TemporaryDirectory() as folder:
        _write(Path(folder), vpcs)
        start = time.process_time()
        network = read_network([Path(folder)])
    read = time.process_time()
    questions = _ask(network)
    return {
        "vpcs": len(network.vpcs),
        "subnets": len(network.subnets),
        "groups": sum("#" not in key for key in network.groups),
        "questions": questions,
        "read_s": read - start,
        "prove_s": time.process_time() - read,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _ask(network: Network) -> int:
    prover = Prover(network)
    by_vpc: dict[str, list[Site]] = {}
    asked = 0
    for each in network.interfaces:
        by_vpc.setdefault(network.subnets[each.subnet].vpc, []).append(each)
        for source, target in ((INTERNET, each), (PREMISES, each), (each, INTERNET)):
            prover.flows(source, target)
            asked += 1
    homes = list(by_vpc.values())
    for here, there in pairwise(homes):
        for target in there:
            prover.flows(here[0], target)
            asked += 1
    return asked


def _write(folder: Path, vpcs: int) -> None:
    hub = {"Tgw": _made("TransitGateway"), "Vpn": _made("VPNConnection", TransitGatewayId={"Ref": "Tgw"})}
    output = {"Tgw": {"Value": {"Ref": "Tgw"}, "Export": {"Name": "tgw"}}}
    _save(folder / "a-hub.json", {"Resources": hub, "Outputs": output})
    for number in range(vpcs):
        _save(folder / f"vpc{number:03}.json", {"Resources": _vpc(number)})


def _save(file: Path, template: dict[str, Any]) -> None:
    file.write_text(json.dumps(template, indent=1), encoding="utf-8")


def _made(type_: str, **properties: Any) -> dict[str, Any]:
    return {"Type": f"AWS::EC2::{type_}", "Properties": properties}


def _vpc(number: int) -> dict[str, Any]:
    second, third = divmod(number * 16, 256)
    transit = {"Fn::ImportValue": "tgw"}
    vpc, subnets = {"Ref": "Vpc"}, [{"Ref": f"Subnet{index}"} for index in range(2)]
    found = {
        "Vpc": _made("VPC", CidrBlock=f"10.{second}.{third}.0/20"),
        "Igw": _made("InternetGateway"),
        "Gate": _made("VPCGatewayAttachment", VpcId=vpc, InternetGatewayId={"Ref": "Igw"}),
        "Hub": _made("TransitGatewayAttachment", VpcId=vpc, TransitGatewayId=transit, SubnetIds=subnets),
        "Nat": _made("NatGateway", SubnetId=subnets[0], AllocationId="eipalloc-0"),
    }
    for index in range(GROUPS):
        found[f"Group{index}"] = _group(index)
    for index in range(SUBNETS):
        found |= _subnet(index, f"10.{second}.{third + index}.0/24", transit)
    return found


def _group(index: int) -> dict[str, Any]:
    near = {"Fn::GetAtt": [f"Group{(index + 1) % GROUPS}", "GroupId"]} if index % 5 == 4 else None
    peer = {"SourceSecurityGroupId": near} if near else {"CidrIp": "10.0.0.0/8"}
    rules = [
        {
            "IpProtocol": "tcp",
            "FromPort": 443,
            "ToPort": 443,
            "CidrIp": "0.0.0.0/0" if index == 0 else "10.0.0.0/8",
        },
        {"IpProtocol": "tcp", "FromPort": 1000 + index, "ToPort": 2000 + index, **peer},
    ]
    return _made("SecurityGroup", GroupDescription="g", VpcId={"Ref": "Vpc"}, SecurityGroupIngress=rules)


def _subnet(index: int, cidr: str, transit: dict[str, Any]) -> dict[str, Any]:
    public = index == 0
    gate = {"GatewayId": {"Ref": "Igw"}} if public else {"NatGatewayId": {"Ref": "Nat"}}
    worn = [{"Ref": f"Group{index}"}, {"Ref": f"Group{index + SUBNETS}"}]
    own, table = {"Ref": f"Subnet{index}"}, {"Ref": f"Table{index}"}
    return {
        f"Subnet{index}": _made("Subnet", VpcId={"Ref": "Vpc"}, CidrBlock=cidr, MapPublicIpOnLaunch=public),
        f"Table{index}": _made("RouteTable", VpcId={"Ref": "Vpc"}),
        f"Of{index}": _made("SubnetRouteTableAssociation", SubnetId=own, RouteTableId=table),
        f"Out{index}": _made("Route", RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", **gate),
        f"Far{index}": _made(
            "Route", RouteTableId=table, DestinationCidrBlock="10.0.0.0/8", TransitGatewayId=transit
        ),
        f"Host{index}": _made("Instance", SubnetId=own, SecurityGroupIds=worn),
    }


if __name__ == "__main__":
    main()
