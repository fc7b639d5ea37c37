"""The prover, the evaluator of single packets and a simulator that reads the policy's JSON itself say the
same of random Network Firewall policies.
"""

from collections.abc import Iterator
from ipaddress import ip_address, ip_network
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baseline.reach.addresses import block
from baseline.reach.model.firewall import Firewall
from baseline.reach.packets import Packet as Numbers
from baseline.reach.trace.inspect import inspected
from baseline.reach.ways.inspection import inspection
from tests.reach.simulator import NUMBERS, Packet
from tests.reach.small import network, ref
from tests.reach.test_firewalls import FORWARD, guarded, stateful, stateless

WORLD = ["198.51.100.7", "203.0.113.9"]
CIDRS = ["0.0.0.0/0", "10.0.0.0/24", "198.51.100.0/24", "203.0.113.9/32"]
ACTIONS = ["aws:pass", "aws:drop", "aws:forward_to_sfe"]
PORTS = [22, 443, 40000]


@st.composite
def stateless_rules(draw: st.DrawFn) -> dict[str, Any]:
    attributes: dict[str, Any] = {}
    if draw(st.booleans()):
        attributes["Destinations"] = [{"AddressDefinition": draw(st.sampled_from(CIDRS))}]
    if draw(st.booleans()):
        attributes["Sources"] = [{"AddressDefinition": draw(st.sampled_from(CIDRS))}]
    if draw(st.booleans()):
        attributes["Protocols"] = [draw(st.sampled_from([6, 17]))]
    if draw(st.booleans()):
        port = draw(st.sampled_from(PORTS))
        attributes[draw(st.sampled_from(["SourcePorts", "DestinationPorts"]))] = [
            {"FromPort": port, "ToPort": port}
        ]
    return {"Actions": [draw(st.sampled_from(ACTIONS))], "MatchAttributes": attributes}


ENDS = st.sampled_from(["ANY", *CIDRS[1:]])
STATEFUL = st.fixed_dictionaries(
    {
        "Action": st.sampled_from(["PASS", "DROP", "REJECT", "ALERT"]),
        "Header": st.fixed_dictionaries(
            {
                "Protocol": st.sampled_from(["IP", "TCP", "UDP"]),
                "Source": ENDS,
                "SourcePort": st.sampled_from(["ANY", "443", "1024:"]),
                "Direction": st.sampled_from(["FORWARD", "ANY"]),
                "Destination": ENDS,
                "DestinationPort": st.sampled_from(["ANY", "22", "443"]),
            }
        ),
        "RuleOptions": st.just([{"Keyword": "sid", "Settings": ["1"]}]),
    }
)


@st.composite
def policies(draw: st.DrawFn) -> dict[str, Any]:
    policy = {
        **FORWARD,
        "StatelessDefaultActions": [draw(st.sampled_from(ACTIONS))],
        "StatelessRuleGroupReferences": [{"ResourceArn": ref("First"), "Priority": 1}],
        "StatefulRuleGroupReferences": [{"ResourceArn": ref("Second"), "Priority": 1}],
    }
    if draw(st.booleans()):
        policy["StatefulEngineOptions"] = {"RuleOrder": "STRICT_ORDER"}
        policy["StatefulDefaultActions"] = draw(st.sampled_from([[], ["aws:drop_strict"]]))
    first = stateless(*draw(st.lists(stateless_rules(), max_size=3)))
    second = stateful({"StatefulRules": draw(st.lists(STATEFUL, max_size=4))})
    return guarded(policy, First=first, Second=second)


class Policy:
    """One packet through a policy, plain and slow."""

    def __init__(self, made: dict[str, Any]) -> None:
        self.written = made["Policy"]["Properties"]["FirewallPolicy"]
        group = made["First"]["Properties"]["RuleGroup"]["RulesSource"]
        self.stateless = group["StatelessRulesAndCustomActions"]["StatelessRules"]
        self.stateful = made["Second"]["Properties"]["RuleGroup"]["RulesSource"]["StatefulRules"]

    def first(self, packet: Packet) -> str:
        for rule in sorted(self.stateless, key=lambda each: int(each["Priority"])):
            definition = rule["RuleDefinition"]
            if self._fits(packet, definition["MatchAttributes"]):
                return str(definition["Actions"][0])
        return str(self.written["StatelessDefaultActions"][0])

    def _fits(self, packet: Packet, asked: dict[str, Any]) -> bool:
        sides = (("Sources", packet.src), ("Destinations", packet.dst))
        if any(
            name in asked and not _inside(address, asked[name][0]["AddressDefinition"])
            for name, address in sides
        ):
            return False
        if "Protocols" in asked and NUMBERS[packet.protocol] not in asked["Protocols"]:
            return False
        ports = (("SourcePorts", packet.sport), ("DestinationPorts", packet.dport))
        return all(name not in asked or asked[name][0]["FromPort"] == port for name, port in ports)

    def second(self, packet: Packet) -> tuple[bool, bool]:
        """Whether it passes, and whether a rule says so."""
        strict = "StatefulEngineOptions" in self.written
        rules = self.stateful if strict else sorted(self.stateful, key=lambda rule: rule["Action"] != "PASS")
        for rule in rules:
            if rule["Action"] != "ALERT" and any(
                self._is_of(one, rule["Header"]) for one in _ways(packet, rule)
            ):
                return rule["Action"] == "PASS", True
        return not (strict and self.written["StatefulDefaultActions"]), False

    def _is_of(self, packet: Packet, header: dict[str, str]) -> bool:
        return (
            header["Protocol"] in ("IP", packet.protocol.upper())
            and _inside(packet.src, header["Source"])
            and _inside(packet.dst, header["Destination"])
            and _port(packet.sport, header["SourcePort"])
            and _port(packet.dport, header["DestinationPort"])
        )

    def passes(self, packet: Packet) -> bool:
        action = self.first(packet)
        return self.second(packet)[0] if action == "aws:forward_to_sfe" else action == "aws:pass"

    def answers(self, question: Packet) -> bool | None:
        """Whether the answer passes; None where the stateful engine has not seen the question."""
        answer = question.answer()
        action = self.first(answer)
        if action != "aws:forward_to_sfe":
            return action == "aws:pass"
        if self.first(question) != "aws:forward_to_sfe" or not self.second(question)[0]:
            return None
        return self.second(question)[1] or self.second(answer)[0]


def _ways(packet: Packet, rule: dict[str, Any]) -> Iterator[Packet]:
    yield packet
    if rule["Header"]["Direction"] == "ANY":
        yield packet.answer()


def _inside(address: str, cidr: str) -> bool:
    return cidr == "ANY" or ip_address(address) in ip_network(cidr)


def _port(port: int, written: str) -> bool:
    return written == "ANY" or (port >= 1024 if written == "1024:" else port == int(written))


def numbers(packet: Packet) -> Numbers:
    src, dst = (block(ip_network(one))[0][0] for one in (packet.src, packet.dst))
    return Numbers(src, dst, NUMBERS[packet.protocol], packet.sport, packet.dport)


PACKETS = st.builds(
    Packet,
    st.sampled_from(["10.0.0.5", *WORLD]),
    st.sampled_from(["10.0.0.5", *WORLD]),
    st.sampled_from(["tcp", "udp"]),
    st.sampled_from([443, 40000]),
    st.sampled_from(PORTS),
)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(policies(), st.lists(PACKETS, min_size=6, max_size=6))
def test_prover_evaluator_and_simulator_agree_about_firewalls(
    made: dict[str, Any], asked: list[Packet]
) -> None:
    firewall: Firewall = network(made).firewalls["stack/Firewall"]
    proved, simulated = inspection(firewall), Policy(made)
    for packet in asked:
        passes, one = simulated.passes(packet), numbers(packet)
        assert proved.requests.must.contains(one) is proved.requests.may.contains(one) is passes
        assert inspected(firewall, one, answer=False).passes is passes
        back, answer = simulated.answers(packet), numbers(packet.answer())
        assert inspected(firewall, answer, answer=True).passes is back
        if back is not None:
            assert proved.answers.must.contains(answer) is back
            assert proved.answers.may.contains(answer) is back
        else:
            assert not proved.answers.must.contains(answer)
