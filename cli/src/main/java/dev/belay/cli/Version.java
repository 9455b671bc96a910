package dev.belay.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code belay --version} prints. */
final class Version implements IVersionProvider {

  /** The version of this build, from the jar's manifest. */
  static String current() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "belay " + current(),
      "Java " + System.getProperty("java.vm.version") + ", " + System.getProperty("os.arch")
    };
  }
}
