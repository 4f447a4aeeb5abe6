"""How one call is carried out: credentials, budget, connection, judgement, another try."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import TypeVar

from attrs import define, field

from deskbridge.errors import DeskbridgeError
from deskbridge.transport.auth import Auth, secrets_of
from deskbridge.transport.budget import Budget
from deskbridge.transport.clock import Clock, Deadline, serving
from deskbridge.transport.exchange import ErrorReader, Response
from deskbridge.transport.observing import Observer, Sent
from deskbridge.transport.options import ABSENT, Options, RateHeaders
from deskbridge.transport.origin import Address, Base, Query
from deskbridge.transport.outgoing import Broken, Content, Outgoing, checked_headers, checked_method, written
from deskbridge.transport.pool import Answer, Pool
from deskbridge.transport.retrying import Failure, with_retries
from deskbridge.transport.streams import Stream
from deskbridge.transport.verdicts import TOO_MANY, complete, failure_from, failure_of

T = TypeVar("T")

_READS = frozenset({"GET", "HEAD", "OPTIONS"})
_UNAUTHORIZED = 401


@define(kw_only=True)
class Call:
    """One call, through all of its tries.

    Attributes:
        operation: Its name.
        method: The HTTP method.
        address: Where to.
        deadline: When it must be over.
        headers: Those of this call only.
        body: What is sent, None for nothing.
        idempotent: Whether doing it twice is the same as once.
        authenticated: Whether credentials go along.
        accept_status: Statuses other than 2xx that are an answer.
        secrets: What is secret in its body.
        pool: Other connections than the client's own, for another origin.
        budget: Another budget than the client's own, for another origin.
        given_round: Where in its budget's rounds the last try was sent.
        renewed: Whether the credentials were renewed for it already.
    """

    operation: str
    method: str
    address: Address
    deadline: Deadline
    headers: Mapping[str, str] = field(factory=dict, repr=False)
    body: Content | None = field(default=None, repr=False)
    idempotent: bool = True
    authenticated: bool = True
    accept_status: Collection[int] = ()
    secrets: tuple[str, ...] = field(default=(), repr=False)
    pool: Pool | None = None
    budget: Budget | None = None
    given_round: int = 0
    renewed: bool = False


@define(kw_only=True)
class Engine:
    """Carries calls out for one client; holds no state but its parts."""

    vendor: str
    base: Base
    auth: Auth = field(repr=False)
    options: Options
    budget: Budget
    rate_headers: RateHeaders | None
    read_error: ErrorReader | None
    clock: Clock
    observer: Observer
    pool: Pool

    def deadline(self) -> Deadline:
        """Start the time of a call."""
        return Deadline(self.clock, self.options.deadline_seconds)

    def call(
        self,
        operation: str,
        method: str,
        path: str,
        *,
        query: Query | None = None,
        body: object = ABSENT,
        headers: Mapping[str, str] | None = None,
        idempotent: bool | None = None,
        authenticated: bool = True,
        accept_status: Collection[int] = (),
        secrets: Sequence[str] = (),
    ) -> Call:
        """Prepare a call and start its time.

        Raises:
            InvalidRequestError: The method, the path or the body can't be sent.
            ForeignOriginError: The link leads to another origin.
        """
        return self.located(
            operation,
            lambda: Call(
                operation=operation,
                method=checked_method(method),
                address=self.base.join(path, query),
                deadline=self.deadline(),
                headers=headers or {},
                body=None if body is ABSENT else written(body),
                idempotent=method in _READS if idempotent is None else idempotent,
                authenticated=authenticated,
                accept_status=accept_status,
                secrets=tuple(secrets),
            ),
            secrets=secrets,
        )

    def run(self, call: Call, attempt: Callable[[Call, int], T]) -> T:
        """Try a call until it succeeds, fails for good, or time or tries run out."""
        return self.located(
            call.operation,
            lambda: with_retries(
                lambda number: attempt(call, number), attempts=self.options.attempts, deadline=call.deadline
            ),
            secrets=call.secrets,
        )

    def located(self, operation: str, act: Callable[[], T], *, secrets: Sequence[str] = ()) -> T:
        """Do something, and say of its errors where they come from."""
        try:
            return act()
        except DeskbridgeError as error:
            complete(error, self.vendor, operation, secrets=(*secrets, *secrets_of(self.auth)))
            raise

    def located_each(self, operation: str, items: Iterator[T]) -> Iterator[T]:
        """Yield the items, and say of an error on the way where it comes from."""
        try:
            yield from items
        except DeskbridgeError as error:
            complete(error, self.vendor, operation, secrets=secrets_of(self.auth))
            raise

    def whole(self, call: Call, attempt: int) -> Response:
        """Try once, and read the whole answer.

        Raises:
            Failure: There was none, or it is an error.
        """
        leave = self._enter(call)
        try:
            response = self._read(call, *self._asked(call, attempt))
        except Broken as broken:
            raise failure_from(broken, idempotent=call.idempotent) from None
        finally:
            leave()
        if not _accepted(call, response.status):
            raise self._failure(call, response)
        return response

    def begun(self, call: Call, attempt: int) -> Stream:
        """Try once, and return the answer with its body unread.

        Raises:
            Failure: There was none, or it is an error.
        """
        with ExitStack() as leaving:
            leaving.callback(self._enter(call))
            try:
                sent, answer = self._asked(call, attempt)
                if not _accepted(call, answer.status):
                    raise self._failure(call, self._read(call, sent, answer))
            except Broken as broken:
                raise failure_from(broken, idempotent=call.idempotent) from None
            self.observer.answered(sent, answer)
            answer.unbind()
            return Stream(answer, idempotent=call.idempotent, closed=leaving.pop_all().close)

    def _enter(self, call: Call) -> Callable[[], None]:
        return (call.budget or self.budget).enter(call.deadline, call.operation)

    def _asked(self, call: Call, attempt: int) -> tuple[Sent, Answer]:
        credentials = self._credentials(call)
        sent, answer = self._send(call, attempt, credentials)
        if answer.status != _UNAUTHORIZED or not call.authenticated or call.renewed:
            return sent, answer
        call.renewed = True
        try:
            with serving(call.deadline):
                renewed = self.auth.refresh(credentials)
            if not renewed:
                return sent, answer
        except BaseException:
            answer.close()
            raise
        # A 401 means that nothing was done, so even a write may be sent once more.
        self._read(call, sent, answer)
        return self._send(call, attempt, self._credentials(call))

    def _credentials(self, call: Call) -> Mapping[str, str]:
        if not call.authenticated:
            return {}
        with serving(call.deadline):
            return self.auth.headers()

    def _send(self, call: Call, attempt: int, credentials: Mapping[str, str]) -> tuple[Sent, Answer]:
        outgoing = Outgoing(
            vendor=self.vendor,
            operation=call.operation,
            method=call.method,
            address=call.address,
            headers=checked_headers(self._defaults(call) | dict(call.headers) | dict(credentials)),
            body=call.body.content if call.body else None,
            secrets=(*_secrets(credentials), *secrets_of(self.auth), *call.secrets),
        )
        budget = call.budget or self.budget
        call.given_round = budget.acquire(call.deadline, call.operation)
        sent = self.observer.sending(outgoing, attempt)
        try:
            answer = (call.pool or self.pool).send(outgoing, call.deadline)
        except Broken as broken:
            self.observer.failed(sent, broken.error)
            raise
        if answer.status != TOO_MANY:
            budget.accepted(call.given_round)
        if self.rate_headers is not None:
            budget.correct(answer.headers, self.rate_headers)
        return sent, answer

    def _defaults(self, call: Call) -> dict[str, str]:
        headers = {
            "User-Agent": self.options.user_agent,
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
        }
        if call.body is not None:
            headers["Content-Type"] = call.body.content_type
        return headers

    def _read(self, call: Call, sent: Sent, answer: Answer) -> Response:
        try:
            content = answer.read()
        except Broken as broken:
            self.observer.failed(sent, broken.error, answer)
            raise
        self.observer.answered(sent, answer)
        return Response(
            status=answer.status,
            headers=answer.headers,
            content=content,
            url=call.address.url,
            operation=call.operation,
            vendor=self.vendor,
            secrets=sent.outgoing.secrets,
        )

    def _failure(self, call: Call, response: Response) -> Failure:
        failure = failure_of(
            response,
            base=self.base,
            read_error=self.read_error if call.pool is None else None,
            idempotent=call.idempotent,
            now=self.clock.now(),
            request_id=self.observer.request_id(response.headers, response.secrets) or "",
        )
        if response.status == TOO_MANY:
            budget = call.budget or self.budget
            failure.after_seconds = budget.refused(call.given_round, failure.after_seconds)
        return failure


def _accepted(call: Call, status: int) -> bool:
    return 200 <= status < 300 or status in call.accept_status  # noqa: PLR2004 - 2xx


def _secrets(credentials: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(part for value in credentials.values() for part in (value, value.rpartition(" ")[2]) if part)
