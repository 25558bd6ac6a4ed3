package io.homeostat.operator.api;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.homeostat.events.security.DerivedKeys;
import io.homeostat.operator.OperatorProcess;
import io.homeostat.operator.frame.EventRecorder;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.rig.Mortality;
import io.homeostat.operator.rig.ToldEvents;
import io.homeostat.operator.rollouts.Verdicts;
import io.homeostat.operator.rollouts.decide.GateVerdict;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;

/** A whole operator process on a stage, one of several that want its lease; it can be killed. */
final class Contender implements AutoCloseable {
  private final Mortality mortality = Mortality.none();
  private final AtomicBoolean lost = new AtomicBoolean();
  private final Stage stage;
  private final KubernetesClient mortal;
  private final OperatorProcess process;

  Contender(Stage stage, String pod, ToldEvents events) {
    this.stage = stage;
    mortal =
        new KubernetesClientBuilder()
            .withConfig(stage.client.getConfiguration())
            .withHttpClientBuilderConsumer(
                builder -> builder.addOrReplaceInterceptor("mortality", mortality))
            .build();
    Frame frame =
        new Frame(
            mortal,
            stage.settings(pod),
            Clock.systemUTC(),
            whileAlive(events),
            stage.verdicts,
            new DerivedKeys("0123456789abcdef0123456789abcdef"),
            stage.network.http());
    process = new OperatorProcess(frame, new SimpleMeterRegistry(), () -> lost.set(true));
  }

  /** A process that is gone tells nobody anything. */
  private EventRecorder whileAlive(EventRecorder events) {
    return new EventRecorder() {
      @Override
      public void normal(HasMetadata regarding, Enum<?> reason, String note) {
        if (!mortality.ended()) {
          events.normal(regarding, reason, note);
        }
      }

      @Override
      public void warning(HasMetadata regarding, Enum<?> reason, String note) {
        if (!mortality.ended()) {
          events.warning(regarding, reason, note);
        }
      }
    };
  }

  Contender start() {
    process.start();
    return this;
  }

  /** What it answers to somebody else who moves traffic. */
  GateVerdict verdict(String canary) {
    return new Verdicts(process::canaries, stage.verdicts, Clock.systemUTC())
        .ofCanary(stage.namespace, canary);
  }

  /** Nothing that it writes or asks reaches the API server any more. */
  void kill() {
    mortality.kill();
    mortal.close();
  }

  /** Whether it found that another one leads. */
  boolean lost() {
    return lost.get();
  }

  @Override
  public void close() {
    process.close();
    mortal.close();
  }
}
