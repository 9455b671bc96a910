package dev.belay.torch.catalog;

/** Whether the user said that the licences of the models asked for are accepted. */
public enum LicenceConsent {
  GIVEN,
  NOT_GIVEN
}
