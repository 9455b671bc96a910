package dev.belay.report.page;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The page's content security policy: its own scripts and styles by their hashes, and nothing else
 * from anywhere. A script that a completion smuggled in would not run, and could reach nobody.
 */
final class ContentPolicy {

  private ContentPolicy() {}

  static String of(List<Asset> scripts, List<Asset> styles) {
    // The picture is the empty icon, without which a browser asks a server for one.
    return String.join(
        "; ",
        "default-src 'none'",
        "script-src " + hashes(scripts),
        "style-src " + hashes(styles),
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'");
  }

  private static String hashes(List<Asset> assets) {
    return assets.stream().map(Asset::hash).collect(Collectors.joining(" "));
  }
}
