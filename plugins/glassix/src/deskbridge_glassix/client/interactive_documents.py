"""Interactive documents, which customers fill in or sign."""

from __future__ import annotations

from deskbridge.operations import operation
from deskbridge.records import FrozenDict
from deskbridge.records.raw import freeze_mapping
from deskbridge.wire import unstructure
from deskbridge_glassix.client.area import Area, segment
from deskbridge_glassix.client.unsettled import json_in
from deskbridge_glassix.wire.documents import NewDocument


class InteractiveDocumentsApi(Area):
    """The operation on interactive documents. Source: the official JavaScript SDK only."""

    @operation("interactivedocuments_send")
    def send(self, ticket_id: int | str, new: NewDocument) -> FrozenDict:
        """Make a document of a template and send it to all participants on the owner's behalf, now and for good.

        Returns:
            The answer as it came, of a shape that is published nowhere; empty if it is no object.
        """
        path = f"/interactivedocuments/send/{segment(ticket_id)}"
        answer = json_in(self._http.post("interactivedocuments.send", path, body=unstructure(new)))
        return freeze_mapping(answer) if isinstance(answer, dict) else FrozenDict()
