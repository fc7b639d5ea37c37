"""What CloudFormation refuses about a template as a whole.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
"""

from baseline.template.assembly import StackTemplate

RESOURCES = 500
TEMPLATE_BYTES = 1024 * 1024


def limit_broken(stack: StackTemplate) -> str | None:
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
