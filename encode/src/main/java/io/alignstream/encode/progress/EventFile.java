package io.alignstream.encode.progress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Map;
import java.util.zip.CRC32C;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.SessionLog;
import org.tensorflow.proto.Summary;

/**
 * Metrics for TensorBoard: a file of records, each the length of an {@code Event} message (8 bytes,
 * little-endian), its masked CRC-32C, the message, and the message's masked CRC-32C (TensorFlow,
 * {@code core/lib/io/record_writer.h}). A start says from which step on earlier files no longer
 * count.
 */
public final class EventFile implements Listener {
  private final FileChannel channel;
  private final Path file;
  private final Clock clock;

  /** Begins a new file in a directory, under a name that TensorBoard looks for. */
  public EventFile(Path directory, Clock clock) {
    this.clock = clock;
    this.file =
        directory.resolve(
            "events.out.tfevents.%d.%d.alignstream"
                .formatted(clock.instant().getEpochSecond(), ProcessHandle.current().pid()));
    try {
      Files.createDirectories(directory);
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
    write(event(0).setFileVersion("brain.Event:2"));
  }

  @Override
  public void start(long step, long steps) {
    write(
        event(step)
            .setSessionLog(SessionLog.newBuilder().setStatus(SessionLog.SessionStatus.START)));
  }

  @Override
  public void steps(StepReport report) {
    write(report.step(), "train/", report.numbers());
  }

  @Override
  public void evaluation(long step, Map<String, Double> metrics) {
    write(step, "evaluation/", metrics);
  }

  private void write(long step, String prefix, Map<String, Double> numbers) {
    var summary = Summary.newBuilder();
    numbers.forEach(
        (name, value) ->
            summary.addValue(
                Summary.Value.newBuilder()
                    .setTag(prefix + name)
                    .setSimpleValue(value.floatValue())));
    write(event(step).setSummary(summary));
  }

  private Event.Builder event(long step) {
    return Event.newBuilder().setWallTime(clock.millis() / 1000.0).setStep(step);
  }

  private void write(Event.Builder event) {
    var message = event.build().toByteArray();
    var length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(message.length);
    var record = ByteBuffer.allocate(message.length + 16).order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(message.length).putInt(masked(length.array()));
    record.put(message).putInt(masked(message)).flip();
    try {
      while (record.hasRemaining()) {
        channel.write(record);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** A checksum of a checksum misleads, so TensorFlow rotates it and adds a constant. */
  private static int masked(byte[] bytes) {
    var crc = new CRC32C();
    crc.update(bytes, 0, bytes.length);
    return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + file, e);
    }
  }
}
