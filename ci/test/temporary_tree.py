"""A temporary folder filled with files, for the tests of the checks."""

import pathlib
import sys
import tempfile
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parents[1] / part) for part in ("", "check")]


class TemporaryTree(unittest.TestCase):
    """Gives each test an empty folder `self.root`."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)

    def write(self, path, text=""):
        """Makes one file below the root."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        return target

    def assert_complains(self, check, path, second_line):
        """A file with this second line draws exactly one complaint from `check`, at path:2."""
        self.write(path, f"// head\n{second_line}\n")
        complaints = check(self.root)
        self.assertEqual(len(complaints), 1, complaints)
        self.assertTrue(complaints[0].startswith(f"{path}:2: "), complaints[0])
