"""What stands for nothing: .NET's defaults, which the vendor sends where nothing is set.

Fields that have them are None here; `raw` keeps what came. Source: docs.glassix.com, Ticket; public client code.
"""

from __future__ import annotations

from typing import Final

NO_TIME: Final = ("0001-01-01T00:00:00", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00.0000000Z", "")
"""A time that was not."""
NO_ID: Final = ("00000000-0000-0000-0000-000000000000", "")
"""An id of nobody."""
NO_NUMBER: Final = 0
"""A ticket that is none."""
NO_TEXT: Final = ""
"""A name or an argument that was not given."""
