package dev.belay.verify.code;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Attempts to escape. Each program has an {@code f(outside)} that returns True only where it got
 * out; {@code outside} is a folder of the machine that everybody may write to.
 */
final class Attempts {

  private Attempts() {}

  static Map<String, String> all() {
    Map<String, String> all = new LinkedHashMap<>();
    network(all);
    files(all);
    processes(all);
    resources(all);
    kernel(all);
    return all;
  }

  private static void attempt(Map<String, String> all, String name, String body) {
    all.put(
        name,
        "import os, sys, socket, subprocess, threading, signal, time, ctypes, struct, glob\n"
            + "def tries(act):\n    try:\n        act()\n        return True\n"
            + "    except OSError:\n        return False\n"
            + "def f(outside):\n"
            + body.indent(4));
  }

  private static void network(Map<String, String> all) {
    attempt(
        all,
        "tcp connection",
        "return tries(lambda: socket.create_connection(('1.1.1.1', 53), 2))");
    attempt(
        all,
        "udp datagram",
        "return tries(lambda: socket.socket(2, 2).sendto(b'x', ('8.8.8.8', 53)))");
    attempt(all, "name lookup", "return tries(lambda: socket.gethostbyname('example.org'))");
    attempt(
        all,
        "listening on this machine",
        "return tries(lambda: socket.socket().bind(('127.0.0.1', 0)))");
    attempt(
        all,
        "abstract unix socket",
        "return tries(lambda: socket.socket(1).bind('\\0belay-escape'))");
    attempt(
        all,
        "raw and netlink sockets",
        "return any(tries(lambda: socket.socket(*a)) for a in ((17, 3), (2, 3, 1), (16, 3)))");
  }

  private static void files(Map<String, String> all) {
    attempt(
        all,
        "writing to the machine",
        "return tries(lambda: open(outside + '/escaped', 'w').write('x'))");
    attempt(
        all,
        "writing to the system",
        "return any(tries(lambda: open(p + 'escaped', 'w')) for p in ('/', '/usr/', '/etc/',"
            + " '/dev/', '/dev/shm/', '/var/', '/run/', '/home/', '/usr/bin/'))");
    attempt(
        all,
        "reading accounts and keys",
        "return any(os.path.exists(p) for p in ('/etc/passwd', '/etc/shadow', '/root', '/home',"
            + " '/etc/ssh', '/var', '/run', outside))");
    attempt(
        all,
        "a symlink outside",
        "os.symlink(outside, 'link')\nos.symlink('/etc/passwd', 'pw')\n"
            + "return tries(lambda: open('link/escaped', 'w')) or tries(lambda: open('pw'))");
    attempt(
        all, "a hard link to a program", "return tries(lambda: os.link('/usr/bin/env', 'env'))");
    attempt(
        all,
        "climbing out of the folder",
        "return tries(lambda: open('../' * 30 + outside.lstrip('/') + '/escaped', 'w'))");
    attempt(
        all,
        "a program with rights of root",
        """
        import shutil, stat
        shutil.copy('/usr/bin/env', 'e')
        os.chmod('e', 0o4755)
        r = subprocess.run(['/usr/bin/su', '-c', 'true'], stdin=-3, stdout=-3, stderr=-3)
        return r.returncode == 0 or os.geteuid() == 0
        """);
    attempt(
        all,
        "device files",
        "return any(tries(lambda: os.mknod('d', 0o60666, os.makedev(*d))) for d in ((8, 0),"
            + " (254, 0), (1, 1))) or any(os.path.exists(p) for p in ('/dev/sda', '/dev/vda',"
            + " '/dev/mem', '/dev/kmsg', '/dev/tty'))");
    attempt(
        all,
        "changing what is read-only",
        "return any(tries(lambda: os.chmod(p, 0o777)) or tries(lambda: os.utime(p))"
            + " for p in ('/', '/usr', '/usr/bin/env', '/dev'))");
  }

  private static void processes(Map<String, String> all) {
    attempt(
        all,
        "/proc of others",
        "return os.path.exists('/proc') and any(p.isdigit() for p in os.listdir('/proc'))");
    attempt(
        all,
        "memory through /proc",
        "return any(os.path.exists('/proc/%s/mem' % p) for p in ('self', 1, os.getppid()))");
    attempt(
        all,
        "signals to the parents",
        """
        me = os.getpid()
        for pid in list(range(me + 3, 40000, 1)):
            try:
                os.kill(pid, 0)
                return True
            except OSError:
                pass
        return me > 100
        """);
    attempt(
        all,
        "killing the first process",
        "os.kill(1, 9)\nos.kill(1, 15)\nos.kill(os.getppid(), 9)\nreturn False");
    attempt(all, "killing everybody", "os.kill(-1, 9)\nreturn False");
    attempt(
        all,
        "tracing",
        """
        libc = ctypes.CDLL(None, use_errno=True)
        return any(libc.ptrace(16, p, 0, 0) == 0 for p in (1, 2, os.getppid()))
        """);
    attempt(
        all,
        "reading another's memory",
        """
        libc = ctypes.CDLL(None, use_errno=True)
        buffer = ctypes.create_string_buffer(8)
        iov = (ctypes.c_size_t * 2)(ctypes.addressof(buffer), 8)
        return any(libc.process_vm_readv(p, iov, 1, iov, 1, 0) >= 0 for p in (1, 2, os.getppid()))
        """);
    attempt(
        all,
        "a process that stays",
        """
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                for n in range(1, 65):
                    try:
                        signal.signal(n, signal.SIG_IGN)
                    except (OSError, ValueError):
                        pass
                while True:
                    time.sleep(1)
            os._exit(0)
        time.sleep(0.2)
        return False
        """);
    attempt(
        all,
        "a shell in the background",
        "subprocess.Popen(['/bin/sh', '-c', 'nohup sleep 1000 & sleep 1000'],"
            + " start_new_session=True)\nreturn False");
  }

  private static void resources(Map<String, String> all) {
    attempt(
        all,
        "fork bomb",
        """
        count = 0
        while count < 2000:
            try:
                if os.fork() == 0:
                    while True:
                        try:
                            os.fork()
                        except OSError:
                            time.sleep(0.01)
            except OSError:
                return count > 100
            count += 1
        return True
        """);
    attempt(
        all,
        "threads without end",
        """
        stop = threading.Event()
        for count in range(3000):
            try:
                threading.Thread(target=stop.wait, daemon=True).start()
            except RuntimeError:
                return count > 200
        return True
        """);
    attempt(
        all,
        "memory",
        """
        try:
            held = [bytearray(64 << 20) for _ in range(200)]
            return len(held) == 200
        except MemoryError:
            return False
        """);
    attempt(
        all,
        "memory of many processes",
        """
        for _ in range(20):
            if os.fork() == 0:
                held = bytearray(b'x') * (700 << 20)
                time.sleep(30)
        time.sleep(5)
        return True
        """);
    attempt(
        all,
        "filling the disk",
        """
        written = 0
        for n in range(4000):
            try:
                with open('f%d' % n, 'wb') as out:
                    out.write(b'x' * (1 << 20))
                written += 1
            except OSError:
                break
        return written > 64
        """);
    attempt(
        all,
        "one huge file",
        """
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        try:
            with open('huge', 'wb') as out:
                for _ in range(100):
                    out.write(b'x' * (1 << 20))
        except OSError:
            return False
        return True
        """);
    attempt(all, "huge output", "print('x' * (1 << 28))\nreturn 'x' * (1 << 28)");
    attempt(
        all,
        "output past the messages",
        """
        for fd in range(1, 30):
            try:
                while True:
                    os.write(fd, b'\\x7f' * 65536)
            except OSError:
                pass
        return False
        """);
    attempt(all, "a loop without end", "while True:\n    pass");
    attempt(
        all,
        "raised limits",
        """
        import resource
        for name in ('RLIMIT_AS', 'RLIMIT_CPU', 'RLIMIT_NPROC', 'RLIMIT_FSIZE'):
            try:
                resource.setrlimit(getattr(resource, name), (-1, -1))
                return True
            except (OSError, ValueError):
                pass
        return False
        """);
  }

  private static void kernel(Map<String, String> all) {
    attempt(
        all,
        "namespaces of its own",
        """
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(0x10000000) == 0 or libc.unshare(0x20000) == 0:
            return True
        return subprocess.run(['/usr/bin/unshare', '-Ur', 'true'], stderr=-3).returncode == 0
        """);
    attempt(
        all,
        "mounts",
        """
        libc = ctypes.CDLL(None, use_errno=True)
        return (libc.mount(b'none', b'/tmp', b'tmpfs', 0, 0) == 0
                or libc.mount(0, b'/usr', 0, 4096 | 32, 0) == 0 or libc.umount2(b'/tmp', 2) == 0)
        """);
    attempt(
        all,
        "changing the user",
        """
        return any(tries(a) for a in (lambda: os.setuid(0), lambda: os.setgid(0),
            lambda: os.setgroups([0]), lambda: os.chroot('/tmp'),
            lambda: os.setresuid(1, 1, 1)))
        """);
    attempt(
        all,
        "calls that are not listed",
        """
        libc = ctypes.CDLL(None, use_errno=True)
        numbers = (101, 165, 246, 248, 250, 272, 298, 303, 304, 308, 310, 313, 321, 323, 425, 434,
                   435, 442, 319, 175, 169, 170, 155, 161)
        if os.uname().machine != 'x86_64':
            return False
        for number in numbers:
            ctypes.set_errno(0)
            if libc.syscall(number, 0, 0, 0, 0, 0) != -1 or ctypes.get_errno() != 38:
                return True
        return libc.syscall(0x40000000 + 39) != -1
        """);
    attempt(
        all,
        "shared memory and message queues",
        """
        libc = ctypes.CDLL(None, use_errno=True)
        return (libc.shmget(1, 4096, 0o1666) >= 0 or libc.msgget(1, 0o1666) >= 0
                or libc.semget(1, 1, 0o1666) >= 0 or libc.memfd_create(b'x', 0) >= 0)
        """);
    attempt(
        all,
        "the environment",
        "return any('BELAY' in k or 'HOME' == k or 'TOKEN' in k or 'KEY' in k for k in os.environ)"
            + " or len(os.environ) > 8");
  }
}
