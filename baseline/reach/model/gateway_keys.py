"""Whether two names of gateways mean one gateway."""


def same_gateway(one: str | None, other: str | None) -> bool | None:
    """True for equal names; None where either is what a parameter or another stack will give, which could be
    any gateway.
    """
    if one is None or other is None:
        return False
    doubt = any(name.startswith("<") for name in (one, other))
    if one == other and not one.startswith("<unknown"):
        return True
    return None if doubt else False
