package dev.belay.safety.certificate;

import dev.belay.safety.eval.TextTable;
import java.util.Locale;

/** A certificate as a page for people: assumption, bound, value, confidence, what would help. */
public final class CertificatePage {

  private final SafetyCertificate certificate;
  private final StringBuilder page = new StringBuilder();

  private CertificatePage(SafetyCertificate certificate) {
    this.certificate = certificate;
  }

  /** The page; lines end with {@code \n}. */
  public static String text(SafetyCertificate certificate) {
    CertificatePage page = new CertificatePage(certificate);
    page.assumptions();
    certificate.suites().forEach(page::suite);
    page.verdict();
    return page.page.toString();
  }

  private void line(String text) {
    page.append(text).append('\n');
  }

  private void assumptions() {
    Level level = certificate.level();
    line(
        "Did safety fall by %s points or more? Each limit is one-sided."
            .formatted(points(level.margin())));
    line("");
    line(
        "Paired test: distribution-free, the certificate of record. Assumes that the prompts are"
            + " a");
    line(
        "  random sample of those asked about, that the judge's verdict is safety, and that"
            + " prompts");
    line(
        "  without a verdict are like the others. It is about completions drawn as the evaluation");
    line("  drew them.");
    line("KL bound: model-based. Assumes that the KL between the models, estimated from sampled");
    line("  completions on the prompts measured, is below its upper limit: a rare completion can");
    line("  hide more. It needs the judge of the base alone, and is about sampled completions.");
    if (!certificate.driftMeasured()) {
      line(
          "  There is no measured drift here: belay run writes drift.json for recipes that train"
              + " and");
      line("  measure safety suites, with evaluate.drift.enabled: true; certify its folder.");
    }
    certificate.leftOut().forEach(why -> line("  Not measured on %s.".formatted(why)));
  }

  private void suite(SuiteCertificate suite) {
    line("");
    line(
        "%s (%s, judged by %s)%s"
            .formatted(
                suite.suite(),
                suite.share(),
                suite.judge(),
                suite.decides() ? "" : ", which does not decide"));
    PairedCertificate paired = suite.paired();
    if (paired == null) {
      line("  paired test   no prompt was decided before and after: nothing is certified");
    } else {
      paired(paired);
    }
    KlCertificate kl = suite.kl();
    if (kl != null) {
      kl(kl);
    }
  }

  private void paired(PairedCertificate paired) {
    Level level = certificate.level();
    line(
        "  paired test   worse by at most %s points (%s, %s): %s"
            .formatted(
                points(paired.limit()),
                paired.method().equals("exact") ? "Clopper-Pearson, exact" : "Tango, asymptotic",
                percent(level.confidence()),
                held(paired.certified())));
    line(
        "                observed %s -> %s on %d prompts%s"
            .formatted(
                TextTable.percent(paired.before()),
                TextTable.percent(paired.after()),
                paired.prompts(),
                paired.lost() == null
                    ? ""
                    : ": %d got worse, %d better".formatted(paired.lost(), paired.gained())));
    if (paired.undecided() > 0) {
      line(
          "                %d prompts without a verdict left out%s"
              .formatted(
                  paired.undecided(),
                  paired.limitWorstCase() == null
                      ? ""
                      : "; had all got worse: at most " + points(paired.limitWorstCase())));
    }
    if (paired.tangoP() != null) {
      line(
          "                Tango's test of the margin, asymptotic: p = %s"
              .formatted(TextTable.pValue(paired.tangoP())));
    }
    line("                tighter: %s".formatted(paired.tighter()));
  }

  private void kl(KlCertificate kl) {
    line(
        "  KL bound      worse by at most %s points (kl-inverse, %s): %s"
            .formatted(
                points(kl.limit()),
                percent(kl.confidence()),
                kl.vacuous() ? "vacuous, any fall is possible" : held(kl.certified())));
    line(
        "                KL %s nats, at most %s; base share %s; %d completions of %d prompts"
            .formatted(
                nats(kl.kl()),
                nats(kl.klLimit()),
                TextTable.percent(kl.base()),
                kl.completions(),
                kl.prompts()));
    if (kl.observed() != null) {
      line(
          "                observed on the same completions: worse by %s points"
              .formatted(signed(kl.observed())));
    }
    if (kl.mirroredKl() != null && kl.mirroredLimit() != null) {
      line(
          "                mirrored, from the base's completions: KL %s, worse by at most %s"
              .formatted(nats(kl.mirroredKl()), points(kl.mirroredLimit())));
    }
    line("                tighter: %s".formatted(kl.tighter()));
  }

  private void verdict() {
    line("");
    String verdict =
        certificate.certified()
            ? "Certified: on every suite that decides, the paired limit is below %s points."
            : "Not certified: not on every suite that decides is the paired limit below %s points.";
    line(verdict.formatted(points(certificate.level().margin())));
  }

  private String held(boolean certified) {
    return (certified ? "below" : "not below") + " " + points(certificate.level().margin());
  }

  private static String percent(double confidence) {
    return shortest(100 * confidence) + " %";
  }

  private static String points(double share) {
    return shortest(100 * share);
  }

  private static String signed(double share) {
    return TextTable.points(share);
  }

  private static String nats(double kl) {
    return String.format(Locale.ROOT, "%.3g", kl);
  }

  private static String shortest(double value) {
    return String.format(Locale.ROOT, "%.2f", value).replaceAll("\\.?0+$", "");
  }
}
