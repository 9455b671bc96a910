package dev.belay.verify.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs filters in a machine of a few lines, as the kernel would. */
final class SeccompFilterTest {

  private static final int ALLOW = 0x7FFF0000;
  private static final int KILL = 0x80000000;
  private static final int ENOSYS = 0x00050000 | 38;
  private static final int EPERM = 0x00050000 | 1;
  private static final int X86 = 0xC000003E;
  private static final int ARM = 0xC00000B7;

  private static int run(SystemCalls calls, int architecture, int number, long... arguments) {
    ByteBuffer program =
        ByteBuffer.wrap(SeccompFilter.program(calls)).order(ByteOrder.nativeOrder());
    ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.nativeOrder());
    data.putInt(number).putInt(architecture).putLong(0);
    for (long argument : arguments) {
      data.putLong(argument);
    }
    int loaded = 0;
    for (int at = 0; ; at++) {
      int code = program.getShort(8 * at);
      int ifSo = program.get(8 * at + 2) & 0xFF;
      int ifNot = program.get(8 * at + 3) & 0xFF;
      int k = program.getInt(8 * at + 4);
      switch (code) {
        case 0x20 -> loaded = data.getInt(k);
        case 0x15 -> at += loaded == k ? ifSo : ifNot;
        case 0x35 -> at += Integer.compareUnsigned(loaded, k) >= 0 ? ifSo : ifNot;
        case 0x45 -> at += (loaded & k) != 0 ? ifSo : ifNot;
        case 0x06 -> {
          return k;
        }
        default -> throw new AssertionError("instruction " + code);
      }
    }
  }

  @Test
  void allowsWhatIsListedOfItsOwnArchitecture() {
    SystemCalls x86 = SystemCalls.of("amd64").orElseThrow();
    SystemCalls arm = SystemCalls.of("aarch64").orElseThrow();
    assertThat(run(x86, X86, 0)).as("read").isEqualTo(ALLOW);
    assertThat(run(x86, X86, 231)).as("exit_group").isEqualTo(ALLOW);
    assertThat(run(arm, ARM, 63)).as("read").isEqualTo(ALLOW);
    assertThat(run(arm, ARM, 94)).as("exit_group").isEqualTo(ALLOW);
    assertThat(run(x86, ARM, 0)).isEqualTo(KILL);
    assertThat(run(x86, 0x40000003, 0)).as("32 bits").isEqualTo(KILL);
    assertThat(run(x86, X86, 0x40000000)).as("x32").isEqualTo(ENOSYS);
    assertThat(SystemCalls.of("riscv64")).isEmpty();
  }

  @Test
  void refusesSocketsTracingMountsAndWhatIsYetToCome() {
    SystemCalls x86 = SystemCalls.of("x86_64").orElseThrow();
    for (int number : List.of(41, 42, 49, 101, 165, 166, 272, 308, 310, 321, 425, 435, 9999, -1)) {
      assertThat(run(x86, X86, number)).as("call " + number).isEqualTo(ENOSYS);
    }
    SystemCalls arm = SystemCalls.of("arm64").orElseThrow();
    for (int number : List.of(198, 203, 117, 40, 97, 268, 280, 425, 435, 9999)) {
      assertThat(run(arm, ARM, number)).as("call " + number).isEqualTo(ENOSYS);
    }
  }

  @Test
  void looksAtTheArgumentsOfCloneAndIoctl() {
    SystemCalls x86 = SystemCalls.of("amd64").orElseThrow();
    assertThat(run(x86, X86, 56, 0x11)).as("fork").isEqualTo(ALLOW);
    assertThat(run(x86, X86, 56, 0x3D0F00)).as("thread").isEqualTo(ALLOW);
    for (long flag : List.of(0x20000L, 0x10000000L, 0x20000000L, 0x40000000L, 0x80L)) {
      assertThat(run(x86, X86, 56, flag | 0x11)).isEqualTo(EPERM);
    }
    assertThat(run(x86, X86, 16, 1, 0x5401)).as("TCGETS").isEqualTo(ALLOW);
    assertThat(run(x86, X86, 16, 1, 0x5412)).as("TIOCSTI").isEqualTo(EPERM);
    assertThat(run(x86, X86, 16, 1, 0x541C)).as("TIOCLINUX").isEqualTo(EPERM);
  }
}
