from pathlib import Path

from deskbridge_contract_tests import HelpdeskContract


class TestGlassix(HelpdeskContract):
    vendor = "glassix"
    seeds = ("sample", "synthetic:5")
    # The delivery is dated when the tests begin, and they may take longer than five minutes.
    settings = {"webhook_tolerance_seconds": "86400", "first_day": "2022-01-01"}  # noqa: RUF012 - as the contract asks for it


class TestGlassixPlayed(TestGlassix):
    recording = Path(__file__).parent / "recordings"
