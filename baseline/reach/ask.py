"""The way in: a statement as text, answered. What the command line and `guarantees:` use."""

from collections.abc import Sequence
from typing import Literal, TypeAlias, get_args

from baseline.errors import InputError
from baseline.reach.ends import end
from baseline.reach.model.network import Network
from baseline.reach.packets import EVERY
from baseline.reach.ports import port_set
from baseline.reach.statements import Statements
from baseline.verdict import Verdict

Statement: TypeAlias = Literal["unreachable", "reaches", "reaches_only", "egress_only_via", "no_path_out"]
STATEMENTS: tuple[str, ...] = get_args(Statement)


def ask(
    network: Network,
    statement: Statement,
    *,
    from_: str,
    to: str | None = None,
    ports: Sequence[str] = (),
    via: Sequence[str] = (),
) -> Verdict:
    """Whether a statement holds for all packets.

    Args:
        network: From `read_network`.
        statement: `unreachable`, `reaches`, `reaches_only`, `egress_only_via` or `no_path_out`.
        from_: One end; see `baseline.reach.ends.end`.
        to: The other, for the first three.
        ports: Such as `tcp/443`; for `unreachable` every packet if none is given, for the next two at least
        one.
        via: The ways out, for `egress_only_via`; see `Statements.egress_only_via`.

    Raises:
        InputError: An end means nothing in this network, a port is none, or something is missing.
    """
    statements, source = Statements(network), end(network, from_)
    if statement == "no_path_out":
        return statements.no_path_out(source)
    if statement == "egress_only_via":
        if not via:
            raise InputError("egress_only_via needs a way, such as nat; for none at all ask no_path_out")
        return statements.egress_only_via(source, via)
    if to is None:
        raise InputError(f"{statement} needs two ends, from and to")
    target = end(network, to)
    if statement == "unreachable":
        return statements.unreachable(source, target, port_set(ports) if ports else EVERY)
    if not ports:
        raise InputError(f"{statement} needs ports, such as tcp/443")
    answer = statements.reaches if statement == "reaches" else statements.reaches_only
    return answer(source, target, port_set(ports))
