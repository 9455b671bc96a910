package dev.belay.report.page;

import dev.belay.core.hash.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;

/** A script or a style that is put into the page, and may run there because of its hash. */
record Asset(String content) {

  /** One of Belay's own, which stands beside this class. */
  static Asset own(String name) {
    return read("/dev/belay/report/page/" + name, name);
  }

  /** A library's, from its WebJar on the class path. */
  static Asset library(String path) {
    return read("/META-INF/resources/webjars/" + path, path);
  }

  private static Asset read(String resource, String name) {
    try (InputStream in = Asset.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + name);
      }
      return new Asset(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name + ": " + e.getMessage(), e);
    }
  }

  /** The source expression of a content security policy that lets this and nothing else run. */
  String hash() {
    MessageDigest digest = Sha256.newDigest();
    byte[] hash = digest.digest(content.getBytes(StandardCharsets.UTF_8));
    return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
  }
}
