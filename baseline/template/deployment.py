"""Where, and with which parameters, templates are taken to be deployed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from baseline.template.value import Origin, Symbol, Value

_SUFFIXES = {"aws-cn": "amazonaws.com.cn"}


@dataclass(frozen=True)
class Deployment:
    """What the pseudo-parameters and parameters stand for.

    What is left out stays a symbol: what is proved then holds for every account and region.

    Attributes:
        account: Twelve digits.
        region: Such as "eu-west-1".
        partition: "aws", "aws-cn" or "aws-us-gov"; by the region where that is known,
            else the commercial one.
        parameters: Values by parameter name, or by "stack:parameter", which goes first; defaults of the
            template count where neither is given.

    Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html
    """

    account: str | None = None
    region: str | None = None
    partition: str | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)

    def pseudo(self, name: str, stack: str) -> Value:
        """The value of a pseudo-parameter, such as "AWS::Region"; None if there is none of that name."""
        match name:
            case "AWS::AccountId":
                return self.account or Symbol(Origin.PSEUDO, "", name)
            case "AWS::Region":
                return self.region or Symbol(Origin.PSEUDO, "", name)
            case "AWS::Partition":
                return self._partition
            case "AWS::URLSuffix":
                return _SUFFIXES.get(self._partition, "amazonaws.com")
            case "AWS::StackName":
                return stack
            case "AWS::StackId" | "AWS::NotificationARNs":
                return Symbol(Origin.PSEUDO, stack, name)
            case _:
                return None

    @property
    def _partition(self) -> str:
        if self.partition:
            return self.partition
        region = self.region or ""
        if region.startswith("cn-"):
            return "aws-cn"
        return "aws-us-gov" if region.startswith("us-gov-") else "aws"
