package dev.belay.core.openai;

import dev.belay.core.error.BadInputException;
import dev.belay.core.openai.PatientTransport.Answered;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A server that speaks the OpenAI protocol, or several that serve one model. Safe to share between
 * threads.
 */
public final class ChatClient {
  /** At the start a wrong address is likelier than a restart. */
  static final Duration FIRST_CONTACT = Duration.ofSeconds(30);

  /** How often an answer that makes no sense is asked for again. */
  private static final int MALFORMED_ATTEMPTS = 3;

  /** Attempts at a request that may be more than a server can take. */
  private static final int TRIALS = 3;

  private final List<Server> list;
  private final Servers servers;
  private final PatientTransport transport;
  private final Retry retry;
  private final List<ChatClient> replicas;

  /**
   * A client of one server; nothing is sent yet.
   *
   * @param notes told when the server stops answering and when it answers again
   */
  public ChatClient(ServerSettings settings, Consumer<String> notes) {
    this(settings, notes, Timing.SYSTEM);
  }

  ChatClient(ServerSettings settings, Consumer<String> notes, Timing timing) {
    this(List.of(settings), notes, notes, timing);
  }

  /**
   * A client of servers that serve one model; nothing is sent yet.
   *
   * @param replicas one or more, that differ in their address
   * @param notes told when a server stops answering and when it answers again
   * @param warnings told when a server is asked no more
   */
  public ChatClient(
      List<ServerSettings> replicas, Consumer<String> notes, Consumer<String> warnings) {
    this(replicas, notes, warnings, Timing.SYSTEM);
  }

  ChatClient(
      List<ServerSettings> replicas,
      Consumer<String> notes,
      Consumer<String> warnings,
      Timing timing) {
    this(
        replicas.stream().map(one -> new Server(one, timing, notes)).toList(),
        replicas.getFirst().retry(),
        warnings,
        timing);
  }

  private ChatClient(List<Server> list, Retry retry, Consumer<String> warnings, Timing timing) {
    this.list = list;
    this.retry = retry;
    this.servers = new Servers(list, warnings);
    this.transport = new PatientTransport(servers, timing);
    this.replicas =
        list.size() == 1
            ? List.of()
            : list.stream()
                .map(
                    one ->
                        new ChatClient(List.of(one), retry.atMost(FIRST_CONTACT), warnings, timing))
                .toList();
  }

  /** The settings of the first server; those of others differ in the address. */
  public ServerSettings settings() {
    return list.getFirst().settings();
  }

  /** The addresses of all servers. */
  public List<ServerUrl> urls() {
    return list.stream().map(Server::url).toList();
  }

  /** How many requests may be under way at most, at all servers together. */
  public int mostUnderWay() {
    return list.stream().mapToInt(one -> one.settings().concurrency().most()).sum();
  }

  /** A client of each server that is still asked. */
  List<ChatClient> replicas() {
    return list.size() == 1
        ? List.of(this)
        : replicas.stream().filter(one -> left(one).isEmpty()).toList();
  }

  /** Why one of the replicas is asked no more; empty while it is. */
  String left(ChatClient replica) {
    return servers.left(replica.server());
  }

  /**
   * One of the replicas is asked no more.
   *
   * @throws ServerException why, when it is the last
   */
  void leaveOrThrow(ChatClient replica, ServerException why) {
    Server server = replica.server();
    if (!servers.leave(server, server.errors().withoutAddress(why))) {
      throw why;
    }
  }

  /** The server of a client of one. */
  Server server() {
    return list.getFirst();
  }

  /** What each server is, and what became of it. */
  List<Map<String, Object>> facts() {
    return list.stream()
        .map(
            one -> {
              Map<String, Object> facts = new LinkedHashMap<>();
              facts.put("url", one.url().toString());
              facts.put("offered", one.offered());
              facts.put("models_stated_in_answers", List.copyOf(one.statedModels()));
              facts.put("system_fingerprints", one.fingerprints());
              facts.put("completions", one.completions());
              facts.put("came_back", one.recoveries());
              if (!servers.left(one).isEmpty()) {
                facts.put("left", servers.left(one));
              }
              return facts;
            })
        .toList();
  }

  /** How often servers came back after they could not be reached. */
  int recoveries() {
    return list.stream().mapToInt(Server::recoveries).sum();
  }

  /** The models that answers stated. */
  SortedSet<String> statedModels() {
    SortedSet<String> all = new TreeSet<>();
    list.forEach(one -> all.addAll(one.statedModels()));
    return all;
  }

  /** The servers' own words for their states. */
  SortedSet<String> fingerprints() {
    SortedSet<String> all = new TreeSet<>();
    list.forEach(one -> all.addAll(one.fingerprints()));
    return all;
  }

  /**
   * The ids of the models that the server offers; none when it has no list of them.
   *
   * @throws BadInputException when it refuses the list
   * @throws ServerException when it cannot be reached, or answers nonsense
   */
  public List<String> models() {
    return offers(retry).stream().map(ModelOffer::id).toList();
  }

  /** What the server says of the models that it offers; nothing when it has no list of them. */
  List<ModelOffer> offers(Retry retry) {
    String what = "list of models";
    Answered answered =
        transport.send(what, "models", Optional.empty(), HttpAnswer::isSuccess, retry);
    if (answered.answer().isUnknownRequest()) {
      return List.of();
    }
    try {
      return ModelOffer.read(ChatReply.parse(successful(what, answered)));
    } catch (ChatReply.MalformedException e) {
      throw malformed(what, answered.server(), e);
    }
  }

  /**
   * Which model to ask: the one named, or the only one that the server offers; of several servers
   * the one that they all offer. A server that is not there is asked no more, if another is.
   *
   * @param named empty to leave it to the server
   * @throws BadInputException when a server does not offer it, or offers several and none is named,
   *     or servers offer different ones
   * @throws ServerException when none can be reached
   */
  public String chooseModel(Optional<String> named) {
    return new ModelChoice(this, named).choose();
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
    return chat(call, retry, true);
  }

  /** One completion that is not among those that were asked for. */
  ChatReply chatBeside(ChatCall call) {
    return chat(call, retry, false);
  }

  /** One completion of what may be more than the server can take: soon given up. */
  ChatReply tryChat(ChatCall call) {
    return chat(call, retry.givingUpAfter(TRIALS), false);
  }

  private ChatReply chat(ChatCall call, Retry retry, boolean counts) {
    String what = completionOf(call);
    for (int attempt = 1; ; attempt++) {
      Answered answered = send(call, retry);
      HttpAnswer answer = answered.answer();
      ServerErrors errors = answered.server().errors();
      if (refusesRequest(answered)) {
        throw errors.refusalOfRequest(answer);
      }
      try {
        ChatReply reply = ChatReply.read(successful(what, answered));
        answered.server().note(reply, counts);
        return reply;
      } catch (ChatReply.MalformedException e) {
        if (attempt == MALFORMED_ATTEMPTS) {
          String reason = errors.clean(String.valueOf(e.getMessage()));
          throw new UnansweredException(
              answer.status() == 200 ? reason : "%s (%d)".formatted(reason, answer.status()),
              false);
        }
      }
    }
  }

  /** Who was answered before may ask; it is the conversation that is not let through. */
  private static boolean refusesRequest(Answered answered) {
    HttpAnswer answer = answered.answer();
    boolean another = !answer.isSuccess() && !answer.isRefusalOfAsker();
    return answer.isRefusalOfRequest() || (another && answered.server().hasAnswered());
  }

  /**
   * Whether the server takes a request with such fields, whatever it answers.
   *
   * @throws BadInputException when the server refuses whoever asks, or has no such model
   * @throws ServerException when patience has run out
   */
  boolean takes(ChatCall call) {
    return takes(call, retry);
  }

  /**
   * The same, but not for long.
   *
   * @throws UnansweredException when the server fails at it time after time
   */
  boolean triesToTake(ChatCall call) {
    return takes(call, retry.givingUpAfter(TRIALS));
  }

  private boolean takes(ChatCall call, Retry retry) {
    Answered answered = send(call, retry);
    if (refusesRequest(answered)) {
      return false;
    }
    successful(completionOf(call), answered);
    if (ChatReply.isIn(answered.answer())) {
      answered.server().noteAnswer();
    }
    return true;
  }

  private Answered send(ChatCall call, Retry retry) {
    return transport.send(
        completionOf(call),
        "chat/completions",
        Optional.of(call.json().toString()),
        ChatReply::isIn,
        retry);
  }

  private static String completionOf(ChatCall call) {
    return "chat completion of the model " + call.model();
  }

  private static String successful(String what, Answered answered) {
    if (!answered.answer().isSuccess()) {
      throw answered.server().errors().refusal(what, answered.answer());
    }
    return answered.answer().body();
  }

  private static ServerException malformed(
      String what, Server server, ChatReply.MalformedException error) {
    return new ServerException(
        "%s: asked for a %s, %s"
            .formatted(server, what, server.errors().clean(String.valueOf(error.getMessage()))));
  }
}
