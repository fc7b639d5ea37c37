"""What `baseline reach` prints, for terminals of 80 columns."""

import json
from collections.abc import Iterable, Sequence

from baseline.reach.explain import Shown, shown
from baseline.reach.survey import Passage
from baseline.reports.console import say
from baseline.verdict import Evidence, Verdict


def print_verdict(verdict: Verdict, *, as_json: bool = False) -> None:
    """The result, the reason, and the evidence with its places in the templates."""
    if as_json:
        print(json.dumps(verdict_data(verdict), indent=1))
        return
    say(f"{verdict.result}: {verdict.why}")
    _evidence(verdict.evidence)


def verdict_data(verdict: Verdict) -> dict[str, object]:
    """The same for programs."""
    return {
        "result": str(verdict.result),
        "why": verdict.why,
        "evidence": [
            {"text": each.text, "at": str(each.place) if each.place else None} for each in verdict.evidence
        ],
        "examples": [dict(each) for each in verdict.examples],
    }


def print_passages(found: Sequence[Passage], stopped: Sequence[Shown], *, question: str) -> None:
    """What passes with one packet of each way; else what stops it, and what would open it."""
    if not found:
        say(f"blocked: nothing gets {question}")
        for case in stopped[:1]:
            _evidence(shown(case))
        if len(stopped) > 1:
            say(f"{len(stopped) - 1} more pairs of places are blocked too")
        return
    certain = any(each.certain for each in found)
    say(f"{'passes' if certain else 'unknown'}: {len(found)} ways {question}")
    for passage in found:
        print()
        say(_line(passage))
        for doubt in dict.fromkeys(passage.doubts):
            say(f"not certain: {doubt}", indent=2)
    print()
    _evidence(shown(found[0].shown))


def _line(passage: Passage) -> str:
    by = f" by {', '.join(passage.by)}" if passage.by else ""
    sure = "" if passage.certain else "perhaps "
    answered = "answered" if passage.answered else "never answered"
    return f"{passage.source} -> {passage.target}: {sure}{passage.ports}{by}, {answered}"


def _evidence(evidence: Iterable[Evidence]) -> None:
    for each in evidence:
        say(each.text, indent=2)
        if each.place is not None:
            print(f"           at {each.place}")
