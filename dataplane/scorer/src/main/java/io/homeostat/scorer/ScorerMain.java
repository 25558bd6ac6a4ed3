package io.homeostat.scorer;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.homeostat.crds.judge.Judge;
import io.homeostat.crds.qualitypolicy.QualityPolicy;
import io.homeostat.dataplane.Changes;
import io.homeostat.dataplane.Env;
import io.homeostat.dataplane.EventProducer;
import io.homeostat.dataplane.KafkaClients;
import io.homeostat.dataplane.KubernetesClients;
import io.homeostat.dataplane.Probes;
import io.homeostat.dataplane.TopicSetup;
import io.homeostat.events.JudgeVerdict;
import io.homeostat.events.Topics;
import io.homeostat.events.Verdict;
import io.homeostat.invariant.Checks;
import io.homeostat.invariant.Languages;
import io.homeostat.judge.ChatModels;
import io.homeostat.judge.Quotation;
import io.homeostat.scorer.capability.CapabilityFinder;
import io.homeostat.scorer.custom.CustomScorers;
import io.homeostat.scorer.embedding.BatchingEmbedder;
import io.homeostat.scorer.embedding.Embedder;
import io.homeostat.scorer.embedding.MiniLm;
import io.homeostat.scorer.pipeline.DetailsReader;
import io.homeostat.scorer.pipeline.Groundedness;
import io.homeostat.scorer.pipeline.InteractionScorer;
import io.homeostat.scorer.pipeline.JudgeFollower;
import io.homeostat.scorer.pipeline.OtherGroup;
import io.homeostat.scorer.pipeline.References;
import io.homeostat.scorer.pipeline.ScorerMetrics;
import io.homeostat.scorer.pipeline.ScoringConsumer;
import io.homeostat.scorer.pipeline.SentenceEmbeddings;
import io.homeostat.scorer.pipeline.StartingPoint;
import io.homeostat.scorer.policy.Definitions;
import io.homeostat.scorer.policy.JudgeCalibrator;
import io.homeostat.scorer.policy.JudgeClients;
import io.homeostat.scorer.policy.JudgeMemory;
import io.homeostat.scorer.policy.KubernetesGoldenAnswers;
import io.homeostat.scorer.policy.KubernetesJudgeSources;
import io.homeostat.scorer.policy.KubernetesSecrets;
import io.homeostat.scorer.policy.PolicyNews;
import io.homeostat.scorer.policy.Scope;
import io.homeostat.scorer.policy.ScoringPolicy;
import io.homeostat.scorer.rescoring.ArchiveAnswers;
import io.homeostat.scorer.rescoring.Explanations;
import io.homeostat.statistics.text.LexicalScore;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The scorer process: interactions in, scores out, judges kept calibrated. */
public final class ScorerMain {
  private static final Logger LOG = LoggerFactory.getLogger(ScorerMain.class);
  private static final String NAME = "homeostat-scorer";
  private static final int MAX_POLL_RECORDS = 200;
  private static final long SEND_BLOCK_MILLIS = 10_000;
  private static final int REMEMBERED_TEXTS = 4_096;
  private static final long CALIBRATION_TICK_SECONDS = 5;
  private static final Duration PAST = Duration.ofSeconds(30);

  private ScorerMain() {}

  /** Runs until SIGTERM. */
  public static void main(String[] arguments) throws InterruptedException {
    ScorerSettings settings = ScorerSettings.of(Env.system());
    Clock clock = Clock.systemUTC();
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    AtomicBoolean ready = new AtomicBoolean();
    Probes.start(settings.metricsPort(), registry, () -> true, ready::get);
    KafkaClients kafka = new KafkaClients(settings.kafkaBootstrap(), NAME);
    TopicSetup.await(kafka);
    EventProducer producer = new EventProducer(kafka.producer(SEND_BLOCK_MILLIS));
    Definitions definitions = new Definitions();
    ScorerMetrics metrics = new ScorerMetrics(registry);
    KubernetesClients kubernetes = KubernetesClients.connect(settings.watchNamespaces());
    JudgeMemory memory = new JudgeMemory(settings.podName() + "@" + clock.millis(), clock);
    JudgeFollower follower = follow(kafka, memory);
    JudgeCalibrator calibrator =
        calibrator(kubernetes, definitions, memory, producer, metrics, clock);
    Languages languages = new Languages();
    PolicyNews news = PolicyNews.inBackground(verdict -> store(producer, verdict), clock);
    Checks checks = new Checks(languages);
    watch(kubernetes, definitions, new Scope(settings.policy()), checks, news, calibrator);
    calibrateRegularly(calibrator);
    ScoringConsumer consumer =
        consumer(
            settings, kafka, scorer(kubernetes, languages, clock), definitions, metrics, clock);
    Explanations explanations = explain(settings, kafka, definitions, producer, clock);
    Thread reader = Thread.currentThread();
    onShutdown(
        () -> {
          ready.set(false);
          follower.close();
          explanations.close();
          consumer.close();
          join(reader);
          producer.close();
        });
    ready.set(true);
    LOG.info("scoring");
    consumer.run();
  }

  private static JudgeCalibrator calibrator(
      KubernetesClients kubernetes,
      Definitions definitions,
      JudgeMemory memory,
      EventProducer producer,
      ScorerMetrics metrics,
      Clock clock) {
    return new JudgeCalibrator(
        definitions,
        new KubernetesJudgeSources(kubernetes.client()),
        new JudgeClients(ChatModels::of, Quotation.random(), Thread::sleep, clock),
        memory,
        verdict -> publish(producer, metrics, verdict),
        clock);
  }

  private static InteractionScorer scorer(
      KubernetesClients kubernetes, Languages languages, Clock clock) {
    int cores = Runtime.getRuntime().availableProcessors();
    Embedder embedder = new BatchingEmbedder(() -> MiniLm.load(cores), REMEMBERED_TEXTS);
    return new InteractionScorer(
        new CapabilityFinder(embedder),
        ScorerMain::rougeL,
        new SentenceEmbeddings(embedder),
        new Groundedness(embedder),
        new CustomScorers(new KubernetesSecrets(kubernetes.client(), clock)),
        new DetailsReader(embedder, languages),
        new References(new KubernetesGoldenAnswers(kubernetes.client(), clock)));
  }

  private static ScoringConsumer consumer(
      ScorerSettings settings,
      KafkaClients kafka,
      InteractionScorer scorer,
      Definitions definitions,
      ScorerMetrics metrics,
      Clock clock) {
    boolean shared = settings.policy().isEmpty();
    return new ScoringConsumer(
        kafka.consumer(group(settings), MAX_POLL_RECORDS),
        kafka.transactionalProducer(settings.podName(), SEND_BLOCK_MILLIS),
        shared ? StartingPoint.EARLIEST : new OtherGroup(kafka.admin(), NAME),
        scorer,
        definitions,
        metrics,
        clock);
  }

  private static void watch(
      KubernetesClients kubernetes,
      Definitions definitions,
      Scope scope,
      Checks checks,
      PolicyNews news,
      JudgeCalibrator calibrator) {
    kubernetes.inform(
        QualityPolicy.class,
        new Changes<>(
            policy -> {
              ScoringPolicy ready = ScoringPolicy.of(policy, checks);
              if (scope.covers(ready)) {
                definitions.putPolicy(name(policy), ready);
                news.taken(policy, ready);
              } else {
                definitions.removePolicy(name(policy));
              }
            },
            policy -> definitions.removePolicy(name(policy))));
    kubernetes.inform(Judge.class, new Changes<>(calibrator::put, calibrator::remove));
  }

  /** What was published before must be known first, or a restart would forget it. */
  private static JudgeFollower follow(KafkaClients kafka, JudgeMemory memory)
      throws InterruptedException {
    JudgeFollower follower =
        new JudgeFollower(kafka.consumer(NAME + "-judges", MAX_POLL_RECORDS), memory);
    Thread.ofPlatform().name("judge-verdicts").daemon().start(follower);
    if (!follower.awaitPast(PAST)) {
      LOG.warn("the verdicts of before could not be read in {} s", PAST.toSeconds());
    }
    return follower;
  }

  private static void calibrateRegularly(JudgeCalibrator calibrator) {
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("calibration").daemon().factory());
    timer.scheduleWithFixedDelay(
        () -> {
          try {
            calibrator.tick();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (RuntimeException e) {
            LOG.warn("calibration failed, trying again: {}", e.toString());
          }
        },
        0,
        CALIBRATION_TICK_SECONDS,
        TimeUnit.SECONDS);
  }

  /** Has judges rate stored answers again, and word the evidence, when something has fallen. */
  private static Explanations explain(
      ScorerSettings settings,
      KafkaClients kafka,
      Definitions definitions,
      EventProducer producer,
      Clock clock) {
    return Explanations.start(
        kafka.consumer(group(settings) + "-drifts", MAX_POLL_RECORDS),
        definitions,
        new ArchiveAnswers(
            HttpClient.newHttpClient(), settings.archiveUrl(), settings.archiveTokenFile()),
        verdict -> store(producer, verdict),
        clock);
  }

  private static String group(ScorerSettings settings) {
    return settings.policy().isEmpty() ? NAME : NAME + "-" + settings.policy().replace('/', '-');
  }

  private static void publish(EventProducer producer, ScorerMetrics metrics, JudgeVerdict verdict) {
    metrics.calibrated(verdict.calibrated());
    store(producer, verdict);
  }

  private static void store(EventProducer producer, Verdict verdict) {
    try {
      producer.sendUntilStored(Topics.VERDICTS, verdict.key(), verdict);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    }
  }

  private static OptionalDouble rougeL(String reference, String answer) {
    return LexicalScore.of(reference, answer).stream()
        .mapToDouble(score -> score.rougeL().f())
        .findFirst();
  }

  private static String name(HasMetadata object) {
    return object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
  }

  private static void onShutdown(Runnable end) {
    Runtime.getRuntime().addShutdownHook(new Thread(end));
  }

  private static void join(Thread thread) {
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
