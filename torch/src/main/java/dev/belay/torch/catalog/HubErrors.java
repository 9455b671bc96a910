package dev.belay.torch.catalog;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;

/** Says what the hub's refusals mean and what to do. */
final class HubErrors {

  private final HubSettings settings;
  private final URI endpoint;
  private final String through;

  HubErrors(HubSettings settings) {
    this.settings = settings;
    this.endpoint = settings.endpoint();
    this.through =
        settings.proxies().server(endpoint).map(proxy -> " through " + proxy.words()).orElse("");
  }

  /**
   * The exception for a status that is not success: a {@link HubException} if it is final, another
   * {@link IOException} if it may pass.
   */
  IOException refusal(String repository, String what, HubResponse response) {
    int status = response.status();
    if (status == 408 || status == 429 || status >= 500) {
      return new IOException("the server answers " + status + " for " + what);
    }
    boolean ofHub = !repository.isEmpty();
    if (ofHub && (status == 401 || status == 403)) {
      return new HubException(closed(repository, response));
    }
    return new HubException(
        switch (status) {
          case 407 ->
              "the proxy asks who is there (407); give name and password in its address:"
                  + " http://NAME:PASSWORD@HOST:PORT";
          case 404 -> "the server has no " + what + " (404)" + codeOf(response);
          default -> "the server answers " + status + " for " + what + codeOf(response);
        });
  }

  /** Whether the hub cannot be reached at all, as on a machine without the network. */
  static boolean isUnreachable(IOException error) {
    return error instanceof UnknownHostException
        || error instanceof ConnectException
        || error instanceof NoRouteToHostException
        || error instanceof SocketTimeoutException;
  }

  /** The exception for a hub that cannot be reached. */
  HubException unreachable(IOException cause) {
    String reason =
        switch (cause) {
          case UnknownHostException e ->
              through.isEmpty()
                  ? "its name " + endpoint.getHost() + " cannot be resolved"
                  : "the name " + said(e) + " cannot be resolved";
          case SocketTimeoutException e -> "no answer in time";
          default -> said(cause);
        };
    return new HubException(
        "%s cannot be reached%s: %s".formatted(endpoint, through, reason), cause);
  }

  private String closed(String repository, HubResponse response) {
    return "%s is gated, private or does not exist (%d%s): check the name, accept its terms at %s/%s and set HF_TOKEN to a token that may read it"
        .formatted(repository, response.status(), codeOf(response), endpoint, repository);
  }

  /** What an error says, without the token. */
  String said(IOException error) {
    return settings.withoutToken(String.valueOf(error.getMessage()));
  }

  private String codeOf(HubResponse response) {
    String code = response.errorCode();
    return code.isEmpty() ? "" : " " + settings.withoutToken(code);
  }
}
