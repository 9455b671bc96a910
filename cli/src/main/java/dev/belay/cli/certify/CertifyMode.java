package dev.belay.cli.certify;

import dev.belay.cli.option.JsonOption;

/** One of the things that {@code belay certify} reads; its options are a mixin of the command. */
interface CertifyMode {

  /** How the mode is asked for, for the message when none or several are. */
  String usage();

  /** Whether any option of this mode was given. */
  boolean given();

  /** Does the work and prints it; the exit code. */
  int run(JsonOption output);
}
