package dev.belay.core.openai;

import dev.belay.core.error.BadInputException;
import dev.belay.core.error.DidYouMean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which model servers are asked for: one, whoever of them answers. */
final class ModelChoice {
  private final ChatClient client;
  private final Optional<String> named;

  ModelChoice(ChatClient client, Optional<String> named) {
    this.client = client;
    this.named = named;
  }

  String choose() {
    Map<ServerUrl, String> chosen = new LinkedHashMap<>();
    List<String> issues = new ArrayList<>();
    for (ChatClient replica : client.replicas()) {
      try {
        chosen.put(replica.settings().url(), chooseAt(replica));
      } catch (BadInputException e) {
        issues.addAll(e.issues());
      } catch (ServerException e) {
        client.leaveOrThrow(replica, e);
      }
    }
    if (chosen.values().stream().distinct().count() > 1) {
      issues.add(
          ("%s. Replicas serve one model: start them with the same one under the same name, or"
                  + " leave those out that have another.")
              .formatted(
                  chosen.entrySet().stream()
                      .map(one -> "%s serves %s".formatted(one.getKey(), clean(one.getValue())))
                      .collect(Collectors.joining(" and "))));
    }
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
    return chosen.values().iterator().next();
  }

  private String chooseAt(ChatClient server) {
    List<ModelOffer> offers =
        server.offers(server.settings().retry().atMost(ChatClient.FIRST_CONTACT));
    List<String> offered = offers.stream().map(ModelOffer::id).toList();
    String chosen = named.orElseGet(() -> only(server, offered));
    if (!offered.isEmpty() && !offered.contains(chosen)) {
      throw new BadInputException(
          "%s: offers no model \"%s\".%s It offers: %s."
              .formatted(
                  server.settings().url(),
                  chosen,
                  DidYouMean.hint(chosen, offered),
                  clean(String.join(", ", offered))));
    }
    offers.stream()
        .filter(offer -> offer.id().equals(chosen))
        .findFirst()
        .ifPresent(offer -> server.server().note(offer));
    return chosen;
  }

  private String only(ChatClient server, List<String> offered) {
    if (offered.size() != 1) {
      throw new BadInputException(
          "%s: offers %s; name one with --model-name (for a judge: after # in its address)."
              .formatted(
                  server.settings().url(),
                  offered.isEmpty()
                      ? "no list of models"
                      : offered.size() + " models: " + clean(String.join(", ", offered))));
    }
    return offered.getFirst();
  }

  private String clean(String text) {
    return client.server().errors().clean(text);
  }
}
