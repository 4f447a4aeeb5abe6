"""Customer profiles, as they are read and as they are written."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from deskbridge.records import UNSET, FrozenDict, Unset
from deskbridge.wire import Wire


@frozen(kw_only=True, slots=True)
class Email(Wire):
    """An e-mail address of a profile.

    Attributes:
        original: As it was entered.
        normalized: In lower case; made by Gladly.
        primary: At most one of a profile's addresses is.
    """

    original: str | None = None
    normalized: str | None = None
    primary: bool | None = None


@frozen(kw_only=True, slots=True)
class Phone(Wire):
    """A telephone number of a profile.

    Attributes:
        original: As it was entered.
        normalized: E.164; made by Gladly.
        region_code: The region whose national form `original` has; US where it was not given.
        type: HOME, MOBILE or OFFICE; real answers have "" for none.
        sms_preference: ON, OFF or FORBIDDEN.
    """

    original: str | None = None
    normalized: str | None = None
    region_code: str | None = None
    extension: str | None = None
    type: str | None = None
    primary: bool | None = None
    sms_preference: str | None = None


@frozen(kw_only=True, slots=True)
class Profile(Wire):
    """A customer profile as Gladly answers it.

    Attributes:
        image: The address of a picture.
        custom_attributes: Shaped by the organization's profile definition.
        external_customer_id: Only with a lookup adaptor installed before 2021-05-12.
        external_customer_ids: By adaptor; only with one installed after that.
        updated_at: None until the first change.
    """

    id: str
    name: str | None = None
    address: str | None = None
    image: str | None = None
    emails: tuple[Email, ...] | None = None
    phones: tuple[Phone, ...] | None = None
    external_customer_id: str | None = None
    external_customer_ids: FrozenDict | None = None
    custom_attributes: FrozenDict | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None


@frozen(kw_only=True, slots=True)
class EmailBody(Wire):
    """An e-mail address to write."""

    original: str
    primary: bool | Unset = UNSET


@frozen(kw_only=True, slots=True)
class PhoneBody(Wire):
    """A telephone number to write.

    Attributes:
        original: E.164, or national where `region_code` is set.
    """

    original: str
    region_code: str | Unset = UNSET
    extension: str | Unset = UNSET
    type: str | Unset = UNSET
    primary: bool | Unset = UNSET
    sms_preference: str | Unset = UNSET


@frozen(kw_only=True, slots=True)
class ProfileBody(Wire):
    """What to write of a profile; only what is set is sent, and lists replace those that there are.

    Attributes:
        id: URL safe, under 50 characters; taken by create only.
        external_customer_id: Taken only with a lookup adaptor installed before 2021-05-12; None empties it.
    """

    id: str | Unset = UNSET
    name: str | Unset = UNSET
    address: str | Unset = UNSET
    image: str | Unset = UNSET
    emails: tuple[EmailBody, ...] | Unset = UNSET
    phones: tuple[PhoneBody, ...] | Unset = UNSET
    external_customer_id: str | Unset | None = UNSET
    custom_attributes: FrozenDict | Unset = UNSET
