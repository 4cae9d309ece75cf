import contextlib
import io
import os
import subprocess
from unittest import mock

import temporary_tree  # first: it finds the folder of the scripts
import emulated_kvm


class EmulatedKvm(temporary_tree.TemporaryTree):
    def boot(self, script):
        """What a machine that does what the script says makes of the command, and what it shows."""
        shown = io.StringIO()
        with contextlib.redirect_stdout(shown):
            return emulated_kvm.boot(["sh", "-c", script]), shown.getvalue()

    def test_shows_what_the_machine_prints_and_ends_as_the_command_did(self):
        script = f"printf 'hello\\r\\n'; echo '{emulated_kvm.ENDED}7'; echo powered off"
        self.assertEqual(self.boot(script), (7, "hello\n"))

    def test_knows_that_the_command_did_not_end(self):
        self.assertEqual(self.boot("echo panic"), (None, "panic\n"))

    def test_hands_on_words_and_settings_as_they_are(self):
        with mock.patch.dict(os.environ, {"ROLLCALL_KVM_KILLS": "3 of 4", "SECRET": "1"}):
            text = emulated_kvm.shell_text(["printf", "%s,", "a b", "$HOME", "'"])
        shown = subprocess.run(["sh", "-c", text], env={}, capture_output=True, text=True, check=True)
        self.assertEqual(shown.stdout, "a b,$HOME,',")
        self.assertIn("export ROLLCALL_KVM_KILLS='3 of 4'\n", text)
        self.assertNotIn("SECRET", text)
