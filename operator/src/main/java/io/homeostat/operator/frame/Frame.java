package io.homeostat.operator.frame;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.homeostat.events.security.DerivedKeys;
import io.homeostat.operator.OperatorSettings;
import java.net.http.HttpClient;
import java.time.Clock;

/**
 * What every reconciler is handed, so that clocks, keys and borders can be exchanged in tests.
 *
 * @param client the Kubernetes API
 * @param settings what the chart said
 * @param clock the only source of time
 * @param events where decisions are told to people
 * @param verdicts the latest statement of monitor and scorer about each subject
 * @param keys keys that other processes derive in the same way
 * @param http plain HTTP to pods (engines, gateways, Jobs)
 */
public record Frame(
    KubernetesClient client,
    OperatorSettings settings,
    Clock clock,
    EventRecorder events,
    VerdictStore verdicts,
    DerivedKeys keys,
    HttpClient http) {}
