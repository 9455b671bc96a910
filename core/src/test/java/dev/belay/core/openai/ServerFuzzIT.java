package dev.belay.core.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.error.BadInputException;
import dev.belay.testkit.Fuzz;
import dev.belay.testkit.Mutations;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What servers answer, and the addresses that people give for them. */
final class ServerFuzzIT {

  private static String text(byte[] input) {
    return new String(input, StandardCharsets.UTF_8);
  }

  @Test
  void answers() {
    String whole =
        "{\"choices\":[{\"message\":{\"content\":\"I can\u2019t \\ud83d\\ude00\","
            + "\"reasoning_content\":\"hm\",\"refusal\":null},\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":7},\"model\":\"m\","
            + "\"system_fingerprint\":\"f\"}";
    String parts =
        "{\"choices\":[{\"message\":{\"content\":[{\"type\":\"text\",\"text\":\"a\"},"
            + "{\"type\":\"refusal\",\"refusal\":\"b\"}]},\"finish_reason\":\"length\"}]}";
    Mutations mutations =
        Mutations.ofTexts(List.of(whole, parts), List.of("\"choices\"", "\"content\""), 1);
    var outcome =
        Fuzz.run(
            "server answers",
            mutations,
            ChatReply.MalformedException.class,
            input -> {
              ChatReply reply = ChatReply.read(text(input));
              for (String said : List.of(reply.text(), reply.reasoning(), reply.model())) {
                // Strict, as what is written into files.
                StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(said));
              }
            });
    assertThat(outcome.faults()).isEmpty();
  }

  @Test
  void retryAfter() {
    List<String> headers = List.of("120", "0.5", "Fri, 31 Dec 2027 23:59:59 GMT", "-3");
    Mutations mutations = Mutations.ofTexts(headers, List.of("GMT", "Feb", "31"), 2);
    Instant now = Instant.parse("2026-11-29T00:00:00Z");
    var outcome =
        Fuzz.run(
            "Retry-After",
            mutations,
            BadInputException.class,
            input -> HttpAnswer.retryAfter(text(input), now));
    assertThat(outcome.faults()).isEmpty();
    assertThat(outcome.refused()).isZero();
  }

  @Test
  void addresses() {
    List<String> addresses =
        List.of(
            "http://localhost:8000/v1", "https://[::1]:80/", "https://user@host.example/v1?a=b");
    Mutations mutations = Mutations.ofTexts(addresses, List.of("http://", "https:", "@", "%20"), 3);
    var outcome =
        Fuzz.run(
            "server URLs",
            mutations,
            BadInputException.class,
            input -> {
              if (ServerUrl.isUrl(text(input))) {
                ServerUrl.parse(text(input));
              }
            });
    assertThat(outcome.faults()).isEmpty();
  }
}
