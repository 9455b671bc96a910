package dev.belay.verify.code;

import java.util.List;
import java.util.stream.Collectors;

/** The programs in Python at the two ends of the conversation. */
final class CodePrograms {

  /** The process of the tested code. */
  static final String CODE = of("wire.py", "decoder.py", "peer.py", "assemble.py", "candidate.py");

  /** The process of the tests. */
  static final String TESTS = of("wire.py", "decoder.py", "peer.py", "remote.py", "tests.py");

  private CodePrograms() {}

  private static String of(String... files) {
    return List.of(files).stream()
        .map(SystemCalls.Resources::text)
        .collect(Collectors.joining("\n"));
  }
}
