#!/usr/bin/env python3
"""The table of procedures in the daemon's README.md is the one that the daemon prints. usage: ROLLCALLD README"""

import pathlib
import subprocess
import sys

rollcalld, readme = sys.argv[1:]
table = subprocess.run([rollcalld, "--list-procedures"], capture_output=True, text=True, check=True).stdout
if table not in pathlib.Path(readme).read_text(encoding="utf-8"):
    sys.exit(f"{readme} does not have the table that `rollcalld --list-procedures` prints: put it in")
