"""What MiniStack's EC2 knows about a resource and does not say when asked."""

import json
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from ministack.services import ec2

Record = dict[str, Any]


def install() -> None:
    """Complete three answers."""
    ec2._vpce_fields_xml = _complete(ec2._vpce_fields_xml)
    ec2._lt_data_xml = _with_details(ec2._lt_data_xml)
    ec2._volume_inner_xml = _with_key(ec2._volume_inner_xml)
    ec2._ACTION_MAP["CreateVolume"] = _keeping_key(ec2._ACTION_MAP["CreateVolume"])


def _complete(theirs: Callable[..., str]) -> Callable[..., str]:
    """Of endpoints: the policy, the security groups, and whether the service's own name leads here."""

    def xml(endpoint: Record, tag: str = "item") -> str:
        groups = "".join(
            f"<item><groupId>{id_}</groupId></item>" for id_ in endpoint.get("SecurityGroupIds", [])
        )
        private = str(endpoint.get("PrivateDnsEnabled", False)).lower()
        text = f"<groupSet>{groups}</groupSet><privateDnsEnabled>{private}</privateDnsEnabled>"
        if policy := endpoint.get("PolicyDocument"):
            document = policy if isinstance(policy, str) else json.dumps(policy)
            text += f"<policyDocument>{escape(document)}</policyDocument>"
        head, end, tail = theirs(endpoint, tag).rpartition(f"</{tag}>")
        return f"{head}{text}{end}{tail}"

    return xml


def _with_details(theirs: Callable[[Record], str]) -> Callable[[Record], str]:
    """Of launch templates: the key of each disk, and whether an interface goes with its server."""

    def xml(data: Record) -> str:
        root = ElementTree.fromstring(f"<data>{theirs(data)}</data>")  # noqa: S314 made in this process
        disks = zip(
            data.get("BlockDeviceMappings", []), root.iterfind("blockDeviceMappingSet/item"), strict=True
        )
        for disk, item in disks:
            _add(item.find("ebs"), "kmsKeyId", disk.get("Ebs", {}).get("KmsKeyId"))
        cards = zip(data.get("NetworkInterfaces", []), root.iterfind("networkInterfaceSet/item"), strict=True)
        for card, item in cards:
            _add(item, "deleteOnTermination", card.get("DeleteOnTermination"))
        return "".join(ElementTree.tostring(child, encoding="unicode") for child in root)

    return xml


def _add(parent: ElementTree.Element | None, name: str, value: Any) -> None:
    if parent is not None and value is not None:
        ElementTree.SubElement(parent, name).text = str(value).lower() if isinstance(value, bool) else value


def _with_key(theirs: Callable[[Record], str]) -> Callable[[Record], str]:
    def xml(volume: Record) -> str:
        key = volume.get("KmsKeyId")
        return theirs(volume) + (f"<kmsKeyId>{key}</kmsKeyId>" if key else "")

    return xml


def _keeping_key(theirs: Callable[[Record], Any]) -> Callable[[Record], Any]:
    def create(params: Record) -> Any:
        before = set(ec2._volumes)
        answer = theirs(params)
        for id_ in set(ec2._volumes) - before:
            ec2._volumes[id_]["KmsKeyId"] = ec2._p(params, "KmsKeyId")
        return answer

    return create
