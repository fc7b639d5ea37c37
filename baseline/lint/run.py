"""Runs the engines over templates, side by side, skipping what they have examined before."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from baseline.lint.finding import Engine, Finding
from baseline.lint.results import Results


def lint(templates: Sequence[Path], *, engines: Sequence[Engine], results: Results) -> list[Finding]:
    """All findings of all engines in all templates, sorted.

    Args:
        templates: Template files; none may be left out.
        engines: Who examines them, each in a thread of its own.
        results: What they found before.
    """
    with ThreadPoolExecutor(max_workers=max(len(engines), 1)) as threads:
        found = threads.map(lambda engine: _examine(engine, templates, results), engines)
        return sorted(finding for findings in found for finding in findings)


def _examine(engine: Engine, templates: Sequence[Path], results: Results) -> list[Finding]:
    findings: list[Finding] = []
    unseen: list[Path] = []
    for template in templates:
        known = results.recall(engine, template)
        if known is None:
            unseen.append(template)
        else:
            findings += known
    if not unseen:
        return findings
    fresh = engine.examine(unseen)
    for template in unseen:
        results.keep(engine, template, [f for f in fresh if f.template == template.name])
    return findings + fresh
