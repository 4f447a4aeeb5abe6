import pytest

from deskbridge.errors import InvalidRequestError, NotFoundError, ValidationError
from deskbridge.records import CustomerId, TicketChange, TicketId, TicketStatus

CUSTOMER = CustomerId("OPy0kbYIQp-mr3IcdQRWqw")
KEY_OF = {"order": "ORDER_ID", "carrier": "CARRIER", "coupon": "COUPON"}


@pytest.fixture
def ticket_id(gladly) -> TicketId:
    for name, key in KEY_OF.items():
        gladly.store.custom_attributes[name] = {"id": name, "key": key, "deactivated": name == "coupon"}
    held = [{"id": "order", "value": "1"}, {"id": "order", "value": "2"}, {"id": "coupon", "value": "SPRING"}]
    return TicketId(gladly.conversation(CUSTOMER, customAttributes=held))


def _writes(gladly) -> int:
    return sum(count for name, count in gladly.requests.items() if not name.startswith("GET"))


@pytest.mark.parametrize(
    "fields",
    [
        {"order": ["1", "2"], "coupon": "SPRING"},
        {"order": ["2", "3"], "carrier": "UPS"},
        {"order": "Grüße 😀", "coupon": "SPRING"},
        {"carrier": "UPS"},
        {},
    ],
)
def test_a_tickets_fields_become_those_that_are_given(gladly, ticket_id, fields):
    changed = gladly.desk.tickets.update(ticket_id, TicketChange(fields=fields))
    assert changed.fields == fields
    assert gladly.desk.tickets.get(ticket_id) == changed


def test_what_is_there_already_is_not_written(gladly, ticket_id):
    gladly.desk.tickets.update(ticket_id, TicketChange(fields={"order": ["2", "1"], "coupon": "SPRING"}))
    assert _writes(gladly) == 0


def test_other_changes_leave_the_fields_alone(gladly, ticket_id):
    changed = gladly.desk.tickets.update(ticket_id, TicketChange(status=TicketStatus.OPEN))
    assert changed.fields == {"order": ["1", "2"], "coupon": "SPRING"}


def test_a_ticket_is_read_and_written_back_to_another(gladly, ticket_id):
    other = TicketId(gladly.conversation(CUSTOMER))
    fields = {name: value for name, value in gladly.desk.tickets.get(ticket_id).fields.items() if name != "coupon"}
    assert gladly.desk.tickets.update(other, TicketChange(fields=fields)).fields == fields


@pytest.mark.parametrize("value", [1, None, "", ["a", 2], {"a": "b"}, [""], True])
def test_a_value_that_is_no_text_is_refused_and_nothing_written(gladly, ticket_id, value):
    with pytest.raises(InvalidRequestError, match="text"):
        gladly.desk.tickets.update(ticket_id, TicketChange(fields={"order": value}))
    assert _writes(gladly) == 0


def test_an_unknown_attribute_is_refused_and_nothing_written(gladly, ticket_id):
    change = TicketChange(fields={"colour": "red"}, status=TicketStatus.OPEN)
    with pytest.raises(InvalidRequestError, match="colour"):
        gladly.desk.tickets.update(ticket_id, change)
    assert _writes(gladly) == 0


def test_an_attribute_out_of_use_is_refused_by_the_vendor(gladly, ticket_id):
    with pytest.raises(ValidationError):
        gladly.desk.tickets.update(ticket_id, TicketChange(fields={"coupon": "SUMMER"}))


def test_where_the_rest_is_refused_the_fields_are_not_written(gladly, ticket_id):
    with pytest.raises(ValidationError, match="topic"):
        gladly.desk.tickets.update(ticket_id, TicketChange(fields={}, status=TicketStatus.CLOSED))
    assert gladly.desk.tickets.get(ticket_id).fields


def test_the_key_of_an_attribute_is_asked_for_once(gladly, ticket_id):
    for value in ("a", "b", "c"):
        gladly.desk.tickets.update(ticket_id, TicketChange(fields={"order": value, "coupon": "SPRING"}))
    asked = [count for name, count in gladly.requests.items() if "custom-attributes" in name and name.startswith("GET")]
    assert asked == [1]


def test_the_fields_of_a_ticket_that_is_not_there_are_not_found(gladly):
    with pytest.raises(NotFoundError):
        gladly.desk.tickets.update(TicketId("none"), TicketChange(fields={"order": "1"}))
