"""libvirt's daemon with its QEMU driver, in a mount namespace in which its folders are its own and empty."""

import grp
import os
import pathlib
import pwd
import shlex
import shutil
import socket
import subprocess

_PROGRAM = shutil.which("libvirtd", path="/usr/sbin:/usr/local/sbin:" + os.environ.get("PATH", ""))
_FOLDERS = ("/etc/libvirt", "/var/lib/libvirt", "/var/cache/libvirt", "/var/log/libvirt", "/run")
_USER, _USER_ID = "libvirt-qemu", 64055  # what Debian's libvirt looks up, whatever qemu.conf says
_QEMU_CONFIG = 'user = "root"\ngroup = "root"\ndynamic_ownership = 0\nsecurity_driver = "none"\n' \
               'stdio_handler = "file"\ncgroup_controllers = []\nnamespaces = []\n'


def _driver():
    """The QEMU driver's module, or None."""
    return next(pathlib.Path("/usr/lib").glob("*/libvirt/connection-driver/libvirt_driver_qemu.so"), None)


def _account_files(folder):
    """Copies of the files of users and groups with what libvirt looks up, by the paths that they shall have."""
    made = {}
    for path, look_up, line in (("/etc/passwd", pwd.getpwnam, f"{_USER}:x:{_USER_ID}:{_USER_ID}::/:/bin/false"),
                                ("/etc/group", grp.getgrnam, f"{_USER}:x:{_USER_ID}:")):
        try:
            look_up(_USER)
        except KeyError:
            made[path] = folder / pathlib.Path(path).name
            made[path].write_text(f"{pathlib.Path(path).read_text().rstrip()}\n{line}\n")
    return made


def reason_not_to_start():
    """A sentence, or None when it can be started here."""
    if _PROGRAM is None:
        return "libvirtd is not installed"
    if _driver() is None:
        return "libvirt-daemon-driver-qemu is not installed"
    if os.geteuid() != 0:
        return "its system instance needs root"
    tried = subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False)
    return None if tried.returncode == 0 else "mount namespaces are not allowed here"


class PrivateLibvirtd:
    def __init__(self, folder):
        """Starts it with its sockets and log in `folder`, and returns when it takes connections."""
        folder.mkdir()
        self.uri = f"qemu+unix:///system?socket={folder}/libvirt-sock"
        config = folder / "libvirtd.conf"
        config.write_text(f'unix_sock_dir = "{folder}"\nauth_unix_rw = "none"\nauth_unix_ro = "none"\n'
                          f'log_outputs = "3:file:{folder}/log"\n')
        (folder / "qemu.conf").write_text(_QEMU_CONFIG)
        drivers = folder / "drivers"
        drivers.mkdir()
        (drivers / _driver().name).symlink_to(_driver())  # and none of the others
        mounts = [f"[ ! -d {path} ] || mount -t tmpfs none {path}" for path in _FOLDERS]
        mounts += [f"mount --bind {shlex.quote(str(made))} {path}" for path, made in _account_files(folder).items()]
        script = (f"set -e; {'; '.join(mounts)}; cp {shlex.quote(str(folder / 'qemu.conf'))} /etc/libvirt/; "
                  f"exec {shlex.join([_PROGRAM, '-f', str(config), '-p', str(folder / 'pid')])}")
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notices:
            notices.bind(str(folder / "notices"))
            notices.settimeout(1)
            self._process = subprocess.Popen(["unshare", "--mount", "sh", "-c", script],
                                             env={**os.environ, "NOTIFY_SOCKET": str(folder / "notices"),
                                                  "LIBVIRT_DRIVER_DIR": str(drivers)})
            self._wait_until_ready(notices)

    def _wait_until_ready(self, notices):
        while self._process.poll() is None:
            try:
                if b"READY=1" in notices.recv(4096):
                    return
            except TimeoutError:
                continue  # it may be slow, as long as it lives
        raise SystemExit("error: libvirtd ended before it was ready")

    def stop(self):
        self._process.terminate()
        self._process.wait()
