"""A base image with the newest patches."""

from pathlib import Path

from aws_cdk import Aws
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_imagebuilder as imagebuilder
from aws_cdk import aws_kms as kms
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge
from baseline_constructs.log_groups import EncryptedLogGroup
from baseline_constructs.patching.agent_rights import agent_rights

_COMPONENT = Path(__file__).with_name("patch_and_check.yaml")
_VERSION = "1.0.0"  # of component and recipe; goes up when the component's file changes
_ROOT_DEVICE, _ROOT_GIB = "/dev/xvda", 8


def image_parameter(name: str) -> str:
    """The parameter that names the newest image; Image Builder's own role writes below this path only."""
    return f"/imagebuilder/{name}/base"


class BaseImage(Construct):
    """An encrypted Amazon Linux 2023 image, patched every week, that lacks no security patch when it is made.

    It is built in a private subnet, by a server with IMDSv2 only, no key pair and a role for this. One that
    fails its check is not made. It is private to the account, and its id is in a parameter.

    Args:
        name: Begins the names of what is made.
        instance_type: Type of the server that builds it.
        subnet: Where it is built; it reaches Systems Manager, Image Builder and S3.
        security_group: The group of the server that builds it.
        key: The volumes key (`volumes_key`).
        logs_key: A key that CloudWatch Logs may use.
        retain_log_days: Days that logs of builds are kept.
        cron: When it is built.

    Source: https://docs.aws.amazon.com/imagebuilder/latest/userguide/security-best-practices.html
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        instance_type: str,
        subnet: ec2.CfnSubnet,
        security_group: ec2.CfnSecurityGroup,
        key: kms.IKey,
        logs_key: kms.IKey,
        retain_log_days: int,
        cron: str,
    ) -> None:
        super().__init__(scope, id_)
        self._name = f"{name}-base"
        logs = EncryptedLogGroup(
            self,
            "Logs",
            name=f"/aws/imagebuilder/{self._name}",
            key=logs_key,
            retain_days=retain_log_days,
        )
        infrastructure = imagebuilder.CfnInfrastructureConfiguration(
            self,
            "Infrastructure",
            name=self._name,
            instance_profile_name=self._profile(logs).ref,
            instance_types=[instance_type],
            instance_metadata_options=imagebuilder.CfnInfrastructureConfiguration.InstanceMetadataOptionsProperty(
                http_tokens="required", http_put_response_hop_limit=1
            ),
            subnet_id=subnet.ref,
            security_group_ids=[security_group.ref],
            terminate_instance_on_failure=True,
        )
        self.resource = imagebuilder.CfnImagePipeline(
            self,
            "Resource",
            name=self._name,
            image_recipe_arn=self._recipe(key).attr_arn,
            infrastructure_configuration_arn=infrastructure.attr_arn,
            distribution_configuration_arn=self._distribution(name, key).attr_arn,
            enhanced_image_metadata_enabled=True,
            image_tests_configuration=imagebuilder.CfnImagePipeline.ImageTestsConfigurationProperty(
                image_tests_enabled=True
            ),
            schedule=imagebuilder.CfnImagePipeline.ScheduleProperty(
                pipeline_execution_start_condition="EXPRESSION_MATCH_ONLY", schedule_expression=cron
            ),
            status="ENABLED",
        )

    def _recipe(self, key: kms.IKey) -> imagebuilder.CfnImageRecipe:
        component = imagebuilder.CfnComponent(
            self,
            "Component",
            name=f"{self._name}-patch-and-check",
            platform="Linux",
            version=_VERSION,
            data=_COMPONENT.read_text(encoding="utf-8"),
        )
        recipe = imagebuilder.CfnImageRecipe
        return recipe(
            self,
            "Recipe",
            name=self._name,
            version=_VERSION,
            parent_image=f"arn:{Aws.PARTITION}:imagebuilder:{Aws.REGION}:aws:image/amazon-linux-2023-x86/x.x.x",
            components=[recipe.ComponentConfigurationProperty(component_arn=component.attr_arn)],
            block_device_mappings=[
                recipe.InstanceBlockDeviceMappingProperty(
                    device_name=_ROOT_DEVICE,
                    ebs=recipe.EbsInstanceBlockDeviceSpecificationProperty(
                        encrypted=True,
                        kms_key_id=key.key_arn,
                        delete_on_termination=True,
                        volume_type="gp3",
                        volume_size=_ROOT_GIB,
                    ),
                )
            ],
        )

    def _distribution(self, name: str, key: kms.IKey) -> imagebuilder.CfnDistributionConfiguration:
        distribution = imagebuilder.CfnDistributionConfiguration
        return distribution(
            self,
            "Distribution",
            name=self._name,
            distributions=[
                distribution.DistributionProperty(
                    region=Aws.REGION,
                    ami_distribution_configuration={
                        "Name": f"{self._name}-{{{{ imagebuilder:buildDate }}}}",
                        "KmsKeyId": key.key_arn,
                    },
                    ssm_parameter_configurations=[
                        distribution.SsmParameterConfigurationProperty(
                            parameter_name=image_parameter(name), data_type="aws:ec2:image"
                        )
                    ],
                )
            ],
        )

    def _profile(self, logs: EncryptedLogGroup) -> iam.CfnInstanceProfile:
        """No KMS here: Image Builder's own role encrypts the image, and EC2 the disk."""
        tools = f"arn:{Aws.PARTITION}:s3:::ec2imagebuilder-*"
        statements = [
            agent_rights(),
            iam.PolicyStatement(actions=["imagebuilder:GetComponent"], resources=["*"]),
            iam.PolicyStatement(actions=["s3:GetObject"], resources=[f"{tools}/*"]),
            iam.PolicyStatement(
                actions=["logs:CreateLogStream", "logs:PutLogEvents"], resources=[logs.resource.attr_arn]
            ),
        ]
        trust = iam.PolicyStatement(
            principals=[iam.ServicePrincipal("ec2.amazonaws.com")], actions=["sts:AssumeRole"]
        )
        role = iam.CfnRole(
            self,
            "Role",
            description="Builds the base image",
            assume_role_policy_document=iam.PolicyDocument(statements=[trust]),
            policies=[
                iam.CfnRole.PolicyProperty(
                    policy_name="build", policy_document=iam.PolicyDocument(statements=statements)
                )
            ],
        )
        acknowledge(
            role,
            {
                "IAMNoInlinePolicy": "The policy fits this one server and goes with it.",
                "AwsSolutions-IAM5[Resource::*]": "The agent's calls and GetComponent know no resources.",
                "AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::ec2imagebuilder-*/*]": (
                    "AWS's own buckets, one in each Region."
                ),
            },
        )
        return iam.CfnInstanceProfile(self, "Profile", roles=[role.ref])
