"""What is left to people before things fail on purpose, and after they were looked at."""

from collections.abc import Iterator

from baseline.checklist.step import Step, When
from baseline.settings.chaos import Chaos
from baseline.settings.patching import PATCH_GROUP_TAG, Patching
from baseline.settings.routine import Routine


def patching_steps(patching: Patching) -> Iterator[Step]:
    """Tags of servers, sources of playbooks, and the first image."""
    if patching.groups:
        yield Step(
            When.AFTER,
            f"Have the deployment tag servers with {PATCH_GROUP_TAG}={patching.groups[0]}.",
            "Nothing is patched without the tag, and members cannot set it.",
            "patching.groups",
        )
    if patching.ansible or patching.chef:
        yield Step(
            When.AFTER,
            "Let a reviewed pipeline, and nobody else, put playbooks and cookbooks into their bucket.",
            "Servers run what lies there as root.",
            "patching.ansible" if patching.ansible else "patching.chef",
        )
    if patching.image and not patching.image.launch:
        yield Step(
            When.AFTER,
            "Start the image pipeline once, try the image, and set `launch: true`.",
            "Launch templates take Amazon's image until then.",
            "patching.image",
        )


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
            "A schedule that somebody turned off sends none; only `detection.trail_alarms` tells of it.",
            "routine.checks",
        )
