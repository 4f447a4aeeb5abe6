"""The suites, one a role or a promise. Each is a mixin of `HelpdeskContract`; none names a vendor."""
