"""KMS in this process: moto's keys and aliases, and the custom key stores that moto does not know.

Every call is checked against the model of the service, as a real client does: no parameter is made up.
"""

from typing import Any

import boto3
from botocore.exceptions import ClientError
from botocore.validate import validate_parameters


def refusal(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": code}}, "Operation")


class KmsWithStores:
    """A KMS client.

    Attributes:
        stores: What describing the stores gives, by id.
        polls: How often a store is still connecting before it is connected.
        fault: Why connecting fails; None if it does not.
        calls: The operations that change something, in their order.
    """

    def __init__(self) -> None:
        self._moto = boto3.client("kms", region_name="eu-west-1")
        self.stores: dict[str, dict[str, Any]] = {}
        self.keys: dict[str, dict[str, Any]] = {}
        self.polls = 2
        self.fault: str | None = None
        self.calls: list[str] = []
        self.broken: dict[str, ClientError] = {}
        self._left = 0

    def __getattr__(self, name: str) -> Any:
        operation = "".join(word.title() for word in name.split("_"))
        own = vars(type(self)).get(f"_{name}")

        def call(**parameters: Any) -> Any:
            shape = self._moto.meta.service_model.operation_model(operation).input_shape
            validate_parameters(parameters, shape)
            if name in self.broken:
                raise self.broken[name]
            if not name.startswith("describe"):
                self.calls.append(operation)
            return own(self, **parameters) if own else getattr(self._moto, name)(**parameters)

        return call

    def _create_custom_key_store(self, **wanted: Any) -> dict[str, Any]:
        if any(store["CustomKeyStoreName"] == wanted["CustomKeyStoreName"] for store in self.stores.values()):
            raise refusal("CustomKeyStoreNameInUseException")
        id_ = f"cks-{len(self.stores) + 1}"
        self.stores[id_] = {"CustomKeyStoreId": id_, "ConnectionState": "DISCONNECTED", **wanted}
        return {"CustomKeyStoreId": id_}

    def _describe_custom_key_stores(self, **which: str) -> dict[str, Any]:
        ((key, value),) = which.items()
        found = [store for store in self.stores.values() if store[key] == value]
        if not found:
            raise refusal("CustomKeyStoreNotFoundException")
        store = found[0]
        if store["ConnectionState"] in ("CONNECTING", "DISCONNECTING"):
            self._left -= 1
            if self._left < 0:
                self._settle(store)
        return {"CustomKeyStores": [dict(store)]}

    def _settle(self, store: dict[str, Any]) -> None:
        if store["ConnectionState"] == "DISCONNECTING":
            store["ConnectionState"] = "DISCONNECTED"
        elif self.fault:
            store.update(ConnectionState="FAILED", ConnectionErrorCode=self.fault)
        else:
            store["ConnectionState"] = "CONNECTED"

    def _connect_custom_key_store(self, *, CustomKeyStoreId: str) -> None:  # noqa: N803
        store = self.stores[CustomKeyStoreId]
        assert store["ConnectionState"] == "DISCONNECTED"
        store["ConnectionState"], self._left = "CONNECTING", self.polls

    def _disconnect_custom_key_store(self, *, CustomKeyStoreId: str) -> None:  # noqa: N803
        store = self.stores[CustomKeyStoreId]
        assert store["ConnectionState"] in ("CONNECTED", "FAILED")
        store["ConnectionState"], self._left = "DISCONNECTING", self.polls

    def _update_custom_key_store(self, **wanted: Any) -> None:
        store = self.stores[wanted.pop("CustomKeyStoreId")]
        assert store["ConnectionState"] == "DISCONNECTED"
        store.update(wanted)

    def _delete_custom_key_store(self, *, CustomKeyStoreId: str) -> None:  # noqa: N803
        assert self.stores[CustomKeyStoreId]["ConnectionState"] == "DISCONNECTED"
        if any(key["CustomKeyStoreId"] == CustomKeyStoreId for key in self.keys.values()):
            raise refusal("CustomKeyStoreHasCMKsException")
        del self.stores[CustomKeyStoreId]

    def _create_key(self, **wanted: Any) -> dict[str, Any]:
        place = {name: wanted.pop(name) for name in ("CustomKeyStoreId", "XksKeyId") if name in wanted}
        assert self.stores[place["CustomKeyStoreId"]]["ConnectionState"] == "CONNECTED"
        made = self._moto.create_key(**wanted)
        self.keys[made["KeyMetadata"]["KeyId"]] = place
        return made  # type: ignore[no-any-return]

    def _describe_key(self, *, KeyId: str) -> dict[str, Any]:  # noqa: N803
        found = self._moto.describe_key(KeyId=KeyId)["KeyMetadata"]
        return {"KeyMetadata": {**found, **self.keys.get(found["KeyId"], {})}}
