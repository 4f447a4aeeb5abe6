from deskbridge_contract_tests import HelpdeskContract


class TestGlassix(HelpdeskContract):
    vendor = "glassix"
