from datetime import date

from deskbridge.records import ReportQuery
from deskbridge_contract_tests import Delivery, HelpdeskContract, Samples

WEBHOOK = {"webhook_username": "hook", "webhook_password": "s3cret"}
EVENT = Delivery({"Authorization": "Basic aG9vazpzM2NyZXQ="}, b'{"id": "e", "type": "AGENT/UPDATED", "content": {}}')
REPORT = ReportQuery(name="ConversationExportReport", first_day=date(2020, 1, 1), last_day=date(2026, 12, 31))


class TestGladly(HelpdeskContract):
    vendor = "gladly"
    settings = WEBHOOK
    seeds = ("sample", "synthetic:20")
    known = Samples(report=REPORT, delivery=EVENT)
