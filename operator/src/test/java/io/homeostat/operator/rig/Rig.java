package io.homeostat.operator.rig;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.homeostat.events.security.DerivedKeys;
import io.homeostat.operator.OperatorSettings;
import io.homeostat.operator.api.ApiServer;
import io.homeostat.operator.frame.Controllers;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.frame.VerdictStore;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * A namespace of its own on a real kube-apiserver and an operator with chosen reconcilers, which
 * can be killed.
 */
public final class Rig implements AutoCloseable {
  public static final String SCORER_ACCOUNT = "homeostat-scorer";

  public final KubernetesClient client = ApiServer.client();
  public final String namespace = "rig-" + UUID.randomUUID().toString().substring(0, 8);
  public final VerdictStore verdicts = new VerdictStore();
  public final ToldEvents events = new ToldEvents();
  public final DerivedKeys keys = new DerivedKeys("0123456789abcdef0123456789abcdef");
  private final List<Function<Frame, Reconciler<?>>> reconcilers;
  private KubernetesClient mortal;
  private Operator operator;

  /** Makes the namespace; {@link #start} starts the operator. */
  public Rig(List<Function<Frame, Reconciler<?>>> reconcilers) {
    this.reconcilers = reconcilers;
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    client
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName(SCORER_ACCOUNT)
                .withNamespace(namespace)
                .addToLabels("app.kubernetes.io/instance", "mine")
                .endMetadata()
                .build())
        .create();
  }

  /** Starts the operator, or another one after {@link #stop}. */
  public void start() {
    start(Mortality.none());
  }

  /** Starts an operator that is killed when its writes are used up. */
  public void start(Mortality mortality) {
    mortal =
        new KubernetesClientBuilder()
            .withConfig(client.getConfiguration())
            .withHttpClientBuilderConsumer(
                builder -> builder.addOrReplaceInterceptor("mortality", mortality))
            .build();
    operator =
        new Operator(
            configuration ->
                configuration
                    .withKubernetesClient(mortal)
                    .withCloseClientOnStop(false)
                    .withInformerStoppedHandler(
                        (informer, failure) -> {}) // a killed process ends no test
                    .withReconciliationTerminationTimeout(Duration.ofMillis(1)));
    Frame frame =
        new Frame(
            mortal,
            settings(),
            Clock.systemUTC(),
            events,
            verdicts,
            keys,
            HttpClient.newHttpClient());
    reconcilers.forEach(
        make -> Controllers.register(operator, make.apply(frame), Set.of(namespace)));
    try {
      operator.start();
    } catch (OperatorException e) {
      if (!mortality.ended()) {
        throw e;
      }
    }
  }

  /** Stops the operator. */
  public void stop() {
    if (operator != null) {
      operator.stop();
      mortal.close();
      operator = null;
    }
  }

  @Override
  public void close() {
    stop();
  }

  /** Creates an object from YAML in the rig's namespace. */
  public <R extends CustomResource<?, ?>> R create(Class<R> kind, String yaml) {
    R object = Serialization.unmarshal(yaml, kind);
    object.getMetadata().setNamespace(namespace);
    return client.resource(object).create();
  }

  /** The object of that name. */
  public <R extends CustomResource<?, ?>> R get(Class<R> kind, String name) {
    return client.resources(kind).inNamespace(namespace).withName(name).get();
  }

  /** Every object of a kind. */
  public <R extends CustomResource<?, ?>> List<R> all(Class<R> kind) {
    return client.resources(kind).inNamespace(namespace).list().getItems();
  }

  /** The only object of a kind. */
  public <R extends CustomResource<?, ?>> R only(Class<R> kind) {
    List<R> all = all(kind);
    if (all.size() != 1) {
      throw new AssertionError(
          "expected one %s, found %d".formatted(kind.getSimpleName(), all.size()));
    }
    return all.getFirst();
  }

  /** Waits for what the operator does by itself. */
  public static ConditionFactory eventually() {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(200))
        .ignoreException(NullPointerException.class); // a status that is not there yet
  }

  private OperatorSettings settings() {
    return new OperatorSettings(
        "kafka:9092",
        Set.of(namespace),
        Path.of("/unused"),
        0,
        "operator-0",
        namespace,
        "gateway",
        "http://gateway",
        "http://archive:8080",
        "jobs:1",
        "engine:1",
        "scorer:1",
        SCORER_ACCOUNT,
        false,
        false,
        0,
        "http://verdicts");
  }
}
