"""Recordings of a contract run: what a desk and its vendor said to each other, kept and played back without the vendor.

A recording is a folder: `recording.json` says whose it is, when and from what it was made; beside it stands a cassette
for each test, in the format of vcrpy (YAML, one interaction after the other), each with its provenance. While a run is
recorded, a server on loopback stands between the desk and the other side and hands everything on; when it is played
back, the same server answers from the cassettes, to the byte but for its own address. So a desk runs over real sockets
in both cases, whatever library it speaks HTTP with.

What must not differ between the two is held still for the length of a test: the wall clock, and the source of random
bytes from which ids are made. Clocks that only measure time go on.
"""

from deskbridge_contract_tests.recording.folder import Recording
from deskbridge_contract_tests.recording.page import Provenance
from deskbridge_contract_tests.recording.publishing import record_published
from deskbridge_contract_tests.recording.running import played, recorded

__all__ = ["Provenance", "Recording", "played", "record_published", "recorded"]
