#!/usr/bin/env python3
# The demo as a whole: as root and as a user, nothing on the disk, nobody gets in without the password, nobody survives.
# SPDX-License-Identifier: GPL-3.0-or-later
import base64
import os
import shutil
import signal
import sys

sys.path.insert(0, os.path.join(os.environ.get("FERNLIGHT_SRC", "."), "tests", "support"))
from broker import mosquitto_path  # noqa: E402
from devices import Demo, is_alive  # noqa: E402
from fernlight_test import Skip, Tap, program, run, temp_dir, wait_until  # noqa: E402

tap = Tap()
PLACES = ("/tmp", "/var/tmp", "/dev/shm", "/run/mosquitto", "/var/lib/mosquitto", "/var/log/mosquitto")


def who_runs():
    """The ways to start it: as we are, and, if we are root, as nobody."""
    ways = [("as this user", ())]
    if os.geteuid() == 0 and shutil.which("setpriv"):
        ways.append(("as nobody", ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")))
    return ways


def runner():
    """demo-runner where everybody can read it."""
    folder = temp_dir()
    os.chmod(folder, 0o755)
    path = os.path.join(folder, "demo-runner")
    shutil.copy(program("demo-runner"), path)
    os.chmod(path, 0o755)
    return path


def files_open_for_writing(pid):
    """Paths of regular files on a disk that a process may write."""
    found = []
    for name in os.listdir(f"/proc/{pid}/fd"):
        try:
            target = os.readlink(f"/proc/{pid}/fd/{name}")
            with open(f"/proc/{pid}/fdinfo/{name}", encoding="ascii") as file:
                flags = int(next(line for line in file if line.startswith("flags:")).split()[1], 8)
        except FileNotFoundError:
            continue  # closed meanwhile: a device that drops off now and then
        if target.startswith("/") and not target.startswith(("/dev/", "/memfd:", "/proc/")) and flags & 3:
            found.append(target)
    return found


def subscribe(demo, password, username=None, count=1, seconds=60):
    """mosquitto_sub with a password read from a file it takes options from: none in its arguments."""
    home = temp_dir()
    with open(os.path.join(home, "mosquitto_sub"), "w", encoding="utf-8") as file:
        file.write(f"-u {username or demo.username}\n-P {password}\n")
    return run(["mosquitto_sub", "-h", "127.0.0.1", "-p", demo.port, "--cafile", demo.ca_file, "-t",
                "fernlight/home/#", "-C", count, "-W", seconds, "-F", "%t %r %p"],
               env={"XDG_CONFIG_HOME": home}, timeout=seconds + 30)


if mosquitto_path() is None:
    tap.skip("the demo", "mosquitto is not installed")
    tap.finish()

runner_path = runner()
for name, prefix in who_runs():
    with tap.case(f"{name}: right password in, wrong one out"):
        demo = Demo(prefix=prefix, path=runner_path)
        result = subscribe(demo, demo.password, count=12)
        tap.equal(result.returncode, 0, result.stderr)
        topics = {line.split()[0] for line in result.stdout.decode().splitlines()}
        tap.note(f"{demo.url}, mosquitto {demo.version}; topics {sorted(topics)}")
        tap.true({"fernlight/home/kitchen/led", "fernlight/home/kitchen/status"} <= topics, topics)
        for user, password in ((demo.username, "wrong"), ("devices", demo.password), ("root", demo.password)):
            tap.true(b"not authorised" in subscribe(demo, password, username=user).stderr.lower(), user)

    with tap.case(f"{name}: only on loopback, TLS only"):
        with open("/proc/net/tcp", encoding="ascii") as file:
            listening = [line.split()[1] for line in file if line.split()[3] == "0A"]
        tap.equal([address for address in listening if int(address.split(":")[1], 16) == demo.port],
                  [f"0100007F:{demo.port:04X}"])
        plain = run(["mosquitto_sub", "-h", "127.0.0.1", "-p", demo.port, "-t", "#", "-C", "1", "-W", "3"])
        tap.true(plain.returncode != 0 and not plain.stdout, "without TLS")

    with tap.case(f"{name}: no file open for writing, no secret to be seen"):
        processes = [demo.process.pid, *demo.children()]
        tap.equal(len(processes), 5)
        if prefix:
            tap.true(os.stat(f"/proc/{demo.broker_pid}").st_uid == 65534, "it is nobody")
        for pid in processes:
            tap.equal(files_open_for_writing(pid), [])
            for file_name in ("cmdline", "environ"):
                with open(f"/proc/{pid}/{file_name}", "rb") as file:
                    text = file.read()
                for secret in (demo.password.encode(), demo.key.encode()):
                    for form in (secret, base64.b64encode(secret), secret.hex().encode(), secret[:12], secret[12:]):
                        tap.true(form not in text, f"{pid} {file_name}")

    with tap.case(f"{name}: gone when it ends, nothing left"):
        children = demo.children()
        tap.equal(demo.end(), 0)
        tap.equal([pid for pid in children if is_alive(pid)], [])

    with tap.case(f"{name}: gone when it is killed"):
        home = temp_dir()
        os.chmod(home, 0o777)
        before = {place: sorted(os.listdir(place)) for place in PLACES if os.path.isdir(place)}
        demo = Demo(prefix=prefix, path=runner_path,
                    env={"HOME": home, "TMPDIR": home, "XDG_RUNTIME_DIR": home, "XDG_CONFIG_HOME": home})
        children = demo.children()
        tap.equal(len(children), 4)
        demo.process.send_signal(signal.SIGKILL)
        demo.process.wait(60)
        wait_until(lambda: not any(is_alive(pid) for pid in children), what=lambda: f"{children} are gone")
        tap.equal(os.listdir(home), [], "in its home")
        for place, names in before.items():
            mine = [name for name in set(os.listdir(place)) - set(names) if "mosq" in name or "fernlight-demo" in name]
            tap.equal(mine, [], f"new in {place}")

with tap.case("no system call of broker or devices writes to the disk"):
    if not shutil.which("strace"):
        raise Skip("strace is not installed")
    log = os.path.join(temp_dir(), "trace")
    demo = Demo(prefix=("strace", "-f", "-qq", "-o", log, "-e",
                        "trace=execve,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,open,openat"))
    tap.equal(subscribe(demo, demo.password, count=10).returncode, 0)
    demo.end()
    with open(log, encoding="utf-8", errors="replace") as file:
        calls = file.read().splitlines()
    tap.true(any("execve(" in call and "mosquitto" in call for call in calls), "the broker was traced")
    made = [call for call in calls if not call.rstrip().endswith("ENOENT (No such file or directory)")
            and ("O_CREAT" in call or "creat(" in call or "mkdir" in call or "link(" in call or "rename" in call)
            and "readlink" not in call]
    tap.equal(made, [])

with tap.case("without mosquitto: a sentence with the package, and no process"):
    bare = os.path.join(temp_dir(), "bin")
    os.mkdir(bare)
    args = [runner_path]
    # sbin is searched too: hide it by a mount of our own, where that is allowed.
    if shutil.which("unshare"):
        hide = " && ".join(f"mount --bind {bare} {place}" for place in ("/usr/sbin", "/usr/local/sbin")
                           if os.path.exists(os.path.join(place, "mosquitto"))) or "true"
        as_root = [] if os.geteuid() == 0 else ["--map-root-user"]
        args = ["unshare", "--mount", *as_root, "sh", "-c", f"{hide} && PATH={bare} exec {runner_path}"]
    result = run(args, env=None if args[0] == "unshare" else {"PATH": bare}, input=b"")
    if args[0] == "unshare" and b"mount" in result.stderr:
        raise Skip("no mount namespaces here")
    tap.equal((result.returncode, result.stdout), (1, b""))
    tap.equal(result.stderr.decode().strip(), "The demo needs the broker mosquitto, which is not installed. "
              "Its package is called “mosquitto”.")

tap.finish()
