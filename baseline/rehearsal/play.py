"""The steps of a rehearsal in their order."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from baseline.errors import BaselineError
from baseline.rehearsal.stage import Result, Stage
from baseline.rehearsal.steps import asking, deploying, leaving


@dataclass(frozen=True)
class Step:
    """One thing that a rehearsal does.

    Attributes:
        title: What is claimed, in a few words.
        run: Does it.
        carries: Whether the steps that follow make no sense when this one fails.
        always: Whether it is taken even then.
    """

    title: str
    run: Callable[[Stage], Result]
    carries: bool = False
    always: bool = False


STEPS = (
    Step("every type and property is known", deploying.known, carries=True),
    Step("the account is bootstrapped", deploying.bootstrap, carries=True),
    Step("all stacks deploy", deploying.deploy, carries=True),
    Step("a second look finds no change", deploying.no_difference),
    Step("every property reads back", asking.read_back),
    Step("personas can what they must", asking.personas),
    Step("one changed setting deploys", deploying.change, carries=True),
    Step("a failing stack rolls back", deploying.roll_back),
    Step("changes by hand show", asking.drift),
    Step("protected stacks refuse to go", leaving.protected, always=True),
    Step("all stacks are destroyed", leaving.destroy, always=True),
    Step("nothing is left", leaving.nothing_left, always=True),
)


@dataclass(frozen=True)
class Played:
    """What came of one step.

    Attributes:
        title: The step's.
        result: Of the step; None where it was not reached.
        seconds: How long it took.
    """

    title: str
    result: Result | None
    seconds: float

    @property
    def holds(self) -> bool:
        """Whether the step was taken and nothing failed."""
        return self.result is not None and not self.result.problems


def play(stage: Stage, watch: Callable[[str], None]) -> Iterator[Played]:
    """Take all steps; behind one that carries the others and fails, only those that clear up.

    Args:
        stage: Where.
        watch: Told the title of each step as it begins.
    """
    begun, broken = False, False
    for step in STEPS:
        if broken and not (step.always and begun):
            yield Played(step.title, None, 0)
            continue
        watch(step.title)
        start = time.monotonic()
        played = Played(step.title, _result(step, stage), time.monotonic() - start)
        yield played
        broken = broken or (step.carries and not played.holds)
        begun = begun or step.run is not deploying.known


def _result(step: Step, stage: Stage) -> Result:
    try:
        return step.run(stage)
    except BaselineError as error:
        return Result("", [str(error)])
    except (KeyError, ValueError, OSError) as error:
        # What raises counts as failed.
        return Result("", [f"{type(error).__name__}: {error}"])
