package dev.belay.core.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.error.DidYouMean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A server that speaks the OpenAI protocol. Safe to share between threads. */
public final class ChatClient {
  /** How often an answer that makes no sense is asked for again. */
  private static final int MALFORMED_ATTEMPTS = 3;

  /** At the start a wrong address is likelier than a restart. */
  private static final Duration FIRST_CONTACT = Duration.ofSeconds(30);

  private final ServerSettings settings;
  private final PatientTransport transport;
  private final AtomicBoolean hasAnswered = new AtomicBoolean();

  /**
   * A client; nothing is sent yet.
   *
   * @param notes told when the server stops answering and when it answers again
   */
  public ChatClient(ServerSettings settings, Consumer<String> notes) {
    this(settings, notes, Timing.SYSTEM);
  }

  ChatClient(ServerSettings settings, Consumer<String> notes, Timing timing) {
    this.settings = settings;
    this.transport = new PatientTransport(settings, timing, notes);
  }

  public ServerSettings settings() {
    return settings;
  }

  /** How often the server came back after it could not be reached. */
  int recoveries() {
    return transport.recoveries();
  }

  /**
   * The ids of the models that the server offers; none when it has no list of them.
   *
   * @throws BadInputException when it refuses the list
   * @throws ServerException when it cannot be reached, or answers nonsense
   */
  public List<String> models() {
    return models(settings.retry());
  }

  private List<String> models(Retry retry) {
    String what = "list of models";
    HttpAnswer answer =
        transport.send(what, settings.url().resolve("models"), Optional.empty(), retry);
    if (answer.isUnknownRequest()) {
      return List.of();
    }
    try {
      List<String> ids = new ArrayList<>();
      for (JsonNode model : ChatReply.parse(successful(what, answer)).path("data")) {
        String id = model.path("id").asText("");
        if (!id.isEmpty() && id.chars().noneMatch(Character::isISOControl)) {
          ids.add(id);
        }
      }
      return List.copyOf(ids);
    } catch (ChatReply.MalformedException e) {
      throw malformed(what, e);
    }
  }

  /**
   * Which model to ask: the one named, or the only one that the server offers.
   *
   * @param named empty to leave it to the server
   * @throws BadInputException when the server does not offer it, or offers several and none is
   *     named
   */
  public String chooseModel(Optional<String> named) {
    List<String> offered = models(settings.retry().atMost(FIRST_CONTACT));
    if (named.isPresent()) {
      if (!offered.isEmpty() && !offered.contains(named.get())) {
        throw new BadInputException(
            "%s: offers no model \"%s\".%s It offers: %s."
                .formatted(
                    settings.url(),
                    named.get(),
                    DidYouMean.hint(named.get(), offered),
                    list(offered)));
      }
      return named.get();
    }
    if (offered.size() != 1) {
      throw new BadInputException(
          "%s: offers %s; name one with --model-name (for a judge: after # in its address)."
              .formatted(
                  settings.url(),
                  offered.isEmpty()
                      ? "no list of models"
                      : offered.size() + " models: " + list(offered)));
    }
    return offered.getFirst();
  }

  private String list(List<String> names) {
    return transport.errors().clean(String.join(", ", names));
  }

  /**
   * One completion.
   *
   * @throws UnansweredException when the server refuses this conversation, or its answers make no
   *     sense
   * @throws BadInputException when the server refuses whoever asks, or has no such model
   * @throws ServerException when patience has run out
   */
  public ChatReply chat(ChatCall call) {
    String what = completionOf(call);
    for (int attempt = 1; ; attempt++) {
      HttpAnswer answer = send(call);
      // Who was answered before may ask; it is the conversation that is not let through.
      if (answer.isRefusalOfRequest() || (answer.status() == 403 && hasAnswered.get())) {
        throw transport.errors().refusalOfRequest(answer);
      }
      try {
        ChatReply reply = ChatReply.read(successful(what, answer));
        hasAnswered.set(true);
        return reply;
      } catch (ChatReply.MalformedException e) {
        if (attempt == MALFORMED_ATTEMPTS) {
          throw new UnansweredException(
              transport.errors().clean(String.valueOf(e.getMessage())), false);
        }
      }
    }
  }

  /**
   * Whether the server takes a request with such fields, whatever it answers.
   *
   * @throws BadInputException when the server refuses whoever asks, or has no such model
   * @throws ServerException when patience has run out
   */
  boolean takes(ChatCall call) {
    HttpAnswer answer = send(call);
    if (answer.isRefusalOfRequest()) {
      return false;
    }
    successful(completionOf(call), answer);
    return true;
  }

  private HttpAnswer send(ChatCall call) {
    return transport.send(
        completionOf(call),
        settings.url().resolve("chat/completions"),
        Optional.of(call.json().toString()),
        settings.retry());
  }

  private static String completionOf(ChatCall call) {
    return "chat completion of the model " + call.model();
  }

  private String successful(String what, HttpAnswer answer) {
    if (!answer.isSuccess()) {
      throw transport.errors().refusal(what, answer);
    }
    return answer.body();
  }

  private ServerException malformed(String what, ChatReply.MalformedException error) {
    return new ServerException(
        "%s: asked for a %s, %s"
            .formatted(
                settings.url(),
                what,
                transport.errors().clean(String.valueOf(error.getMessage()))));
  }
}
