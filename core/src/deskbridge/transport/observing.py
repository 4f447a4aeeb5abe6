"""Tells observers and the log what was exchanged, redacted; costs next to nothing when nobody listens."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from attrs import frozen

from deskbridge.errors import DeskbridgeError
from deskbridge.transport.clock import Clock
from deskbridge.transport.exchange import Exchange
from deskbridge.transport.outgoing import Outgoing
from deskbridge.transport.pool import Answer
from deskbridge.transport.redaction import redact_headers, redact_message, redact_url

logger = logging.getLogger("deskbridge.transport")

_LONGEST_ID = 128


@frozen
class Sent:
    """A request on its way."""

    outgoing: Outgoing
    attempt: int
    started_at: datetime
    started: float


class Observer:
    """Makes an `Exchange` of each request and its answer.

    Args:
        vendor: The vendor's name.
        observe: Who wants to know, None for nobody.
        request_id_header: The response header with the vendor's id of the request, "" if it has none.
        clock: Where time comes from.
    """

    def __init__(
        self, vendor: str, observe: Callable[[Exchange], None] | None, request_id_header: str, clock: Clock
    ) -> None:
        self._vendor = vendor
        self._observe = observe
        self._request_id_header = request_id_header
        self._clock = clock

    def sending(self, outgoing: Outgoing, attempt: int) -> Sent:
        """Note the time at which a request is sent."""
        return Sent(outgoing, attempt, self._clock.now(), self._clock.monotonic())

    def answered(self, sent: Sent, answer: Answer) -> None:
        """Tell that an answer came, whatever its status."""
        self._tell(sent, answer, None)

    def failed(self, sent: Sent, error: DeskbridgeError, answer: Answer | None = None) -> None:
        """Tell that there was no whole answer."""
        self._tell(sent, answer, error)

    def request_id(self, headers: Mapping[str, str], secrets: tuple[str, ...] = ()) -> str | None:
        """Return the vendor's id of the request, None if it gave none."""
        if not self._request_id_header:
            return None
        return redact_message(headers.get(self._request_id_header, ""), secrets=secrets)[:_LONGEST_ID] or None

    def _tell(self, sent: Sent, answer: Answer | None, error: DeskbridgeError | None) -> None:
        if self._observe is None and not logger.isEnabledFor(logging.DEBUG):
            return
        exchange = self._exchange(sent, answer, error)
        logger.debug(
            "%s %s %s %s -> %s in %.3f s, attempt %d%s",
            exchange.vendor,
            exchange.operation,
            exchange.method,
            exchange.url,
            exchange.status,
            exchange.elapsed_seconds,
            exchange.attempt,
            f": {exchange.error}" if exchange.error else "",
        )
        if self._observe is None:
            return
        try:
            self._observe(exchange)
        except Exception:  # an observer must never break what it observes
            logger.exception("an observer of exchanges failed")

    def _exchange(self, sent: Sent, answer: Answer | None, error: DeskbridgeError | None) -> Exchange:
        outgoing = sent.outgoing
        return Exchange(
            vendor=self._vendor,
            operation=outgoing.operation,
            method=outgoing.method,
            url=redact_url(outgoing.address.url, secrets=outgoing.secrets),
            status=None if answer is None else answer.status,
            request_id=None if answer is None else self.request_id(answer.headers, outgoing.secrets),
            started_at=sent.started_at,
            elapsed_seconds=self._clock.monotonic() - sent.started,
            attempt=sent.attempt,
            request_headers=redact_headers(outgoing.headers, secrets=outgoing.secrets),
            response_headers={} if answer is None else redact_headers(answer.headers, secrets=outgoing.secrets),
            request_bytes=len(outgoing.body or b""),
            error=None if error is None else redact_message(error.text, secrets=outgoing.secrets),
        )
