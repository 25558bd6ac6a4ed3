package io.homeostat.crds.common;

/** Shapes of strings that several kinds share. */
public final class Patterns {
  /** Name of an object that others are named after: a DNS label that starts with a letter. */
  public static final String NAME = "^[a-z]([-a-z0-9]*[a-z0-9])?$";

  /** Name of any Kubernetes object. */
  public static final String OBJECT_NAME = "^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$";

  /** Key of a ConfigMap or Secret. */
  public static final String KEY = "^[-._a-zA-Z0-9]+$";

  /** Name of a model as clients write it; no slash, which separates namespace and name. */
  public static final String MODEL_NAME = "^[A-Za-z0-9]([-._:A-Za-z0-9]*[A-Za-z0-9])?$";

  /** CEL: {@code uri} is a plain path inside a PersistentVolumeClaim. */
  public static final String PVC_RULE =
      "self.uri.matches('^pvc://[a-z0-9]([-.a-z0-9]*[a-z0-9])?(/[-._A-Za-z0-9]+)+$') &&"
          + " !self.uri.split('/').exists(p, p in ['.', '..'])";

  /** SHA-256 in hex. */
  public static final String DIGEST = "^[0-9a-f]{64}$";

  /** HTTP or HTTPS address. */
  public static final String URL = "^https?://[^\\s/?#]+(/[^\\s?#]*)?$";

  /** Name of an environment variable. */
  public static final String ENVIRONMENT = "^[A-Za-z_][A-Za-z0-9_]*$";

  /** Kubernetes quantity. */
  public static final String QUANTITY = "^[0-9]+(\\.[0-9]+)?(m|k|Ki|M|Mi|G|Gi|T|Ti)?$";

  /** CEL: the object's name may start the names of others. */
  public static final String NAME_RULE =
      "self.metadata.name.size() <= 40 &&"
          + " self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')";

  /** What {@link #NAME_RULE} tells the user. */
  public static final String NAME_MESSAGE =
      "metadata.name: use at most 40 lower-case letters, digits and '-', starting with a letter;"
          + " the names of other objects begin with it";

  /** CEL: the object's name fits into a label. */
  public static final String SHORT_NAME_RULE = "self.metadata.name.size() <= 63";

  /** What {@link #SHORT_NAME_RULE} tells the user. */
  public static final String SHORT_NAME_MESSAGE =
      "metadata.name: use at most 63 characters, so that labels can carry it";

  /** CEL: nothing changes after creation. */
  public static final String IMMUTABLE = "self == oldSelf";

  private Patterns() {}
}
