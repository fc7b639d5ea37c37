"""Guards and set-up that every test relies on."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def pytest_configure(config: pytest.Config) -> None:
    """Refuse the one layout mistake that breaks every import of aws-cdk-lib (ADR 1)."""
    for shadow in (ROOT / "constructs" / "__init__.py", ROOT / "tests" / "constructs"):
        if shadow.exists():
            raise pytest.UsageError(
                f"{shadow.relative_to(ROOT)} shadows the PyPI package 'constructs' that aws-cdk-lib imports: "
                "constructs/ is a source root, so put code into constructs/baseline_constructs/ "
                "and its tests into tests/baseline_constructs/."
            )
