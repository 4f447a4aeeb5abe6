"""What Gladly's export files and reports are, as data for programs that know no vendor."""

from __future__ import annotations

from deskbridge.outputs import Outputs
from deskbridge_gladly.outputs.files import FILES
from deskbridge_gladly.outputs.reports import REPORTS

OUTPUTS = Outputs(files=FILES, reports=REPORTS)
"""All of them."""
