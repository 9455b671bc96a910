package dev.belay.safety.certificate;

import dev.belay.safety.compare.SuiteComparison;
import org.jspecify.annotations.Nullable;

/**
 * Both certificates of one suite, beside each other.
 *
 * @param suite its name
 * @param kind its kind, such as {@code harmful}
 * @param share what its rate is the share of, such as {@code refused}
 * @param judge name and version of who judged
 * @param decides whether the verdict rests on it: requests that should be refused
 * @param paired from the evaluations; absent where nothing was decided
 * @param kl from the drift; absent where none was measured
 */
public record SuiteCertificate(
    String suite,
    String kind,
    String share,
    String judge,
    boolean decides,
    @Nullable PairedCertificate paired,
    @Nullable KlCertificate kl) {

  static SuiteCertificate of(
      SuiteComparison suite, @Nullable PairedCertificate paired, @Nullable KlCertificate kl) {
    return new SuiteCertificate(
        suite.info().name(),
        suite.info().kind().snakeCase(),
        suite.info().kind().verb(),
        suite.info().judges().getFirst(),
        suite.info().kind().isSafety(),
        paired,
        kl);
  }

  boolean certified() {
    return paired != null && paired.certified();
  }
}
