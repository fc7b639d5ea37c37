"""Has Macie look for sensitive data in buckets every week; runs in AWS Lambda as a custom resource.

Macie lets nobody change a job or delete it. So a change makes a new one, and CloudFormation then has the old
one cancelled. A call that is repeated makes no second job: Macie knows it by its token.
"""

from typing import Any

import boto3
import cfnresponse  # type: ignore[import-not-found]

# What a creation that failed is called; there is nothing to cancel then.
NONE = "no-classification-job"
_ENDED = ("CANCELLED", "COMPLETE")


def handler(event: dict[str, Any], context: Any) -> None:
    """Answer CloudFormation in any case: silence blocks a stack until its time-out."""
    id_ = event.get("PhysicalResourceId", NONE)
    try:
        if event["RequestType"] == "Delete":
            cancel(id_)
        else:
            id_ = create(event["ResourceProperties"], token=event["RequestId"])
    except Exception as error:
        cfnresponse.send(event, context, cfnresponse.FAILED, {}, id_, reason=f"{id_}: {error}")
    else:
        cfnresponse.send(event, context, cfnresponse.SUCCESS, {}, id_)


def create(wanted: dict[str, Any], *, token: str) -> str:
    """Look into all objects now, and every week into those that are new."""
    buckets = {"accountId": wanted["AccountId"], "buckets": wanted["Buckets"]}
    job = boto3.client("macie2").create_classification_job(
        clientToken=token,
        name=wanted["Name"],
        description="Sensitive data in buckets",
        jobType="SCHEDULED",
        initialRun=True,
        scheduleFrequency={"weeklySchedule": {"dayOfWeek": wanted["Day"]}},
        samplingPercentage=100,
        managedDataIdentifierSelector="RECOMMENDED",
        s3JobDefinition={"bucketDefinitions": [buckets]},
    )
    return str(job["jobId"])


def cancel(id_: str) -> None:
    """End a job; one that has ended, or was never made, is left alone."""
    macie = boto3.client("macie2")
    if id_ != NONE and macie.describe_classification_job(jobId=id_)["jobStatus"] not in _ENDED:
        macie.update_classification_job(jobId=id_, jobStatus="CANCELLED")
