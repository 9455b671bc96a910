package dev.belay.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.chat.ChatTemplateKwargs;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.core.openai.ApiKey;
import dev.belay.core.openai.ChatClient;
import dev.belay.core.openai.Concurrency;
import dev.belay.core.openai.Retry;
import dev.belay.core.openai.ServedModel;
import dev.belay.core.openai.ServerSettings;
import dev.belay.core.openai.ServerUrl;
import dev.belay.core.run.Progress;
import dev.belay.session.evaluate.ServedEvaluation.Unasked;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a model behind a server, or behind several, is asked. */
final class ServerOptions {
  private static final String KWARGS = "chat_template_kwargs";

  @Option(
      names = "--model-name",
      paramLabel = "NAME",
      description = "which model of the server; without it, the only one that it offers")
  private @Nullable String name;

  @Option(
      names = "--api-key-env",
      paramLabel = "VARIABLE",
      defaultValue = "BELAY_API_KEY",
      description = "environment variable that holds the server's key; ${DEFAULT-VALUE} by default")
  private String keyVariable = "BELAY_API_KEY";

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description =
          "requests to each server at a time; by default 8 at first, and up to 64 as long as it"
              + " answers soon")
  private @Nullable Integer concurrency;

  @Option(
      names = "--requests-per-minute",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "how many requests to each server may start in a minute; 0, the default, for no limit")
  private double requestsPerMinute;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "600",
      description = "for one answer of the server; ${DEFAULT-VALUE} by default")
  private int timeoutSeconds;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description =
          "how long a request is tried again when the server fails, restarts or is busy;"
              + " ${DEFAULT-VALUE} by default")
  private int patienceSeconds;

  @Option(
      names = "--server-field",
      paramLabel = "KEY=JSON",
      description =
          "a further field of every request, such as top_k=40 or repeat_penalty=1.1; repeatable")
  private Map<String, String> fields = new LinkedHashMap<>();

  @Option(
      names = "--server-defaults",
      description =
          "leaves penalties, top-k and min-p to the server; without it they are sent by the values"
              + " that change nothing, where the server takes them")
  private boolean serverDefaults;

  /** Who chooses what nobody asked for. */
  Unasked unasked() {
    return serverDefaults ? Unasked.LEFT_TO_SERVER : Unasked.NEUTRAL;
  }

  /**
   * Asks servers which model they have.
   *
   * @param addresses of replicas of one model
   * @throws BadInputException when an option will not do, or a server refuses, or they have not the
   *     same
   */
  ServedModel open(
      List<String> addresses,
      Optional<String> systemPrompt,
      ChatTemplateKwargs kwargs,
      Progress progress) {
    List<ServerSettings> settings = ServerUrl.parseAll(addresses).stream().map(this::at).toList();
    ChatClient client = new ChatClient(settings, progress::note, progress::warn);
    Map<String, JsonNode> further = further();
    if (!kwargs.isEmpty() && further.put(KWARGS, kwargs.json()) != null) {
      throw new BadInputException(
          "--chat-template-kwargs: --server-field gives chat_template_kwargs too; give one.");
    }
    String model = client.chooseModel(Optional.ofNullable(name));
    return new ServedModel(client, model, systemPrompt, further);
  }

  private ServerSettings at(ServerUrl url) {
    int requests = concurrency == null ? 1 : concurrency;
    require(requests >= 1, "--concurrency", requests, "1 or more");
    require(timeoutSeconds >= 1, "--timeout", timeoutSeconds, "1 or more");
    require(patienceSeconds >= 0, "--patience", patienceSeconds, "0 or more");
    require(requestsPerMinute >= 0, "--requests-per-minute", requestsPerMinute, "0 or more");
    return new ServerSettings(
        url,
        ApiKey.of(System.getenv(), keyVariable),
        Duration.ofSeconds(timeoutSeconds),
        concurrency == null ? Concurrency.GROWING : Concurrency.fixed(requests),
        requestsPerMinute,
        Retry.lasting(Duration.ofSeconds(patienceSeconds)));
  }

  private static void require(boolean holds, String option, Number found, String allowed) {
    if (!holds) {
      throw new BadInputException("%s: found %s, must be %s.".formatted(option, found, allowed));
    }
  }

  private Map<String, JsonNode> further() {
    Map<String, JsonNode> parsed = new LinkedHashMap<>();
    for (Map.Entry<String, String> field : fields.entrySet()) {
      try {
        parsed.put(field.getKey(), Json.MAPPER.readTree(field.getValue()));
      } catch (JsonProcessingException e) {
        throw new BadInputException(
            "--server-field %s: found %s, must be JSON; a text stands in quotes."
                .formatted(field.getKey(), field.getValue()),
            e);
      }
    }
    return parsed;
  }
}
