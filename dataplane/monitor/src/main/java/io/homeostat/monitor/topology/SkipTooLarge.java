package io.homeostat.monitor.topology;

import io.homeostat.events.Topics;
import io.homeostat.monitor.MonitorMetrics;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A verdict or dead letter that the broker finds too large is dropped and counted. Any other
 * failure to write stops the thread, which then begins anew from the last commit: state must never
 * be lost.
 */
public final class SkipTooLarge implements ProductionExceptionHandler {
  static final String METRICS = "homeostat.metrics";

  private static final Logger LOG = LoggerFactory.getLogger(SkipTooLarge.class);

  private MonitorMetrics metrics;

  @Override
  public void configure(Map<String, ?> configs) {
    metrics = (MonitorMetrics) configs.get(METRICS);
  }

  @Override
  public Response handleError(
      ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception failure) {
    boolean ours =
        record.topic().equals(Topics.VERDICTS) || record.topic().equals(Topics.DEAD_LETTERS);
    if (ours && failure instanceof RecordTooLargeException) {
      metrics.unwritten();
      LOG.error("a record of {} is larger than the broker takes and is dropped", record.topic());
      return Response.resume();
    }
    return Response.fail();
  }
}
