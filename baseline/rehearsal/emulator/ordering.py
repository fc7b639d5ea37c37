"""The one order that CloudFormation knows and a template must not say.

AWS Config's recorder and delivery channel wait for each other, so AWS makes both at once and a `DependsOn`
between them fails. MiniStack makes one resource at a time, and there the recorder has to come first.
"""

from typing import Any

from ministack.services.cloudformation import stacks

_FIRST, _SECOND = "AWS::Config::ConfigurationRecorder", "AWS::Config::DeliveryChannel"


def install() -> None:
    """Sort as if the channel depended on the recorder; the template itself stays as it is."""
    theirs = stacks._topological_sort

    def sort(resources: dict[str, Any], *rest: Any) -> Any:
        recorders = [id_ for id_, resource in resources.items() if resource.get("Type") == _FIRST]
        return theirs({id_: _behind(resource, recorders) for id_, resource in resources.items()}, *rest)

    stacks._topological_sort = sort


def _behind(resource: dict[str, Any], recorders: list[str]) -> dict[str, Any]:
    if resource.get("Type") != _SECOND:
        return resource
    present = resource.get("DependsOn", [])
    return {**resource, "DependsOn": [*([present] if isinstance(present, str) else present), *recorders]}
