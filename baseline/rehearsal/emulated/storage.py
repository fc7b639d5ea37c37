"""Disks, buckets, images, and what servers are launched from."""

from collections.abc import Mapping

from baseline.rehearsal.emulated.kind import Backing, Emulated, emulated

TYPES: Mapping[str, Emulated] = {
    "AWS::EC2::KeyPair": emulated(Backing.KEPT, "KeyName PublicKeyMaterial Tags", limit="nobody signs in"),
    "AWS::EC2::LaunchTemplate": emulated(
        Backing.ENGINE,
        "LaunchTemplateData LaunchTemplateName",
        nested="AssociatePublicIpAddress BlockDeviceMappings DeleteOnTermination DeviceIndex DeviceName "
        "Ebs Enabled Encrypted Groups HttpEndpoint HttpPutResponseHopLimit HttpTokens IamInstanceProfile "
        "ImageId InstanceMetadataTags KmsKeyId MetadataOptions Monitoring Name NetworkInterfaces "
        "ResourceType TagSpecifications Tags VolumeType",
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
        nested="LifecyclePolicyText",
    ),
    "AWS::S3::Bucket": emulated(
        Backing.ENGINE,
        "AccessControl BucketEncryption BucketName LifecycleConfiguration LoggingConfiguration "
        "ObjectLockConfiguration ObjectLockEnabled OwnershipControls "
        "PublicAccessBlockConfiguration Tags VersioningConfiguration",
        nested="AbortIncompleteMultipartUpload BlockPublicAcls BlockPublicPolicy BucketKeyEnabled Days "
        "DaysAfterInitiation DefaultRetention DestinationBucketName ExpirationInDays "
        "ExpiredObjectDeleteMarker Id IgnorePublicAcls KMSMasterKeyID LogFilePrefix Mode "
        "NoncurrentDays NoncurrentVersionExpiration ObjectLockEnabled ObjectOwnership "
        "PartitionDateSource PartitionedPrefix Prefix RestrictPublicBuckets Rule Rules "
        "SSEAlgorithm ServerSideEncryptionByDefault ServerSideEncryptionConfiguration Status "
        "TargetObjectKeyFormat",
    ),
    "AWS::S3::BucketPolicy": emulated(Backing.ENGINE, "Bucket PolicyDocument"),
    "AWS::EC2::SnapshotBlockPublicAccess": emulated(Backing.KEPT, "State", limit="no snapshot is shared"),
}
