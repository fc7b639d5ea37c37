"""What is left to people before things fail on purpose, and after they were looked at."""

from collections.abc import Iterator

from baseline.checklist.step import Step, When
from baseline.settings.chaos import Chaos
from baseline.settings.routine import Routine


def operations_steps(chaos: Chaos, routine: Routine) -> Iterator[Step]:
    """The tag, the first experiment, and somebody who reads the mails."""
    if not chaos.is_off:
        [(key, value)] = chaos.tags.items()
        yield Step(
            When.AFTER,
            f"Have the deployment tag instances that may fail with {key}={value}, and start each experiment "
            "once yourself while others watch.",
            "Nothing is touched without the tag, and members cannot set it.",
            "chaos.experiments",
        )
    if routine.checks:
        yield Step(
            When.REGULARLY,
            f"See that the mails of {', '.join(routine.checks)} come, and mend what they count.",
            "A schedule that somebody turned off sends none.",
            "routine.checks",
        )
