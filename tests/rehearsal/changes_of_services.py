"""A change for handlers on APIs that keep what they are told: what is around, before, after."""

from typing import Any

from tests.rehearsal.changes import INSTANCE, one

TAGS = [{"Key": "ENV", "Value": "TEST"}]


def _hub(controls: bool, generator: str) -> dict[str, Any]:
    return one(
        "AWS::SecurityHub::Hub",
        AutoEnableControls=controls,
        ControlFindingGenerator=generator,
        EnableDefaultStandards=False,
        Tags={"ENV": "TEST"},
    )


def _standard(name: str) -> dict[str, Any]:
    return one("AWS::SecurityHub::Standard", StandardsArn=f"arn:aws:securityhub:eu-west-1::standards/{name}")


def _bounded(name: str) -> dict[str, Any]:
    return one(
        "AWS::SSO::PermissionSet",
        InstanceArn=INSTANCE,
        Name="tested",
        PermissionsBoundary={"CustomerManagedPolicyReference": {"Name": name, "Path": "/"}},
        Tags=TAGS,
    )


def _window(unassociated: bool) -> dict[str, Any]:
    return one(
        "AWS::SSM::MaintenanceWindow",
        Name="tested",
        Schedule="cron(0 2 ? * SUN *)",
        Duration=3,
        Cutoff=1,
        AllowUnassociatedTargets=unassociated,
    )


def _baseline(days: int) -> dict[str, Any]:
    filters = [{"Key": "SEVERITY", "Values": ["Critical"]}]
    rule = {"ApproveAfterDays": days, "PatchFilterGroup": {"PatchFilters": filters}}
    return one(
        "AWS::SSM::PatchBaseline",
        Name="tested",
        OperatingSystem="AMAZON_LINUX_2023",
        ApprovalRules={"PatchRules": [rule]},
        Tags=TAGS,
    )


def _secret(length: int) -> dict[str, Any]:
    wishes = {"PasswordLength": length, "ExcludePunctuation": True, "RequireEachIncludedType": True}
    return one("AWS::SecretsManager::Secret", Name="tested", GenerateSecretString=wishes)


def _distribution(comment: str) -> dict[str, Any]:
    origin = {
        "Id": "site",
        "DomainName": "tested.s3.eu-west-1.amazonaws.com",
        "OriginAccessControlId": {"Ref": "Access"},
        "S3OriginConfig": {"OriginAccessIdentity": ""},
    }
    certificate = {
        "AcmCertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/5c1e0b52",
        "MinimumProtocolVersion": "TLSv1.2_2021",
        "SslSupportMethod": "sni-only",
    }
    behavior = {
        "AllowedMethods": ["GET", "HEAD"],
        "CachedMethods": ["GET", "HEAD"],
        "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6",
        "Compress": True,
        "ResponseHeadersPolicyId": {"Ref": "Headers"},
        "TargetOriginId": "site",
        "ViewerProtocolPolicy": "redirect-to-https",
    }
    config = {
        "Aliases": ["www.example.com"],
        "Comment": comment,
        "DefaultCacheBehavior": behavior,
        "DefaultRootObject": "index.html",
        "Enabled": True,
        "HttpVersion": "http2and3",
        "IPV6Enabled": True,
        "Origins": [origin],
        "ViewerCertificate": certificate,
        "WebACLId": "arn:aws:wafv2:us-east-1:123456789012:global/webacl/tested/5c1e0b52",
    }
    return one("AWS::CloudFront::Distribution", DistributionConfig=config, Tags=TAGS)


_SITE = {
    "Access": one(
        "AWS::CloudFront::OriginAccessControl",
        OriginAccessControlConfig={
            "Name": "tested",
            "OriginAccessControlOriginType": "s3",
            "SigningBehavior": "always",
            "SigningProtocol": "sigv4",
        },
    ),
    "Headers": one(
        "AWS::CloudFront::ResponseHeadersPolicy",
        ResponseHeadersPolicyConfig={
            "Name": "tested",
            "SecurityHeadersConfig": {
                "ContentTypeOptions": {"Override": True},
                "FrameOptions": {"FrameOption": "DENY", "Override": True},
                "StrictTransportSecurity": {
                    "AccessControlMaxAgeSec": 63072000,
                    "IncludeSubdomains": True,
                    "Override": True,
                    "Preload": True,
                },
            },
        },
    ),
}
_SOLD = {
    "Group": one("AWS::Logs::LogGroup", LogGroupName="/tested/sold"),
    "Source": one(
        "AWS::Logs::DeliverySource",
        Name="tested",
        LogType="ACCESS_LOGS",
        ResourceArn="arn:aws:cloudfront::123456789012:distribution/E123",
        Tags=TAGS,
    ),
    "First": one(
        "AWS::Logs::DeliveryDestination",
        Name="first",
        OutputFormat="json",
        DestinationResourceArn={"Fn::GetAtt": ["Group", "Arn"]},
        Tags=TAGS,
    ),
    "Second": one(
        "AWS::Logs::DeliveryDestination",
        Name="second",
        OutputFormat="plain",
        DestinationResourceArn={"Fn::GetAtt": ["Group", "Arn"]},
    ),
}


def _delivery(to: str) -> dict[str, Any]:
    arn = {"Fn::GetAtt": [to, "Arn"]}
    return one(
        "AWS::Logs::Delivery", DeliveryDestinationArn=arn, DeliverySourceName={"Ref": "Source"}, Tags=TAGS
    )


def _analyzer(name: str, days: int) -> dict[str, Any]:
    return one(
        "AWS::AccessAnalyzer::Analyzer",
        AnalyzerName=name,
        Type="ACCOUNT_UNUSED_ACCESS",
        AnalyzerConfiguration={"UnusedAccessConfiguration": {"UnusedAccessAge": days}},
        Tags=TAGS,
    )


def _account_policy(destination: str) -> dict[str, Any]:
    return one(
        "AWS::Logs::AccountPolicy",
        PolicyName="tested",
        PolicyType="DATA_PROTECTION_POLICY",
        PolicyDocument=f'{{"Name": "{destination}"}}',
        Scope="ALL",
    )


def _peers(*asns: str) -> dict[str, Any]:
    return one(
        "AWS::DirectConnect::PrivateVirtualInterface",
        BgpPeers=[
            {"AddressFamily": f"ipv{family}", "Asn": asn} for family, asn in zip((4, 6), asns, strict=False)
        ],
        ConnectionId={"Fn::GetAtt": ["Line", "ConnectionId"]},
        DirectConnectGatewayId={"Fn::GetAtt": ["Gateway", "DirectConnectGatewayId"]},
        EnableSiteLink=False,
        VirtualInterfaceName="tested",
        Vlan=101,
    )


CHANGES: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    "a hub enables controls by itself": (
        {},
        _hub(False, "STANDARD_CONTROL"),
        _hub(True, "SECURITY_CONTROL"),
    ),
    "another standard is enabled": (
        {"Hub": _hub(True, "SECURITY_CONTROL")},
        {**_standard("nist-800-53/v/5.0.0"), "DependsOn": "Hub"},
        {**_standard("pci-dss/v/4.0.1"), "DependsOn": "Hub"},
    ),
    "a permission set has another boundary": ({}, _bounded("one"), _bounded("two")),
    "a window takes servers that nobody registered": ({}, _window(False), _window(True)),
    "a baseline approves sooner": ({}, _baseline(7), _baseline(3)),
    "a secret is longer": ({}, _secret(40), _secret(64)),
    "a distribution is described otherwise": (_SITE, _distribution("said"), _distribution("said otherwise")),
    "sold logs go elsewhere": (_SOLD, _delivery("First"), _delivery("Second")),
    "an analyzer is less patient": ({}, _analyzer("first", 180), _analyzer("second", 90)),
    "a policy of all log groups is changed": ({}, _account_policy("one"), _account_policy("two")),
    "an interface has a second peer": (
        {
            "Line": one(
                "AWS::DirectConnect::Connection",
                Bandwidth="10Gbps",
                ConnectionName="tested",
                Location="EqDC2",
                RequestMACSec=True,
            ),
            "Gateway": one("AWS::DirectConnect::DirectConnectGateway", DirectConnectGatewayName="tested"),
        },
        _peers("65010"),
        _peers("65010", "65011"),
    ),
    "a group may call a named range": (
        {
            "Vpc": one("AWS::EC2::VPC", CidrBlock="10.9.0.0/16"),
            "List": one(
                "AWS::EC2::PrefixList",
                AddressFamily="IPv4",
                Entries=[{"Cidr": "203.0.113.0/24"}],
                MaxEntries=1,
                PrefixListName="tested",
            ),
        },
        *(
            one(
                "AWS::EC2::SecurityGroupEgress",
                GroupId={"Fn::GetAtt": ["Vpc", "DefaultSecurityGroup"]},
                IpProtocol="tcp",
                FromPort=port,
                ToPort=port,
                DestinationPrefixListId={"Fn::GetAtt": ["List", "PrefixListId"]},
            )
            for port in (443, 8443)
        ),
    ),
}
