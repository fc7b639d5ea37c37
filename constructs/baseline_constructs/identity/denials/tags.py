"""Nobody sets a tag that decides who may do what."""

from collections.abc import Sequence

from aws_cdk import aws_iam as iam

from baseline_constructs.identity.denials.deny import deny


def tag_denials(*, guarded_tags: Sequence[str]) -> list[iam.PolicyStatement]:
    """Nobody sets, changes or removes a tag that decides who may do what.

    IAM matches the key of `aws:ResourceTag/KEY` without regard to case, so the denial ignores case as well:
    `env=TEST` beside `ENV=PROD` would otherwise do. Tags set while creating something count too.

    Args:
        guarded_tags: Tag keys; with none, there is nothing to deny.

    Source: IAM user guide, "Controlling access to AWS resources using tags".
    """
    if not guarded_tags:
        return []
    names = {"ForAnyValue:StringEqualsIgnoreCase": {"aws:TagKeys": sorted(guarded_tags)}}
    return [
        deny("DenySettingGuardedTags", ["*"], ["*"], names),
        # Without keys, DeleteTags removes all tags, and the request then carries no aws:TagKeys to match.
        deny("DenyRemovingAllTags", ["ec2:DeleteTags"], ["*"], {"Null": {"aws:TagKeys": "true"}}),
    ]
