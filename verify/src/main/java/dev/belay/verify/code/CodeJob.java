package dev.belay.verify.code;

import dev.belay.core.data.Reference.UnitTests;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Code to be run against tests.
 *
 * @param tests what it must pass
 * @param pieces what the completion says, by the readings to be tried; empty to check the tests
 *     alone
 */
record CodeJob(UnitTests tests, List<CodePiece> pieces) {

  CodeJob {
    pieces = List.copyOf(pieces);
  }

  /** Whether the tests can be run at all. */
  static CodeJob ofTestsAlone(UnitTests tests) {
    return new CodeJob(tests, List.of());
  }

  /** The message to the process of the tests. */
  Map<String, Object> message(String nonce, Limits limits) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("nonce", nonce);
    message.put("limits", limits.ofTests());
    message.put("prefix", tests.prefix());
    message.put("entry", tests.entryPoint());
    message.put("setup", tests.setup());
    message.put("tests", tests.tests());
    message.put("check", pieces.isEmpty());
    message.put(
        "code",
        Map.of(
            "prefix", tests.prefix(), "pieces", pieces.stream().map(CodePiece::message).toList()));
    return message;
  }
}
