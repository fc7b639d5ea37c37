"""Puts everything of ours into MiniStack: handlers, moto's services, EC2's gaps, condition keys.

The private names of MiniStack that this touches are pinned by tests/rehearsal/test_contract.py.
"""

from typing import Any

from ministack.services.cloudformation import provisioners, stacks

from baseline.rehearsal import manifest
from baseline.rehearsal.emulated.table import MANIFEST
from baseline.rehearsal.emulator import (
    account_block,
    condition_keys,
    database_gaps,
    ec2_gaps,
    ec2_rendering,
    gateway_gaps,
    moto_services,
    ordering,
    query_logs,
    s3_gaps,
    second_factor,
    secret_strings,
    trail_insights,
    transport,
    vault_guards,
)
from baseline.rehearsal.emulator.handler import Complement, Handler, Properties
from baseline.rehearsal.emulator.handlers import (
    catalogue,
    compliance,
    delivery,
    detection,
    direct_connect,
    directories,
    firewalls,
    gateways,
    group_rules,
    identity,
    images,
    network,
    operations,
    records,
    recovery,
    scanning,
    tunnels,
    warehouse,
    workload,
)
from baseline.rehearsal.emulator.handlers.dropped import COMPLEMENTS
from baseline.rehearsal.emulator.kept import table as kept

HANDLERS: dict[str, Handler] = {
    **network.HANDLERS,
    **gateways.HANDLERS,
    **group_rules.HANDLERS,
    **identity.HANDLERS,
    **records.HANDLERS,
    **detection.HANDLERS,
    **directories.HANDLERS,
    **operations.HANDLERS,
    **recovery.HANDLERS,
    **workload.HANDLERS,
    **scanning.HANDLERS,
    **compliance.HANDLERS,
    **catalogue.HANDLERS,
    **delivery.HANDLERS,
    **direct_connect.HANDLERS,
    **firewalls.HANDLERS,
    **images.HANDLERS,
    **tunnels.HANDLERS,
    **warehouse.HANDLERS,
}


def install() -> None:
    """Change MiniStack in this process. Call it once, before it serves."""
    account_block.install()
    ec2_gaps.install()
    ec2_rendering.install()
    gateway_gaps.install()
    s3_gaps.install()
    database_gaps.install()
    secret_strings.install()
    moto_services.install()
    query_logs.install()
    kept.install()
    ordering.install()
    condition_keys.install()
    second_factor.install()
    trail_insights.install()
    vault_guards.install()
    transport.install()
    for type_, handler in HANDLERS.items():
        provisioners._RESOURCE_HANDLERS[type_] = _adapted(type_, handler)
        provisioners._REPLACING_PROPERTIES[type_] = handler.replaces
    for type_, complement in COMPLEMENTS.items():
        provisioners._RESOURCE_HANDLERS[type_] = _complemented(type_, complement)
    for type_ in filter(manifest.stands_for_nothing, MANIFEST):
        provisioners._RESOURCE_HANDLERS[type_] = _adapted(type_, _standing_for_nothing(type_))
    for type_, entry in provisioners._RESOURCE_HANDLERS.items():
        provisioners._RESOURCE_HANDLERS[type_] = _strict(type_, entry)
    # Ours call this process over HTTP; on the event loop they would wait for themselves.
    theirs = stacks._runs_on_worker_thread
    ours = {*HANDLERS, *COMPLEMENTS}
    stacks._runs_on_worker_thread = lambda type_: type_ in ours or theirs(type_)


def _standing_for_nothing(type_: str) -> Handler:
    return Handler(
        create=lambda _, name: (name, manifest.made_up(type_, name)),
        delete=lambda _, __: None,
        update=lambda _, __, ___: None,
    )


def _adapted(type_: str, handler: Handler) -> dict[str, Any]:
    def create(logical_id: str, properties: Properties, stack: str) -> tuple[str, dict[str, str]]:
        return handler.create(properties, provisioners._physical_name(stack, logical_id))

    def update(id_: str, old: Properties, new: Properties, stack: str, logical_id: str) -> Any:
        if handler.update is None:
            return provisioners._replace_resource(type_, id_, old, new, stack, logical_id)
        handler.update(id_, old, new)
        return id_, {}

    return {
        "create": create,
        "update": update,
        "update_with_logical_id": True,
        "delete": handler.delete,
        **({"snapshot": handler.snapshot} if handler.snapshot else {}),
    }


def _complemented(type_: str, complement: Complement) -> dict[str, Any]:
    theirs = dict(provisioners._RESOURCE_HANDLERS[type_])

    def create(logical_id: str, properties: Properties, stack: str) -> Any:
        made = theirs["create"](logical_id, properties, stack)
        try:
            complement.apply(made[0], properties)
        except Exception:
            # The engine is never told of it, so nobody else would take it away.
            theirs["delete"](made[0], properties)
            raise
        return made

    def update(id_: str, old: Properties, new: Properties, stack: str, logical_id: str) -> Any:
        if away := sorted(complement.covers & (set(old) - set(new))):
            raise manifest.NotEmulated(
                f"{type_}: the rehearsal's emulator cannot take away {', '.join(away)}"
            )
        more = (logical_id,) if theirs.get("update_with_logical_id") else ()
        made = theirs["update"](id_, old, new, stack, *more)
        complement.apply(made[0], new)
        return made

    def delete(id_: str, properties: Properties) -> None:
        complement.release(id_, properties)
        theirs["delete"](id_, properties)

    return {**theirs, "create": create, "update": update, "delete": delete, "update_with_logical_id": True}


def _strict(type_: str, entry: dict[str, Any]) -> dict[str, Any]:
    """Refuse properties that the manifest does not list: accepted and dropped would look like success."""

    def create(logical_id: str, properties: Properties, stack: str) -> Any:
        manifest.refuse_unlisted(type_, properties)
        return entry["create"](logical_id, properties, stack)

    def update(id_: str, old: Properties, new: Properties, *rest: str) -> Any:
        manifest.refuse_unlisted(type_, new)
        return entry["update"](id_, old, new, *rest)

    checked = {**entry, "create": create}
    return {**checked, "update": update} if "update" in entry else checked
