"""Servers and images get their patches, and nobody gets more rights by it."""

import json
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
import yaml
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from aws_cdk.assertions import Template

from baseline_constructs.keys.purposes import logs_key
from baseline_constructs.patching import base_image
from baseline_constructs.patching.agent_rights import agent_rights
from baseline_constructs.patching.base_image import BaseImage, image_parameter
from baseline_constructs.patching.configured_servers import ConfiguredServers, ansible, chef
from baseline_constructs.patching.patched_servers import PatchedServers


@pytest.fixture(scope="module")
def template() -> Template:
    app = cdk.App(analytics_reporting=False, builtin_cloud_formation_validation=False)
    stack = cdk.Stack(app, "Patching")
    vpc = ec2.CfnVPC(stack, "Vpc", cidr_block="10.0.0.0/16")
    PatchedServers(
        stack,
        "Servers",
        name="acme",
        tag="PatchGroup",
        groups=["PROD"],
        approve_after_days=7,
        cron="cron(0 2 ? * SUN *)",
        hours=3,
    )
    for name, (document, parameters) in {
        "ansible": ansible(bucket="books", folder="base", file="site.yml"),
        "chef": chef(bucket="books", file="base.tar.gz", run="recipe[base]"),
    }.items():
        ConfiguredServers(
            stack,
            name,
            name=name,
            tag="PatchGroup",
            groups=["PROD"],
            document=document,
            parameters=parameters,
        )
    BaseImage(
        stack,
        "Image",
        name="acme",
        instance_type="t3.medium",
        subnet=ec2.CfnSubnet(stack, "Subnet", vpc_id=vpc.ref),
        security_group=ec2.CfnSecurityGroup(stack, "Group", vpc_id=vpc.ref, group_description="Tier"),
        key=kms.Key(stack, "Key"),
        logs_key=logs_key(stack, "Logs", alias="l", trail_name="t").key,
        retain_log_days=365,
        cron="cron(0 1 ? * SAT *)",
    )
    return Template.from_stack(stack)


def _one(template: Template, type_: str) -> dict[str, Any]:
    [found] = template.find_resources(type_).values()
    return dict(found["Properties"])


def _association(template: Template, name: str) -> dict[str, Any]:
    [found] = [
        one["Properties"]
        for one in template.find_resources("AWS::SSM::Association").values()
        if one["Properties"]["AssociationName"] == name
    ]
    return dict(found)


def test_security_and_bug_fixes_are_approved_after_some_days(template: Template) -> None:
    baseline = _one(template, "AWS::SSM::PatchBaseline")
    [rule] = baseline["ApprovalRules"]["PatchRules"]
    assert (rule["ApproveAfterDays"], rule["ComplianceLevel"]) == (7, "CRITICAL")
    filters = {one["Key"]: one["Values"] for one in rule["PatchFilterGroup"]["PatchFilters"]}
    assert filters["CLASSIFICATION"] == ["Security", "Bugfix"]
    assert baseline["PatchGroups"] == ["PROD"]


def test_patches_are_installed_in_the_window_and_only_on_tagged_servers(template: Template) -> None:
    window, target = (
        _one(template, "AWS::SSM::MaintenanceWindow"),
        _one(template, "AWS::SSM::MaintenanceWindowTarget"),
    )
    assert (window["Schedule"], window["Duration"], window["Cutoff"]) == ("cron(0 2 ? * SUN *)", 3, 1)
    assert window["AllowUnassociatedTargets"] is False
    assert target["Targets"] == [{"Key": "tag:PatchGroup", "Values": ["PROD"]}]
    task = _one(template, "AWS::SSM::MaintenanceWindowTask")
    command = task["TaskInvocationParameters"]["MaintenanceWindowRunCommandParameters"]
    assert command["Parameters"] == {"Operation": ["Install"], "RebootOption": ["RebootIfNeeded"]}
    assert (task["TaskArn"], task["MaxConcurrency"], task["MaxErrors"]) == (
        "AWS-RunPatchBaseline",
        "25%",
        "25%",
    )


def test_servers_are_asked_every_day_what_they_lack(template: Template) -> None:
    scan = _association(template, "acme-scan")
    assert scan["Parameters"] == {"Operation": ["Scan"]}
    assert (scan["ScheduleExpression"], scan["ComplianceSeverity"]) == ("rate(1 day)", "HIGH")


@pytest.mark.parametrize(
    ("name", "document", "path"),
    [
        ("ansible", "AWS-ApplyAnsiblePlaybooks", "/base/"),
        ("chef", "AWS-ApplyChefRecipes", "/base.tar.gz"),
    ],
)
def test_playbooks_and_recipes_come_from_the_bucket(
    name: str, document: str, path: str, template: Template
) -> None:
    association = _association(template, name)
    assert association["Name"] == document
    assert association["Targets"] == [{"Key": "tag:PatchGroup", "Values": ["PROD"]}]
    [source] = association["Parameters"]["SourceInfo"]
    parts = source["Fn::Join"][1]
    assert parts[0] == '{"path": "https://books.s3.'
    assert parts[-1] == f'{path}"}}'


def test_the_image_and_the_disk_of_its_builder_are_encrypted_with_the_customer_s_key(
    template: Template,
) -> None:
    [disk] = _one(template, "AWS::ImageBuilder::ImageRecipe")["BlockDeviceMappings"]
    [distribution] = _one(template, "AWS::ImageBuilder::DistributionConfiguration")["Distributions"]
    assert disk["Ebs"]["Encrypted"] is True
    keys = [disk["Ebs"]["KmsKeyId"], distribution["AmiDistributionConfiguration"]["KmsKeyId"]]
    assert [key["Fn::GetAtt"][0][:3] for key in keys] == ["Key", "Key"]


def test_the_image_is_shared_with_nobody(template: Template) -> None:
    [distribution] = _one(template, "AWS::ImageBuilder::DistributionConfiguration")["Distributions"]
    assert distribution["AmiDistributionConfiguration"].keys() == {"Name", "KmsKeyId"}


def test_the_builder_stands_in_the_tier_takes_sessions_only_and_goes(template: Template) -> None:
    infrastructure = _one(template, "AWS::ImageBuilder::InfrastructureConfiguration")
    assert infrastructure["InstanceMetadataOptions"] == {
        "HttpTokens": "required",
        "HttpPutResponseHopLimit": 1,
    }
    assert infrastructure["TerminateInstanceOnFailure"] is True
    assert infrastructure["SubnetId"] == {"Ref": "Subnet"}
    assert infrastructure["SecurityGroupIds"] == [{"Ref": "Group"}]
    assert "KeyPair" not in infrastructure


def test_an_image_is_made_every_week_and_tested(template: Template) -> None:
    pipeline = _one(template, "AWS::ImageBuilder::ImagePipeline")
    assert pipeline["Schedule"]["PipelineExecutionStartCondition"] == "EXPRESSION_MATCH_ONLY"
    assert pipeline["ImageTestsConfiguration"] == {"ImageTestsEnabled": True}
    assert pipeline["Status"] == "ENABLED"


def test_an_image_that_lacks_a_security_patch_is_not_made() -> None:
    text = Path(base_image.__file__).with_name("patch_and_check.yaml").read_text(encoding="utf-8")
    phases = {phase["name"]: phase["steps"] for phase in yaml.safe_load(text)["phases"]}
    [check] = phases["validate"]
    assert "sudo dnf --quiet --releasever=latest --security check-update" in check["inputs"]["commands"]
    assert [step["action"] for step in phases["build"]] == ["ExecuteBash", "Reboot", "ExecuteBash"]


def test_the_image_s_id_is_where_image_builder_s_own_role_may_write(template: Template) -> None:
    [distribution] = _one(template, "AWS::ImageBuilder::DistributionConfiguration")["Distributions"]
    [parameter] = distribution["SsmParameterConfigurations"]
    assert parameter == {"ParameterName": "/imagebuilder/acme/base", "DataType": "aws:ec2:image"}
    assert image_parameter("acme") == "/imagebuilder/acme/base"


def test_the_builder_s_logs_are_encrypted_and_kept(template: Template) -> None:
    group = _one(template, "AWS::Logs::LogGroup")
    assert group["LogGroupName"] == "/aws/imagebuilder/acme-base"
    assert group["RetentionInDays"] == 365 and group["KmsKeyId"]


@pytest.mark.parametrize(
    "action", ["ssm:GetParameter", "ssm:GetParameters", "ssm:SendCommand", "s3:GetObject"]
)
def test_the_agent_opens_no_parameters_and_commands_nobody(action: str) -> None:
    statement = agent_rights().to_statement_json()
    assert action not in statement["Action"]
    assert not [one for one in statement["Action"] if "*" in one]


def test_the_builder_reads_aws_s_tools_and_writes_its_own_logs(template: Template) -> None:
    [policy] = _one(template, "AWS::IAM::Role")["Policies"]
    _, *others = policy["PolicyDocument"]["Statement"]
    assert "ec2imagebuilder-*" in json.dumps(others[1]["Resource"])
    assert others[2]["Resource"]["Fn::GetAtt"][0].startswith("ImageLogs")
