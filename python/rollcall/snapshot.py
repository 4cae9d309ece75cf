"""conn.snapshot(): every domain of a host at one instant, without a call per domain."""

from typing import Any, Dict, Iterator, List, NamedTuple, Sequence, TYPE_CHECKING, Union, overload

from . import _core
from .constants import (
    VIR_CONNECT_LIST_DOMAINS_ACTIVE,
    VIR_CONNECT_LIST_DOMAINS_AUTOSTART,
    VIR_CONNECT_LIST_DOMAINS_HAS_CHECKPOINT,
    VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT,
    VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE,
    VIR_CONNECT_LIST_DOMAINS_PERSISTENT,
)
from .domain import virDomain
from .table import format_table

if TYPE_CHECKING:
    from .connection import virConnect

# By virDomainState.
_STATES = (
    "no state",
    "running",
    "blocked",
    "paused",
    "shutting down",
    "off",
    "crashed",
    "asleep",
)
_ATTRIBUTES = {
    "active": VIR_CONNECT_LIST_DOMAINS_ACTIVE,
    "persistent": VIR_CONNECT_LIST_DOMAINS_PERSISTENT,
    "autostart": VIR_CONNECT_LIST_DOMAINS_AUTOSTART,
    "managed_save": VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE,
    "has_snapshot": VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT,
    "has_checkpoint": VIR_CONNECT_LIST_DOMAINS_HAS_CHECKPOINT,
}


class DomainRow(NamedTuple):
    """What one domain was at the instant of a snapshot."""

    name: str
    uuid: str
    id: int  # -1 when inactive
    state: int  # VIR_DOMAIN_...
    reason: int  # VIR_DOMAIN_..._...
    attributes: int  # the VIR_CONNECT_LIST_DOMAINS_... that held, one of each group

    @property
    def state_name(self) -> str:
        """The state in a word."""
        return _STATES[self.state] if self.state < len(_STATES) else f"state {self.state}"

    def has(self, flag: int) -> bool:
        """Whether the domain matched VIR_CONNECT_LIST_DOMAINS_..."""
        return self.attributes & flag == flag

    def to_dict(self) -> Dict[str, Any]:
        """The row with a truth value per attribute."""
        row: Dict[str, Any] = {"name": self.name, "uuid": self.uuid, "id": self.id}
        row.update(state=self.state, state_name=self.state_name, reason=self.reason)
        row.update({name: self.has(flag) for name, flag in _ATTRIBUTES.items()})
        return row


class Snapshot(Sequence[DomainRow]):
    """The domains of a host as they were at one instant: a sequence of rows.

    A row is made when it is asked for. The columns are read without making any: `states`, `reasons`,
    `ids` and `attributes` are views on numbers, which numpy and pandas take without copying.
    """

    def __init__(self, connection: "virConnect", flags: int) -> None:
        self._taken = _core.rollcallConnectListAllDomainStatuses(connection, flags)

    @property
    def generation(self) -> int:
        """The change of the host after which it was taken; conn.watch() goes on from here."""
        return self._taken.generation()

    @property
    def names(self) -> List[str]:
        """The names."""
        return self._taken.names()

    @property
    def uuids(self) -> List[str]:
        """The uuids."""
        return self._taken.uuids()

    @property
    def ids(self) -> memoryview:
        """The ids, -1 for inactive domains."""
        return memoryview(self._taken.ids())

    @property
    def states(self) -> memoryview:
        """VIR_DOMAIN_... of each."""
        return memoryview(self._taken.states())

    @property
    def reasons(self) -> memoryview:
        """Why each is in its state."""
        return memoryview(self._taken.reasons())

    @property
    def attributes(self) -> memoryview:
        """The VIR_CONNECT_LIST_DOMAINS_... that held for each."""
        return memoryview(self._taken.attributes())

    def __len__(self) -> int:
        return len(self._taken)

    @overload
    def __getitem__(self, index: int) -> DomainRow: ...

    @overload
    def __getitem__(self, index: slice) -> List[DomainRow]: ...

    def __getitem__(self, index: Union[int, slice]) -> Union[DomainRow, List[DomainRow]]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        return self._taken.row(DomainRow, self._place(index))

    def __iter__(self) -> Iterator[DomainRow]:
        for place in range(len(self)):
            yield self._taken.row(DomainRow, place)

    def _place(self, index: int) -> int:
        place = index + len(self) if index < 0 else index
        if not 0 <= place < len(self):
            raise IndexError("the snapshot has no such domain")
        return place

    def domain(self, which: Union[int, str]) -> virDomain:
        """The domain at an index or of a name. Raises IndexError or KeyError."""
        if isinstance(which, int):
            return self._taken.domain(self._place(which))
        try:
            return self._taken.domain(self.names.index(which))
        except ValueError:
            raise KeyError(which) from None

    def by_name(self) -> Dict[str, DomainRow]:
        """The rows by name."""
        return {row.name: row for row in self}

    def to_dicts(self) -> List[Dict[str, Any]]:
        """The rows as dicts, as pandas.DataFrame takes them."""
        return [row.to_dict() for row in self]

    def __repr__(self) -> str:
        return f"<Snapshot of {len(self)} domains at generation {self.generation}>"

    def __str__(self) -> str:
        head = ("name", "id", "state", "attributes")
        rows = [
            (row.name, "-" if row.id < 0 else str(row.id), row.state_name, _words(row))
            for row in self
        ]
        return format_table(head, rows)


def _words(row: DomainRow) -> str:
    return " ".join(name.replace("_", "-") for name, flag in _ATTRIBUTES.items() if row.has(flag))
