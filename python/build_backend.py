"""What pip and build call to make the wheel: setuptools, taken from the distribution where it is there.

pip builds in an environment that has only what an index gives it. Debian has setuptools and wheel
as packages, so there an index is not needed, and none may be in reach.
"""

import importlib.util
import sys
import sysconfig

_TOOLS = ("setuptools", "wheel")
_SCHEMES = ("deb_system", "posix_prefix")  # of Debian; of others


def _is_complete():
    return all(importlib.util.find_spec(tool) for tool in _TOOLS)


def _look_in_the_distribution():
    for scheme in _SCHEMES:
        if scheme in sysconfig.get_scheme_names() and not _is_complete():
            sys.path.append(sysconfig.get_path("purelib", scheme, {"base": sys.base_prefix}))
            importlib.invalidate_caches()


_look_in_the_distribution()


def get_requires_for_build_wheel(config_settings=None):
    """What an index has to give."""
    return [] if _is_complete() else ["setuptools>=61", "wheel"]


get_requires_for_build_sdist = get_requires_for_build_wheel


def prepare_metadata_for_build_wheel(metadata_directory, config_settings=None):
    """As setuptools does."""
    from setuptools import build_meta

    return build_meta.prepare_metadata_for_build_wheel(metadata_directory, config_settings)


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    """As setuptools does, by setup.py."""
    from setuptools import build_meta

    return build_meta.build_wheel(wheel_directory, config_settings, metadata_directory)


def build_sdist(sdist_directory, config_settings=None):
    """As setuptools does, by setup.py."""
    from setuptools import build_meta

    return build_meta.build_sdist(sdist_directory, config_settings)
