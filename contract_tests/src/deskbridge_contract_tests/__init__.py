"""The contract every vendor plugin must keep, as a pytest suite.

One subclass brings everything::

    from deskbridge_contract_tests import HelpdeskContract

    class TestAcme(HelpdeskContract):
        vendor = "acme"

Installing this package is enough: pytest finds its fixtures, its marker and its options by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from deskbridge_contract_tests.contract import HelpdeskContract
    from deskbridge_contract_tests.harness import Harness, in_process, started
    from deskbridge_contract_tests.making import Maker
    from deskbridge_contract_tests.marks import kept, needs
    from deskbridge_contract_tests.samples import Delivery, Samples
    from deskbridge_contract_tests.suites.published import PublishedContract

__all__ = [
    "Delivery",
    "Harness",
    "HelpdeskContract",
    "Maker",
    "PublishedContract",
    "Samples",
    "in_process",
    "kept",
    "needs",
    "started",
]

_HOMES = {
    "Delivery": "samples",
    "Harness": "harness",
    "HelpdeskContract": "contract",
    "Maker": "making",
    "PublishedContract": "suites.published",
    "Samples": "samples",
    "in_process": "harness",
    "kept": "marks",
    "needs": "marks",
    "started": "harness",
}


def __getattr__(name: str) -> Any:
    """Import a public name at its first use: pytest must be told to rewrite the suites' assertions before."""
    if name not in _HOMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
