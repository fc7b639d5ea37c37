"""One deployed stack beside the template it was deployed from."""

import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from baseline.rehearsal import manifest
from baseline.rehearsal.account.intrinsics import Scope, resolved
from baseline.rehearsal.account.observed import Api, Missing, Observed, Properties
from baseline.rehearsal.account.readers.table import READERS
from baseline.template.assembly import StackTemplate, read_assembly


@dataclass(frozen=True)
class StackView:
    """A stack, read through the service APIs; CloudFormation is asked for nothing but ids.

    Attributes:
        stack: The template.
        api: Makes boto3 clients.
        exports: What other stacks export.
    """

    stack: StackTemplate
    api: Api
    exports: dict[str, str]
    _read: dict[str, Observed] = field(default_factory=dict)

    @cached_property
    def resources(self) -> dict[str, Any]:
        """The template's resources by logical id."""
        return json.loads(self.stack.file.read_text(encoding="utf-8"))["Resources"]  # type: ignore[no-any-return]

    @cached_property
    def ids(self) -> dict[str, str]:
        """Physical ids by logical id, of what is there."""
        pages = (
            self.api("cloudformation")
            .get_paginator("list_stack_resources")
            .paginate(StackName=self.stack.name)
        )
        found = (summary for page in pages for summary in page["StackResourceSummaries"])
        return {
            summary["LogicalResourceId"]: summary["PhysicalResourceId"]
            for summary in found
            if summary["ResourceStatus"] != "DELETE_COMPLETE" and summary.get("PhysicalResourceId")
        }

    def declared(self, logical_id: str) -> Properties:
        """The properties of one resource without intrinsic functions."""
        return resolved(self.resources[logical_id].get("Properties", {}), self._scope)  # type: ignore[no-any-return]

    def wanted(self, logical_id: str) -> Properties:
        """What is declared; of a security group, with the rules that stand beside it."""
        properties = self.declared(logical_id)
        if self.resources[logical_id]["Type"] == "AWS::EC2::SecurityGroup":
            # No rule may be there that no template asks for.
            for name in ("SecurityGroupIngress", "SecurityGroupEgress"):
                properties[name] = [*properties.get(name, []), *self._rules_beside(logical_id, name)]
        return properties

    def _rules_beside(self, group: str, kind: str) -> list[Properties]:
        found = [
            self.declared(logical_id)
            for logical_id, resource in self.resources.items()
            if resource["Type"] == f"AWS::EC2::{kind}"
        ]
        return [
            {name: value for name, value in rule.items() if name != "GroupId"}
            for rule in found
            if rule["GroupId"] == self.ids[group]
        ]

    def protected(self) -> list[str]:
        """The stack's name, if it has termination protection in the account."""
        (stack,) = self.api("cloudformation").describe_stacks(StackName=self.stack.name)["Stacks"]
        return [self.stack.name] if stack.get("EnableTerminationProtection") else []

    def observed(self, logical_id: str) -> Observed:
        """One resource as the account has it.

        Raises:
            Missing: It is not in the stack, or the account does not have it.
        """
        if logical_id not in self._read:
            if logical_id not in self.ids:
                raise Missing(f"{logical_id} is not in the stack")
            type_, id_ = self.resources[logical_id]["Type"], self.ids[logical_id]
            if type_ not in READERS and manifest.stands_for_nothing(type_):
                self._read[logical_id] = Observed({}, manifest.made_up(type_, id_))
            else:
                self._read[logical_id] = READERS[type_](self.api, id_, self.declared(logical_id))
        return self._read[logical_id]

    @cached_property
    def _scope(self) -> Scope:
        return Scope(
            references={**_pseudo(self.api, self.stack.name), **self.ids},
            attribute=lambda logical_id, name: self.observed(logical_id).attributes[name],
            exports=self.exports,
            zones=sorted(
                zone["ZoneName"]
                for zone in self.api("ec2").describe_availability_zones()["AvailabilityZones"]
            ),
        )


def _pseudo(api: Api, stack: str) -> dict[str, str]:
    identity = api("sts").get_caller_identity()
    return {
        "AWS::AccountId": identity["Account"],
        "AWS::Partition": identity["Arn"].split(":")[1],
        "AWS::Region": api("sts").meta.region_name,
        "AWS::StackName": stack,
        "AWS::URLSuffix": "amazonaws.com",
    }


def views(api: Api, assembly: Path) -> list[StackView]:
    """The stacks of an assembly as they are deployed."""
    pages = api("cloudformation").get_paginator("list_exports").paginate()
    exports = {export["Name"]: export["Value"] for page in pages for export in page["Exports"]}
    return [StackView(stack, api, exports) for stack in read_assembly(assembly)]
