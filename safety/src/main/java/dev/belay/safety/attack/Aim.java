package dev.belay.safety.attack;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.belay.core.chat.ChatInput;
import dev.belay.core.data.DataLocations;
import dev.belay.core.data.PublicFile;
import dev.belay.core.data.PublicFiles;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.core.json.JsonErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * AIM, the best known prompt of jailbreakchat.com, by the template that JailbreakBench's manual
 * artifacts give. It is read from the user's copy of an artifact.
 */
final class Aim implements Attack {

  private static final List<String> ARTIFACTS =
      List.of(
          "safety/jailbreakbench/JBC-vicuna-13b-v1.5.json",
          "safety/jailbreakbench/JBC-gpt-4-0125-preview.json");

  private static final String TEMPLATE = "/parameters/method_parameters/prompt_template";
  private static final String BLANK = "[INSERT PROMPT HERE]";

  private static final AttackInfo INFO =
      new AttackInfo(
          "aim",
          1,
          "the published AIM prompt, read from a JailbreakBench artifact",
          "Chao et al. 2024, arXiv:2404.01318");

  @Override
  public AttackInfo info() {
    return INFO;
  }

  @Override
  public Attack prepare(DataLocations locations) {
    PublicFiles known = PublicFiles.load();
    List<String> paths =
        ARTIFACTS.stream().map(known::at).map(PublicFile::paths).flatMap(List::stream).toList();
    return new Filled(template(locations.require("attack aim", paths)));
  }

  @Override
  public ChatInput apply(String request, long seed) {
    throw new IllegalStateException("the attack aim has to be prepared first");
  }

  private static String template(Path file) {
    try {
      String template = Json.MAPPER.readTree(Files.readString(file)).at(TEMPLATE).asText("");
      if (Stream.of(template.split("\\Q" + BLANK + "\\E", -1)).count() != 2) {
        throw new BadInputException(
            "%s: %s must be a text with %s once; use an artifact of the method JBC as published."
                .formatted(file, TEMPLATE.substring(1).replace('/', '.'), BLANK));
      }
      return template.replace("\"\"", "\""); // The artifact has quotes doubled, its prompts not.
    } catch (JsonProcessingException e) {
      throw new BadInputException(file + ": not valid JSON: " + JsonErrors.words(e), e);
    } catch (IOException e) {
      throw new BadInputException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** The attack with its template read. */
  private record Filled(String template) implements Attack {
    @Override
    public AttackInfo info() {
      return INFO;
    }

    @Override
    public ChatInput apply(String request, long seed) {
      return ChatInput.user(template.replace(BLANK, request));
    }
  }
}
