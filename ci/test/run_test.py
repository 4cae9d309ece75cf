import os
import pathlib
import shutil
import subprocess

import temporary_tree

RUN = pathlib.Path(__file__).resolve().parents[1] / "run"


class Run(temporary_tree.TemporaryTree):
    """The parts of ci/run that need no build."""

    def run_verb(self, *words, **options):
        return subprocess.run([RUN, *words], cwd=self.root, capture_output=True, text=True, check=False, **options)

    def folder_of_tools(self, *names):
        """A folder for PATH that holds only the named programs of this machine."""
        for name in names:
            (self.root / name).symlink_to(shutil.which(name))
        return self.root

    def test_help_lists_every_verb_from_any_folder(self):
        done = self.run_verb("--help")
        self.assertEqual(done.returncode, 0)
        for verb in ("setup", "build", "test", "conformance", "wire", "bench", "fuzz", "compilers", "kvm-stress",
                     "kvm-bench", "kvm-emulated", "kvm-linux", "lint", "clean"):
            self.assertRegex(done.stdout, rf"(?m)^  {verb} ")

    def test_an_unknown_verb_is_bad_usage(self):
        done = self.run_verb("tset")
        self.assertEqual(done.returncode, 4)
        self.assertIn("no verb 'tset'", done.stderr)

    def test_an_unknown_preset_is_bad_usage(self):
        done = self.run_verb("test", "--preset", "msan")
        self.assertEqual(done.returncode, 4)
        self.assertIn("no preset 'msan'", done.stderr)

    def test_an_option_without_its_value_is_bad_usage(self):
        self.assertEqual(self.run_verb("test", "--only").returncode, 4)

    def test_setup_without_apt_prints_the_one_command(self):
        tools = self.folder_of_tools("bash", "comm", "dirname", "readlink", "sed", "sort", "env")
        self.write("dpkg-query", f"#!{tools}/bash\necho 'ii cmake'\n").chmod(0o755)
        done = self.run_verb("setup", env={**os.environ, "PATH": str(tools), "CI": ""})
        self.assertEqual(done.returncode, 4)
        command = done.stderr.splitlines()[-1]
        self.assertRegex(command, "^  sudo apt-get install --no-install-recommends .*ninja-build")
        self.assertNotRegex(command, r"\bcmake\b")
        self.assertNotRegex(command, "libvirt-clients")

    def test_setup_installs_optional_groups_only_when_asked(self):
        tools = self.folder_of_tools("bash", "comm", "dirname", "readlink", "sed", "sort", "env", "grep")
        self.write("dpkg-query", f"#!{tools}/bash\necho 'ii cmake'\n").chmod(0o755)
        done = self.run_verb("setup", "clients", env={**os.environ, "PATH": str(tools), "CI": ""})
        self.assertRegex(done.stderr.splitlines()[-1], r"\blibvirt-clients\b")
        self.assertNotRegex(done.stderr.splitlines()[-1], r"\bclang-14\b|:")
        every = self.run_verb("setup", env={**os.environ, "PATH": str(tools), "CI": "true"})
        self.assertRegex(every.stderr.splitlines()[-1], r"\bclang-14\b.*\blibvirt-clients\b")

    def test_setup_knows_its_groups(self):
        done = self.run_verb("setup", "nobody")
        self.assertEqual(done.returncode, 4)
        self.assertIn("no group of packages 'nobody'", done.stderr)
