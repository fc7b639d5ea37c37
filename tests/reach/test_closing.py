"""What a refutation shows: the packet confirmed hop by hop, over balancers too, and what would close it."""

from copy import deepcopy
from typing import Any

from baseline.reach.model.network import Network
from baseline.verdict import Verdict
from tests.reach.small import OPEN, answer, ec2, instance, network, ref, tcp, verdict
from tests.reach.test_rules import balanced, group, nat, transit, with_

PROVED, REFUTED = "proved", "refuted"


def removals(found: Verdict) -> list[str]:
    start = "would close it: "
    return [each.text.removeprefix(start) for each in found.evidence if each.text.startswith(start)]


def hops(found: Verdict) -> list[str]:
    example: Any = found.examples[0]
    assert {hop["result"] for hop in example["hops"]} == {"passes"}
    return [hop["what"] for hop in example["hops"]]


def test_a_relayed_packet_is_confirmed_from_the_client_to_the_target() -> None:
    found = verdict(balanced(), "unreachable", "internet", "App")
    what = hops(found)
    assert what.index("internet gateway") < what.index("load balancer") < len(what) - 1
    assert what.count("delivery") == 2
    assert "passed on as tcp from" in str(found.examples[0]["packet"])


def test_one_removal_closes_a_relayed_way() -> None:
    found = verdict(balanced(), "unreachable", "internet", "App")
    assert len(removals(found)) == 1
    assert removals(found)[0].startswith(("remove ", "take "))


def test_two_ways_take_two_removals() -> None:
    second = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIp": "0.0.0.0/0"}
    made = with_(Open=group([tcp(443), second]), Ip=ec2("EIP", InstanceId=ref("Web")))
    made["Web"]["Properties"]["NetworkInterfaces"].append(
        {"DeviceIndex": "1", "SubnetId": ref("Public"), "GroupSet": [ref("More")]}
    )
    made["More"] = group([OPEN])
    found = verdict(made, "unreachable", "Web", "internet")
    assert found.result == REFUTED
    assert 1 <= len(removals(found)) <= 3
    assert answer(without(made, removals(found)), "unreachable", "Web", "internet") == PROVED


NOWHERE = {"IpProtocol": "-1", "CidrIp": "127.0.0.1/32"}


def without(made: dict[str, Any], texts: list[str]) -> Network:
    """The templates after what is told was done."""
    left = deepcopy(made)
    for text in texts:
        name = text.split()[-1]
        if text.startswith("declare the egress rules of "):
            left[name]["Properties"]["SecurityGroupEgress"] = [NOWHERE]
        elif text == "take the public address from Lb":
            left[name]["Properties"]["Scheme"] = "internal"
        elif text.startswith("take the public address from "):
            left[name]["Properties"]["NetworkInterfaces"][0]["AssociatePublicIpAddress"] = False
        elif "[" in text:
            _, owner, place = text.split()
            section, index = place.rstrip("]").split("[")
            del left[owner]["Properties"][section][int(index)]
        else:
            del left[text.removeprefix("remove ").removesuffix(" propagated route")]
    return network(left)


def test_removing_what_is_named_does_close_it() -> None:
    for made, source, target in (
        (nat(), "App", "internet"),
        (balanced(), "internet", "App"),
        (balanced("network"), "internet", "App"),
        (with_(), "internet", "Web"),
        (with_(), "Web", "App"),
        (transit(), "App", "Far"),
    ):
        found = verdict(made, "unreachable", source, target)
        assert found.result == REFUTED
        named = removals(found)
        assert len(named) == 1
        assert answer(without(made, named), "unreachable", source, target) == PROVED, named


def test_paths_out_are_closed_by_what_is_named() -> None:
    for made in (nat(), transit()):
        found = verdict(made, "no_path_out", "App")
        assert answer(without(made, removals(found)), "no_path_out", "App") == PROVED
        found = verdict(made, "egress_only_via", "App", via=["vpn"])
        assert answer(without(made, removals(found)), "egress_only_via", "App", via=["vpn"]) == PROVED


def test_more_than_one_removal_is_named_when_it_takes_more() -> None:
    made = with_(Open=group([tcp(443), tcp(22)]), Shut=group([tcp(80)]))
    made["Web"]["Properties"]["NetworkInterfaces"][0]["GroupSet"].append(ref("Shut"))
    made["Front"] = instance("Public", "Open", "Shut", public=True)
    found = verdict(made, "unreachable", "internet", "subnet/Public")
    named = removals(found)
    assert len(named) in (1, 2, 3)
    assert answer(without(made, named), "unreachable", "internet", "subnet/Public") == PROVED


def test_what_passes_in_too_many_ways_says_so() -> None:
    made = with_()
    for index in range(5):
        made[f"Web{index}"] = instance("Public", f"Open{index}", public=True)
        made[f"Open{index}"] = group([tcp(22 + index)])
    del made["Attachment"]
    found = verdict(made, "unreachable", "10.0.1.0/24", "10.0.0.0/24")
    assert found.result == REFUTED
    assert removals(found) == [] or len(removals(found)) <= 3
    assert any("removals" in each.text for each in found.evidence) or removals(found)
