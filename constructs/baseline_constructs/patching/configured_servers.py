"""Servers that put themselves into a wanted state, every day."""

import json
from collections.abc import Mapping, Sequence

from aws_cdk import Aws
from aws_cdk import aws_ssm as ssm
from constructs import Construct

# The last that AWS-ApplyChefRecipes installs.
_CHEF = "18"


class ConfiguredServers(Construct):
    """Runs one of AWS's documents on tagged servers every day: a State Manager association.

    What the source holds runs as root on all of them. Whoever may write there owns the servers.

    Args:
        name: Name of the association.
        tag: The tag key by which servers are chosen.
        groups: Values of the tag.
        document: Name of the document.
        parameters: Its parameters.

    Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-state.html
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        tag: str,
        groups: Sequence[str],
        document: str,
        parameters: Mapping[str, str],
    ) -> None:
        super().__init__(scope, id_)
        self.resource = ssm.CfnAssociation(
            self,
            "Resource",
            name=document,
            association_name=name,
            parameters={key: [value] for key, value in parameters.items()},
            targets=[ssm.CfnAssociation.TargetProperty(key=f"tag:{tag}", values=list(groups))],
            schedule_expression="rate(1 day)",
            compliance_severity="HIGH",
            max_concurrency="25%",
            max_errors="25%",
        )


def ansible(*, bucket: str, folder: str, file: str) -> tuple[str, dict[str, str]]:
    """The document and its parameters that run an Ansible playbook from a bucket.

    Args:
        bucket: The bucket's name.
        folder: What is fetched from it.
        file: The playbook in the folder.

    Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-state-manager-ansible.html
    """
    return "AWS-ApplyAnsiblePlaybooks", {
        "SourceType": "S3",
        "SourceInfo": _source(bucket, f"{folder}/"),
        "InstallDependencies": "True",
        "PlaybookFile": file,
        "ExtraVariables": "SSM=True",
        "Check": "False",
        "Verbose": "-v",
    }


def chef(*, bucket: str, file: str, run: str) -> tuple[str, dict[str, str]]:
    """The document and its parameters that run Chef recipes from a bucket.

    Args:
        bucket: The bucket's name.
        file: The archive with the cookbooks.
        run: The run list.

    Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-state-manager-chef.html
    """
    return "AWS-ApplyChefRecipes", {
        "SourceType": "S3",
        "SourceInfo": _source(bucket, file),
        "RunList": run,
        "ChefClientVersion": _CHEF,
        "WhyRun": "False",
        "ComplianceSeverity": "High",
        "ComplianceType": "Custom:Chef",
    }


def _source(bucket: str, path: str) -> str:
    return json.dumps({"path": f"https://{bucket}.s3.{Aws.REGION}.{Aws.URL_SUFFIX}/{path}"})
