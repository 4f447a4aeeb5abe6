from pathlib import Path

from deskbridge_contract_tests import HelpdeskContract


class TestGladly(HelpdeskContract):
    vendor = "gladly"
    seeds = ("sample", "synthetic:20")


class TestGladlyPlayed(TestGladly):
    recording = Path(__file__).parent / "recordings"
