"""Rollcall: libvirt's API for Python, over lists of domains that were true at one instant.

`import rollcall as libvirt` serves a program that stays inside what is implemented: names,
signatures, results and errors are those of libvirt-python.
"""

from . import _core
from .constants import *
from .connection import getVersion, open, openAuth, openReadOnly, virConnect, virInitialize
from .domain import virDomain
from .errors import (
    libvirtError,
    registerErrorHandler,
    virGetLastError,
    virGetLastErrorCode,
    virGetLastErrorDomain,
    virGetLastErrorMessage,
    virResetLastError,
)
from .event_loop import (
    virEventAddHandle,
    virEventAddTimeout,
    virEventInvokeFreeCallback,
    virEventRegisterDefaultImpl,
    virEventRegisterImpl,
    virEventRemoveHandle,
    virEventRemoveTimeout,
    virEventRunDefaultImpl,
    virEventUpdateHandle,
    virEventUpdateTimeout,
)
from .moments import virDomainCheckpoint, virDomainSnapshot
from .snapshot import DomainRow, Snapshot
from .watch import DomainEvent, Watch

_core.use_classes(virConnect, virDomain, virDomainSnapshot, virDomainCheckpoint, libvirtError)
