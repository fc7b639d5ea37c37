"""Disks, buckets, images, and what servers are launched from."""

from collections.abc import Mapping

from baseline.rehearsal.emulated.kind import Backing, Emulated, emulated, not_emulated

TYPES: Mapping[str, Emulated] = {
    "AWS::EC2::KeyPair": not_emulated(
        "KeyName PublicKeyMaterial Tags",
        "KeyPairId",
    ),
    "AWS::EC2::LaunchTemplate": emulated(
        Backing.ENGINE,
        "LaunchTemplateData LaunchTemplateName",
        limit="no server boots from it",
    ),
    "AWS::EC2::Volume": emulated(
        Backing.ADDED,
        "AvailabilityZone Encrypted KmsKeyId Size Tags VolumeType",
        limit="it holds no data",
    ),
    "AWS::ECR::Repository": emulated(
        Backing.ENGINE,
        "ImageTagMutability LifecyclePolicy RepositoryName RepositoryPolicyText Tags",
    ),
    "AWS::S3::Bucket": emulated(
        Backing.ENGINE,
        "AccessControl BucketEncryption BucketName LifecycleConfiguration LoggingConfiguration "
        "ObjectLockConfiguration ObjectLockEnabled OwnershipControls "
        "PublicAccessBlockConfiguration Tags VersioningConfiguration",
    ),
    "AWS::S3::BucketPolicy": emulated(Backing.ENGINE, "Bucket PolicyDocument"),
    "AWS::EC2::SnapshotBlockPublicAccess": not_emulated("State"),
}
