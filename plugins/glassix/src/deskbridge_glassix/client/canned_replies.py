"""Canned replies: texts that agents send often."""

from __future__ import annotations

from deskbridge.operations import operation
from deskbridge.wire import unstructure
from deskbridge_glassix.client.area import Area, read, written_done
from deskbridge_glassix.client.unsettled import values_in
from deskbridge_glassix.wire.canned_replies import CannedReply, NewCannedReply


class CannedRepliesApi(Area):
    """Operations on canned replies. None changes one."""

    @operation("cannedreplies_getall")
    def all(self) -> tuple[CannedReply, ...]:
        """Read all of the department. Source: both official SDKs."""
        return read(self._http.get("cannedreplies.getall", "/cannedreplies/getall"), tuple[CannedReply, ...])

    @operation("cannedreplies_add")
    def add(self, new: NewCannedReply) -> tuple[CannedReply, ...]:
        """Add one. Never repeated by itself: look it up among all, by what it says.

        Returns:
            Those that the answer names; none if it names none. Its shape is published nowhere.

        Source: the official JavaScript SDK only.
        """
        response = self._http.post("cannedreplies.add", "/cannedreplies/add", body=unstructure(new))
        return values_in(response, CannedReply)

    @operation("cannedreplies_delete")
    def delete(self, canned_reply_id: int) -> str:
        """Delete one; returns the vendor's remark, "" if it makes none. What happens to one that is gone is not known.

        Source: the official JavaScript SDK only.
        """
        query = {"cannedReplyId": str(canned_reply_id)}
        return written_done(self._http.delete("cannedreplies.delete", "/cannedreplies/delete", query=query))
