package dev.belay.verify.code;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A program for the kernel's filter of system calls (seccomp, in classic BPF): what is not on the
 * list fails as if the kernel did not have it, so sockets, mounts, namespaces, tracing, key rings,
 * and calls that are yet to be invented are out of reach.
 */
final class SeccompFilter {

  private static final int LOAD = 0x20;
  private static final int JUMP_IF_EQUAL = 0x15;
  private static final int JUMP_IF_AT_LEAST = 0x35;
  private static final int JUMP_IF_ANY_BIT = 0x45;
  private static final int RETURN = 0x06;

  private static final int ALLOW = 0x7FFF0000;
  private static final int KILL = 0x80000000;
  private static final int ERRNO = 0x00050000;
  private static final int EPERM = 1;
  private static final int ENOSYS = 38;

  private static final int OFFSET_NUMBER = 0;
  private static final int OFFSET_ARCHITECTURE = 4;
  private static final int OFFSET_FIRST_ARGUMENT = 16;
  private static final int OFFSET_SECOND_ARGUMENT = 24;

  /** Numbers from here on belong to another calling convention of x86-64. */
  private static final int X32 = 0x40000000;

  /** All flags of clone that make a namespace: time, mount, cgroup, uts, ipc, user, pid, net. */
  private static final int NEW_NAMESPACES = 0x7E020080;

  private static final int TIOCSTI = 0x5412;
  private static final int TIOCLINUX = 0x541C;

  private SeccompFilter() {}

  /** One instruction: what to do, where to go if so and if not, and a number. */
  private record Instruction(int code, int ifSo, int ifNot, int number) {}

  /** The program as the kernel reads it. */
  static byte[] program(SystemCalls calls) {
    List<Instruction> all = new ArrayList<>();
    all.add(new Instruction(LOAD, 0, 0, OFFSET_ARCHITECTURE));
    all.add(new Instruction(JUMP_IF_EQUAL, 1, 0, calls.audit()));
    all.add(end(KILL));
    all.add(new Instruction(LOAD, 0, 0, OFFSET_NUMBER));
    all.add(new Instruction(JUMP_IF_AT_LEAST, 0, 1, X32));
    all.add(end(ERRNO | ENOSYS));
    for (int number : calls.allowed()) {
      all.add(new Instruction(JUMP_IF_EQUAL, 0, 1, number));
      all.add(end(ALLOW));
    }
    all.add(new Instruction(JUMP_IF_EQUAL, 0, 4, calls.cloneCall()));
    all.add(new Instruction(LOAD, 0, 0, OFFSET_FIRST_ARGUMENT));
    all.add(new Instruction(JUMP_IF_ANY_BIT, 0, 1, NEW_NAMESPACES));
    all.add(end(ERRNO | EPERM));
    all.add(end(ALLOW));
    all.add(new Instruction(JUMP_IF_EQUAL, 0, 5, calls.ioctlCall()));
    all.add(new Instruction(LOAD, 0, 0, OFFSET_SECOND_ARGUMENT));
    all.add(new Instruction(JUMP_IF_EQUAL, 1, 0, TIOCSTI));
    all.add(new Instruction(JUMP_IF_EQUAL, 0, 1, TIOCLINUX));
    all.add(end(ERRNO | EPERM));
    all.add(end(ALLOW));
    all.add(end(ERRNO | ENOSYS));
    return bytes(all);
  }

  private static Instruction end(int result) {
    return new Instruction(RETURN, 0, 0, result);
  }

  private static byte[] bytes(List<Instruction> program) {
    ByteBuffer buffer = ByteBuffer.allocate(8 * program.size()).order(ByteOrder.nativeOrder());
    for (Instruction one : program) {
      buffer.putShort((short) one.code()).put((byte) one.ifSo()).put((byte) one.ifNot());
      buffer.putInt(one.number());
    }
    return buffer.array();
  }
}
