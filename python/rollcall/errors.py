"""libvirtError, and the last error of the calling thread."""

from typing import Any, Callable, List, Optional, Tuple

from . import _core
from .constants import VIR_ERR_ERROR, VIR_ERR_INVALID_ARG, VIR_FROM_NONE

# Code, domain, message, level, three strings and two numbers.
ErrorTuple = Tuple[
    int, int, Optional[str], int, Optional[str], Optional[str], Optional[str], int, int
]


class libvirtError(Exception):
    """What a failed call raises. `err` holds everything that the library said."""

    err: Optional[ErrorTuple]

    def __init__(self, defmsg: str) -> None:
        self._fill(defmsg, virGetLastError())

    def _fill(self, message: str, error: Optional[ErrorTuple]) -> None:
        if error is not None and error[2] is not None:
            message = error[2]
        Exception.__init__(self, message)
        self.err = error

    @classmethod
    def of(cls, error: ErrorTuple) -> "libvirtError":
        """The exception for an error that the library reported."""
        exception = cls.__new__(cls)
        exception._fill("unknown error", error)
        return exception

    @classmethod
    def refusal(cls, message: str, code: int = VIR_ERR_INVALID_ARG) -> "libvirtError":
        """An error that this module finds, before a library could."""
        return cls.of((code, VIR_FROM_NONE, message, VIR_ERR_ERROR, None, None, None, -1, -1))

    def __reduce__(self) -> Any:  # so that it crosses processes whole, as those of pytest-xdist do
        return (libvirtError.of, (self.err,)) if self.err else (libvirtError, self.args)

    def get_error_code(self) -> Optional[int]:
        """VIR_ERR_...: what went wrong."""
        return self.err[0] if self.err else None

    def get_error_domain(self) -> Optional[int]:
        """VIR_FROM_...: which part of the library raised it."""
        return self.err[1] if self.err else None

    def get_error_message(self) -> Optional[str]:
        """One sentence for people."""
        return self.err[2] if self.err else None

    def get_error_level(self) -> Optional[int]:
        """VIR_ERR_NONE, VIR_ERR_WARNING or VIR_ERR_ERROR."""
        return self.err[3] if self.err else None

    def get_str1(self) -> Optional[str]:
        """The first extra string."""
        return self.err[4] if self.err else None

    def get_str2(self) -> Optional[str]:
        """The second extra string."""
        return self.err[5] if self.err else None

    def get_str3(self) -> Optional[str]:
        """The third extra string."""
        return self.err[6] if self.err else None

    def get_int1(self) -> Optional[int]:
        """The first extra number; of VIR_ERR_SYSTEM_ERROR the errno."""
        return self.err[7] if self.err else None

    def get_int2(self) -> Optional[int]:
        """The second extra number."""
        return self.err[8] if self.err else None


def virGetLastError(*, library: str = "") -> Optional[ErrorTuple]:
    """The last error of this thread, or None when the last call succeeded."""
    return _core.virGetLastError(library)


def virGetLastErrorCode(*, library: str = "") -> int:
    """The code of that error, 0 without one."""
    error = virGetLastError(library=library)
    return error[0] if error else 0


def virGetLastErrorDomain(*, library: str = "") -> int:
    """The domain of that error, 0 without one."""
    error = virGetLastError(library=library)
    return error[1] if error else 0


def virGetLastErrorMessage(*, library: str = "") -> str:
    """The message of that error, "no error" without one."""
    error = virGetLastError(library=library)
    return (error[2] or "") if error else "no error"


def virResetLastError(*, library: str = "") -> None:
    """Forgets that error."""
    _core.virResetLastError(library)


def registerErrorHandler(
    f: Optional[Callable[[Any, List[Any]], None]], ctx: Any, *, library: str = ""
) -> int:
    """Has `f(ctx, error)` called for every error raised, in the thread that raised it.

    `error` is a list of what libvirtError.err holds. None ends that. `f` must not call the API.
    """
    return _core.virSetErrorFunc(library, f, ctx)
