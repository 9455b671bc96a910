package dev.belay.torch.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An answer of the hub, at the end of its redirects.
 *
 * @param connection the last connection, its body not yet read
 * @param status the HTTP status
 * @param linked what the hub itself said of the file before it redirected, by header name in lower
 *     case; a content network's own headers describe its copy, not the file
 */
record HubResponse(HttpURLConnection connection, int status, Map<String, String> linked)
    implements AutoCloseable {

  HubResponse {
    linked = Map.copyOf(linked);
  }

  InputStream body() throws IOException {
    return connection.getInputStream();
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(connection.getHeaderField(name));
  }

  /** The whole file's size, if it was announced; {@code from} is where the body begins. */
  OptionalLong totalBytes(long from) {
    String size = linked.get("x-linked-size");
    if (size != null && size.matches("\\d{1,18}")) {
      return OptionalLong.of(Long.parseLong(size));
    }
    long length = connection.getContentLengthLong();
    return length < 0 ? OptionalLong.empty() : OptionalLong.of(from + length);
  }

  /** The file's checksum, if the hub gave one. */
  Optional<Checksum> checksum() {
    String etag = linked.getOrDefault("x-linked-etag", linked.getOrDefault("etag", ""));
    return Checksum.ofEtag(etag);
  }

  /** The hub's own word for an error, such as {@code GatedRepo}; empty if it gave none. */
  String errorCode() {
    return linked.getOrDefault("x-error-code", "");
  }

  @Override
  public void close() {
    connection.disconnect();
  }
}
