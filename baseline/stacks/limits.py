"""What CloudFormation refuses about a template as a whole.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
"""

from collections.abc import Mapping, Sequence

from baseline.settings.model import Settings
from baseline.settings.problem import Problem, SettingsError
from baseline.template.assembly import StackTemplate

RESOURCES = 500
TEMPLATE_BYTES = 1024 * 1024


def refuse_what_is_too_large(
    settings: Settings, sections: Mapping[str, str], stacks: Sequence[StackTemplate]
) -> None:
    """Say of every template that CloudFormation would refuse which section of the settings fills it.

    Args:
        settings: What was built.
        sections: The section that fills each stack, by the stack's name.
        stacks: The templates.

    Raises:
        SettingsError: A template has too many resources or bytes.
    """
    broken = [(sections[stack.name], limit) for stack in stacks if (limit := _limit_broken(stack))]
    if broken:
        raise SettingsError(
            [Problem(settings.place(section), (section,), limit) for section, limit in broken]
        )


def _limit_broken(stack: StackTemplate) -> str | None:
    """What the template has too much of, with the remedy, or None."""
    resources = stack.types.total()
    if resources > RESOURCES:
        return (
            f"stack {stack.name} would have {resources} resources; CloudFormation accepts {RESOURCES}. "
            "Ask for less, or split the file in two"
        )
    size = stack.file.stat().st_size
    if size > TEMPLATE_BYTES:
        return (
            f"the template of stack {stack.name} would have {size} bytes; CloudFormation accepts "
            f"{TEMPLATE_BYTES}. Ask for less, or split the file in two"
        )
    return None
