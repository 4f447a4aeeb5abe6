from deskbridge_contract_tests import HelpdeskContract


class TestGladly(HelpdeskContract):
    vendor = "gladly"
    seeds = ("sample", "synthetic:20")
