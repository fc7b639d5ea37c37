"""EC2 servers and disks, Lambda."""

import io
import urllib.request
import zipfile

from baseline.rehearsal.account.observed import Api, Observed, Properties, Reader, as_tags, only, picked


def _volume(api: Api, id_: str, _: Properties) -> Observed:
    volume = only(api("ec2").describe_volumes(VolumeIds=[id_])["Volumes"], id_)
    names = ("AvailabilityZone", "Encrypted", "KmsKeyId", "Size", "Tags", "VolumeType")
    return Observed(picked(volume, *names), {"VolumeId": id_})


def _launch_template(api: Api, id_: str, _: Properties) -> Observed:
    versions = api("ec2").describe_launch_template_versions(LaunchTemplateId=id_, Versions=["$Latest"])
    version = only(versions["LaunchTemplateVersions"], id_)
    return Observed(
        picked(version, "LaunchTemplateData", "LaunchTemplateName"),
        {"LaunchTemplateId": id_, "LatestVersionNumber": str(version["VersionNumber"])},
    )


def _function(api: Api, id_: str, wanted: Properties) -> Observed:
    answer = api("lambda").get_function(FunctionName=id_)
    function = answer["Configuration"]
    names = ("Architectures", "DeadLetterConfig", "Description", "Handler", "MemorySize", "Role", "Runtime")
    found = picked(function, *names, "LoggingConfig", "Timeout", "FunctionName")
    found["Tags"] = as_tags(answer.get("Tags", {}))
    if "ZipFile" in wanted.get("Code", {}):
        found["Code"] = {"ZipFile": _source(answer["Code"]["Location"])}
    return Observed(found, {"Arn": function["FunctionArn"]})


def _source(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 the address is Lambda's own
        archive = zipfile.ZipFile(io.BytesIO(answer.read()))
    return archive.read("index.py").decode()


READERS: dict[str, Reader] = {
    "AWS::EC2::Volume": _volume,
    "AWS::EC2::LaunchTemplate": _launch_template,
    "AWS::Lambda::Function": _function,
}
