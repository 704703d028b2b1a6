package io.alignstream.ingest;

import com.typesafe.config.Config;
import io.alignstream.ingest.check.CheckSettings;
import io.alignstream.ingest.decode.DecodeSettings;
import io.alignstream.ingest.fetch.FetchSettings;
import io.alignstream.ingest.kafka.GroupSettings;
import io.alignstream.ingest.stage.StageSettings;

/**
 * An operator's knobs of ingest.
 *
 * @param check limits of an event's parts
 * @param fetch where images may come from
 * @param decode limits of an image
 * @param parallelism how much is done at once
 * @param publish how outputs are gathered into transactions
 */
public record IngestSettings(
    CheckSettings check,
    FetchSettings fetch,
    DecodeSettings decode,
    StageSettings parallelism,
    GroupSettings publish) {
  /** Reads {@code alignstream.ingest}. */
  public static IngestSettings from(Config section) {
    return new IngestSettings(
        CheckSettings.from(section.getConfig("check")),
        FetchSettings.from(section.getConfig("fetch")),
        DecodeSettings.from(section.getConfig("decode")),
        StageSettings.from(section.getConfig("parallelism")),
        GroupSettings.from(section.getConfig("publish")));
  }
}
