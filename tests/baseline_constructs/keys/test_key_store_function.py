"""Key stores and their keys: made once, taken back when they fail, never lost with data in them."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

HSM = {
    "Name": "acme-keys",
    "Type": "AWS_CLOUDHSM",
    "ClusterId": "cluster-1a23b4cdefg",
    "TrustAnchor": "-----BEGIN CERTIFICATE-----",
    "SecretId": "kmsuser",
}
PROXY = {
    "Name": "acme-keys",
    "Type": "EXTERNAL_KEY_STORE",
    "ProxyEndpoint": "https://xks.example.com",
    "ProxyPath": "/kms/xks/v1",
    "SecretId": "proxy",
}
POLICY = {"Version": "2012-10-17", "Statement": []}


def _key(**changes: str) -> dict[str, Any]:
    return {
        "StoreId": "cks-1",
        "Origin": "AWS_CLOUDHSM",
        "Alias": "alias/acme/volumes",
        "Description": "volumes",
        "Policy": POLICY,
        **changes,
    }


@pytest.fixture
def stored(function: Any) -> Any:
    """A function that has made a store."""
    function.call("Create", "KeyStore", HSM)
    return function


@pytest.mark.parametrize(("wanted", "connectivity"), [(HSM, None), (PROXY, "PUBLIC_ENDPOINT")])
def test_a_store_is_made_and_connected(function: Any, wanted: Any, connectivity: str | None) -> None:
    assert function.call("Create", "KeyStore", wanted) == ("SUCCESS", "cks-1", {}, "")
    store = function.kms.stores["cks-1"]
    assert store["ConnectionState"] == "CONNECTED"
    assert store.get("XksProxyConnectivity") == connectivity


def test_a_proxy_can_stay_inside_the_network(function: Any) -> None:
    service = "com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0"
    function.call("Create", "KeyStore", {**PROXY, "ProxyVpcService": service})
    store = function.kms.stores["cks-1"]
    assert store["XksProxyConnectivity"] == "VPC_ENDPOINT_SERVICE"
    assert store["XksProxyVpcEndpointServiceName"] == service


def test_a_repeated_creation_makes_nothing_twice(stored: Any) -> None:
    assert stored.call("Create", "KeyStore", HSM)[:2] == ("SUCCESS", "cks-1")
    assert stored.kms.calls == ["CreateCustomKeyStore", "ConnectCustomKeyStore"]


def test_when_time_is_out_the_next_call_goes_on(function: Any) -> None:
    function.kms.polls, function.milliseconds = 10, 60_000
    with pytest.raises(function.out_of_time):
        function.call("Create", "KeyStore", HSM)
    assert function.answers == []
    function.milliseconds = 900_000
    assert function.call("Create", "KeyStore", HSM)[:2] == ("SUCCESS", "cks-1")
    assert function.kms.calls == ["CreateCustomKeyStore", "ConnectCustomKeyStore"]


def test_another_store_of_that_name_is_not_taken_over(stored: Any) -> None:
    status, id_, _, reason = stored.call("Create", "KeyStore", {**HSM, "ClusterId": "cluster-of-others"})
    assert (status, id_) == ("FAILED", "not-made")
    assert "another key store" in reason


def test_a_store_that_does_not_connect_is_told_and_can_be_taken_back(function: Any) -> None:
    function.kms.fault = "INVALID_CREDENTIALS"
    status, id_, _, reason = function.call("Create", "KeyStore", HSM)
    assert (status, id_) == ("FAILED", "cks-1")
    assert "INVALID_CREDENTIALS" in reason
    assert function.call("Delete", "KeyStore", HSM, id_=id_)[0] == "SUCCESS"
    assert function.kms.stores == {}


def test_a_failed_connection_is_tried_anew(function: Any) -> None:
    function.kms.fault = "CLUSTER_NOT_FOUND"
    function.call("Create", "KeyStore", HSM)
    function.kms.fault = None
    assert function.call("Create", "KeyStore", HSM)[:2] == ("SUCCESS", "cks-1")


def test_other_settings_are_taken_while_disconnected(function: Any) -> None:
    function.call("Create", "KeyStore", PROXY)
    wanted = {**PROXY, "ProxyEndpoint": "https://other.example.com"}
    assert function.call("Update", "KeyStore", wanted, id_="cks-1", old=PROXY)[:2] == ("SUCCESS", "cks-1")
    store = function.kms.stores["cks-1"]
    assert (store["XksProxyUriEndpoint"], store["ConnectionState"]) == (wanted["ProxyEndpoint"], "CONNECTED")


def test_a_store_keeps_its_cluster(stored: Any) -> None:
    wanted = {**HSM, "ClusterId": "cluster-1a23b4cdefh"}
    status, id_, _, reason = stored.call("Update", "KeyStore", wanted, id_="cks-1", old=HSM)
    assert (status, id_) == ("FAILED", "cks-1") and "keeps its kind and its cluster" in reason
    assert stored.kms.stores["cks-1"]["ConnectionState"] == "CONNECTED"


def test_a_store_that_holds_keys_stays_and_is_connected_again(stored: Any) -> None:
    stored.call("Create", "StoredKey", _key())
    assert stored.call("Delete", "KeyStore", HSM, id_="cks-1")[0] == "SUCCESS"
    assert stored.kms.stores["cks-1"]["ConnectionState"] == "CONNECTING"


@pytest.mark.parametrize("id_", ["not-made", "cks-gone"])
@pytest.mark.parametrize("type_", ["KeyStore", "StoredKey"])
def test_deleting_what_is_not_there_succeeds(function: Any, type_: str, id_: str) -> None:
    wanted = HSM if type_ == "KeyStore" else _key()
    assert function.call("Delete", type_, wanted, id_=id_)[0] == "SUCCESS"
    assert function.kms.calls == []


def test_an_error_of_kms_while_deleting_is_told(stored: Any) -> None:
    fault = ClientError(
        {"Error": {"Code": "KMSInternalException", "Message": "later"}}, "DeleteCustomKeyStore"
    )
    stored.kms.broken["delete_custom_key_store"] = fault
    status, id_, _, reason = stored.call("Delete", "KeyStore", HSM, id_="cks-1")
    assert (status, id_) == ("FAILED", "cks-1") and "KMSInternalException" in reason


@pytest.mark.parametrize("operation", ["describe_custom_key_stores", "describe_key"])
def test_an_error_while_looking_is_not_taken_for_absence(stored: Any, operation: str) -> None:
    stored.kms.broken[operation] = ClientError({"Error": {"Code": "AccessDeniedException"}}, "Describe")
    calls = list(stored.kms.calls)
    type_, wanted = ("StoredKey", _key()) if operation == "describe_key" else ("KeyStore", HSM)
    assert stored.call("Create", type_, wanted)[0] == "FAILED"
    assert stored.kms.calls == calls


@pytest.mark.parametrize("secret", ["odd", "absent"])
def test_a_secret_is_in_no_answer(function: Any, secret: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, _, reason = function.call("Create", "KeyStore", {**PROXY, "SecretId": secret})
    assert status == "FAILED"
    assert "hunter2" not in reason + capsys.readouterr().out


def test_an_error_that_might_repeat_a_parameter_is_told_by_its_kind_only(function: Any) -> None:
    function.secrets.put_secret_value(SecretId="kmsuser", SecretString="short")
    status, _, _, reason = function.call("Create", "KeyStore", HSM)
    assert (status, reason) == ("FAILED", "ParamValidationError")


def test_a_key_is_made_in_the_store_with_its_alias(stored: Any) -> None:
    status, id_, data, _ = stored.call("Create", "StoredKey", _key())
    assert status == "SUCCESS" and data["Arn"].endswith(id_)
    described = stored.kms.describe_key(KeyId="alias/acme/volumes")["KeyMetadata"]
    assert (described["KeyId"], described["CustomKeyStoreId"]) == (id_, "cks-1")


def test_an_external_key_is_named(function: Any) -> None:
    function.call("Create", "KeyStore", PROXY)
    _, id_, _, _ = function.call(
        "Create", "StoredKey", _key(Origin="EXTERNAL_KEY_STORE", XksKeyId="volumes-1")
    )
    assert function.kms.keys[id_]["XksKeyId"] == "volumes-1"


def test_a_repeated_creation_finds_the_key_by_its_alias(stored: Any) -> None:
    first = stored.call("Create", "StoredKey", _key())
    assert stored.call("Create", "StoredKey", _key()) == first
    assert stored.kms.calls.count("CreateKey") == 1


def test_the_alias_of_another_key_is_not_taken_over(stored: Any) -> None:
    stored.call("Create", "StoredKey", _key())
    status, id_, _, reason = stored.call("Create", "StoredKey", _key(StoreId="cks-2"))
    assert (status, id_) == ("FAILED", "not-made") and "alias of another key" in reason


def test_a_key_whose_alias_fails_can_be_taken_back(stored: Any) -> None:
    stored.kms.broken["create_alias"] = ClientError(
        {"Error": {"Code": "LimitExceededException"}}, "CreateAlias"
    )
    status, id_, _, _ = stored.call("Create", "StoredKey", _key())
    assert status == "FAILED" and id_ in stored.kms.keys
    assert stored.call("Delete", "StoredKey", _key(), id_=id_)[0] == "SUCCESS"
    assert stored.kms.describe_key(KeyId=id_)["KeyMetadata"]["KeyState"] == "PendingDeletion"


def test_another_policy_and_description_go_to_the_same_key(stored: Any) -> None:
    _, id_, data, _ = stored.call("Create", "StoredKey", _key())
    answer = stored.call("Update", "StoredKey", _key(Description="disks"), id_=id_, old=_key())
    assert answer == ("SUCCESS", id_, data, "")
    assert stored.kms.describe_key(KeyId=id_)["KeyMetadata"]["Description"] == "disks"


def test_other_material_is_another_key_and_the_old_one_stays(stored: Any) -> None:
    _, before, _, _ = stored.call("Create", "StoredKey", _key())
    wanted = _key(XksKeyId="second")
    _, after, _, _ = stored.call("Update", "StoredKey", wanted, id_=before, old=_key())
    assert after != before
    assert stored.kms.describe_key(KeyId="alias/acme/volumes")["KeyMetadata"]["KeyId"] == after
    assert stored.kms.describe_key(KeyId=before)["KeyMetadata"]["KeyState"] == "Enabled"


def test_another_alias_is_added(stored: Any) -> None:
    _, id_, _, _ = stored.call("Create", "StoredKey", _key())
    stored.call("Update", "StoredKey", _key(Alias="alias/acme/disks"), id_=id_, old=_key())
    assert stored.kms.describe_key(KeyId="alias/acme/disks")["KeyMetadata"]["KeyId"] == id_


def test_a_key_is_deleted_after_the_longest_wait_and_only_once(stored: Any) -> None:
    _, id_, _, _ = stored.call("Create", "StoredKey", _key())
    for _ in range(2):
        assert stored.call("Delete", "StoredKey", _key(), id_=id_)[0] == "SUCCESS"
    assert stored.kms.calls.count("ScheduleKeyDeletion") == 1
    assert stored.kms.calls.count("DeleteAlias") == 1


def test_deleting_a_replaced_key_leaves_the_alias_to_its_successor(stored: Any) -> None:
    _, before, _, _ = stored.call("Create", "StoredKey", _key())
    wanted = _key(XksKeyId="second")
    _, after, _, _ = stored.call("Update", "StoredKey", wanted, id_=before, old=_key())
    stored.call("Delete", "StoredKey", _key(), id_=before)
    assert stored.kms.describe_key(KeyId="alias/acme/volumes")["KeyMetadata"]["KeyId"] == after


def test_an_error_while_looking_for_a_key_to_delete_is_told(stored: Any) -> None:
    stored.kms.broken["describe_key"] = ClientError(
        {"Error": {"Code": "AccessDeniedException"}}, "DescribeKey"
    )
    assert stored.call("Delete", "StoredKey", _key(), id_="key-1")[0] == "FAILED"
