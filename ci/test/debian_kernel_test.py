import subprocess

import temporary_tree  # first: it finds the folder of the scripts
import debian_kernel


class DebianKernel(temporary_tree.TemporaryTree):
    def test_loads_each_module_once_and_after_what_it_needs(self):
        self.write("net/9p-net.ko", "\0license=GPL\0depends=ring\0")
        self.write("fs/9p.ko", "\0depends=9p-net,cache\0")
        self.write("lib/ring.ko", "\0depends=\0")
        self.write("lib/cache.ko", "\0depends=\0")
        self.write("lib/other.ko", "\0depends=\0")
        names = [path.stem for path in debian_kernel.modules_in_order(self.root, ("9p_net", "9p"))]
        self.assertEqual(names, ["ring", "9p-net", "cache", "9p"])

    def test_fetches_no_kernel_that_is_there(self):
        image = self.write("linux-image-1-amd64/boot/vmlinuz-1")
        self.assertEqual(debian_kernel.image(debian_kernel.fetch(self.root)), image)

    def test_a_command_that_fails_ends_the_program_with_its_reason(self):
        script = "import debian_kernel; debian_kernel.run('ls', '/nonexistent/file')"
        done = subprocess.run(
            ["python3", "-B", "-c", script],
            cwd=debian_kernel.__file__.rpartition("/")[0],
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual(done.returncode, debian_kernel.HARNESS_ERROR)
        self.assertIn("/nonexistent/file", done.stderr)
