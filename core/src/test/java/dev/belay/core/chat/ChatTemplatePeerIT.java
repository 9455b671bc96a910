package dev.belay.core.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.core.error.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * The chat templates that TRL ships, against what {@code transformers} renders. {@code
 * render_trl_templates.py FOLDER} makes templates and goldens; {@code BELAY_PEERS} names the
 * folder.
 */
class ChatTemplatePeerIT {

  private static final Path PEERS =
      Path.of(
          Objects.requireNonNull(
              System.getProperty("belay.peers", System.getenv("BELAY_PEERS")),
              "set BELAY_PEERS to the folder that render_trl_templates.py filled"));

  private final Map<String, ChatTemplate> templates = new LinkedHashMap<>();
  private final List<String> differences = new ArrayList<>();
  private int texts;
  private int errors;
  private int spans;
  private int masks;

  @Test
  void everyRenderEqualsThatOfTransformers() throws IOException {
    JsonNode goldens;
    try (InputStream in =
        new GZIPInputStream(Files.newInputStream(PEERS.resolve("chat-goldens.json.gz")))) {
      goldens = new ObjectMapper().readTree(in);
    }
    Clock clock =
        Clock.fixed(
            LocalDateTime.parse(goldens.get("now").asText()).toInstant(ZoneOffset.UTC),
            ZoneOffset.UTC);
    Map<String, String> specialTokens = new LinkedHashMap<>();
    goldens
        .get("special_tokens")
        .properties()
        .forEach(token -> specialTokens.put(token.getKey(), token.getValue().asText()));
    for (JsonNode golden : goldens.get("renders")) {
      JsonNode json = goldens.get("conversations").get(golden.get("conversation").asText());
      Conversation conversation = ChatJson.parse(json.toString(), "golden");
      check(golden, conversation, specialTokens, clock);
    }
    System.out.printf(
        "chat templates: %d templates, %d renders, %d equal texts, %d equal refusals,"
            + " %d with equal spans, %d with equal masks, %d differ%n",
        templates.size(),
        goldens.get("renders").size(),
        texts,
        errors,
        spans,
        masks,
        differences.size());
    assertThat(differences).isEmpty();
    assertThat(texts).isPositive();
    assertThat(errors).isPositive();
    assertThat(spans).isPositive();
    assertThat(masks).isPositive();
  }

  private void check(
      JsonNode golden, Conversation conversation, Map<String, String> specialTokens, Clock clock)
      throws IOException {
    String name = golden.get("template").asText();
    if (!templates.containsKey(name)) {
      String source = Files.readString(PEERS.resolve("templates").resolve(name));
      templates.put(name, ChatTemplate.compile(source, clock));
    }
    ChatTemplate template = Objects.requireNonNull(templates.get(name));
    String place = name + " / " + golden.get("conversation").asText() + ": ";
    RenderedChat rendered;
    try {
      rendered = template.render(conversation, golden.get("prompt").asBoolean(), specialTokens);
    } catch (BadInputException e) {
      if (golden.has("error")) {
        errors++;
      } else {
        differences.add(place + "refused here: " + e.getMessage());
      }
      return;
    }
    if (golden.has("error")) {
      differences.add(place + "rendered here, refused there: " + golden.get("error").asText());
    } else {
      checkText(place, golden, rendered);
    }
  }

  private void checkText(String place, JsonNode golden, RenderedChat rendered) {
    String expected = golden.get("text").asText();
    if (!rendered.text().equals(expected)) {
      int at = 0;
      while (at < Math.min(expected.length(), rendered.text().length())
          && expected.charAt(at) == rendered.text().charAt(at)) {
        at++;
      }
      differences.add(
          place + "differs: " + around(rendered.text(), at) + " | " + around(expected, at));
      return;
    }
    texts++;
    if (golden.has("spans")) {
      boolean equal = spansOf(rendered).equals(golden.get("spans").toString());
      spans += equal ? 1 : 0;
      if (!equal) {
        differences.add(place + "spans " + spansOf(rendered) + " | " + golden.get("spans"));
      }
    }
    if (golden.has("mask")) {
      boolean equal = maskOf(rendered).equals(golden.get("mask").asText());
      masks += equal ? 1 : 0;
      if (!equal) {
        differences.add(place + "mask differs");
      }
    }
  }

  private static String around(String text, int at) {
    return text.substring(Math.max(0, at - 40), Math.min(text.length(), at + 40))
        .replace("\n", "\\n");
  }

  /** The spans in code points, as Python counts. */
  private static String spansOf(RenderedChat rendered) {
    List<List<Integer>> spans = new ArrayList<>();
    for (RenderedChat.Span span : rendered.assistantSpans()) {
      spans.add(
          List.of(
              rendered.text().codePointCount(0, span.start()),
              rendered.text().codePointCount(0, span.end())));
    }
    return spans.toString().replace(" ", "");
  }

  /** One digit a code point: 1 inside a span. */
  private static String maskOf(RenderedChat rendered) {
    StringBuilder mask = new StringBuilder();
    for (int i = 0; i < rendered.text().length(); ) {
      int at = i;
      boolean inside =
          rendered.assistantSpans().stream().anyMatch(s -> s.start() <= at && at < s.end());
      mask.append(inside ? '1' : '0');
      i += Character.charCount(rendered.text().codePointAt(i));
    }
    return mask.toString();
  }
}
