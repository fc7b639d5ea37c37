"""Keys."""

from collections.abc import Mapping

from baseline.rehearsal.emulated.kind import Backing, Emulated, emulated, not_emulated

TYPES: Mapping[str, Emulated] = {
    "AWS::KMS::Alias": emulated(Backing.ENGINE, "AliasName TargetKeyId"),
    "AWS::KMS::Key": emulated(
        Backing.ENGINE,
        "Description EnableKeyRotation KeyPolicy PendingWindowInDays RotationPeriodInDays Tags",
        unreadable={"PendingWindowInDays": "KMS tells it only once a key is being deleted"},
        limit="it does not rotate",
    ),
    "AWS::CloudHSM::Cluster": emulated(
        Backing.MOTO,
        "BackupRetentionPolicy HsmType Mode SubnetIds Tags",
        nested="Type Value",
        limit="it holds no keys",
    ),
    "Custom::KeyStore": not_emulated(
        "ClusterId Name SecretId ServiceTimeout ServiceToken TrustAnchor Type",
    ),
    "Custom::StoredKey": not_emulated(
        "Alias Description Origin Policy ServiceTimeout ServiceToken StoreId",
        "Arn",
    ),
}
