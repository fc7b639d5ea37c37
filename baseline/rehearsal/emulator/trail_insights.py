"""Insight selectors of trails, which MiniStack lacks. Source: CloudTrail API reference."""

from typing import Any

from ministack.core.responses import AccountRegionScopedDict
from ministack.services import cloudtrail

Body = dict[str, Any]
_selectors = AccountRegionScopedDict()


def install() -> None:
    """Add the two operations; who may call them is decided before they are reached."""
    cloudtrail._DISPATCH["PutInsightSelectors"] = _put
    cloudtrail._DISPATCH["GetInsightSelectors"] = _get


def _put(asked: Body) -> Any:
    name, _, trail, error = cloudtrail._find_mutable_trail(asked["TrailName"])
    if error:
        return error
    _selectors[name] = asked["InsightSelectors"]
    trail["HasInsightSelectors"] = bool(asked["InsightSelectors"])
    return cloudtrail._ok({"TrailARN": trail["TrailARN"], "InsightSelectors": asked["InsightSelectors"]})


def _get(asked: Body) -> Any:
    name, _, trail, error = cloudtrail._find_mutable_trail(asked["TrailName"])
    if error:
        return error
    if not trail["HasInsightSelectors"]:
        return cloudtrail._err("InsightNotEnabledException", f"{name} has no insight selectors")
    return cloudtrail._ok({"TrailARN": trail["TrailARN"], "InsightSelectors": _selectors[name]})
