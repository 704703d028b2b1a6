package io.alignstream.deploy.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns logging down for commands whose output is for people. */
final class Logs {
  private Logs() {}

  /** Nothing below an error, unless the environment asks for a level. */
  static void onlyErrors() {
    if (System.getenv("ALIGNSTREAM_LOG_LEVEL") == null
        && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger("io.alignstream").setLevel(Level.ERROR);
      context.getLogger("akka").setLevel(Level.ERROR);
      context.getLogger("kafka").setLevel(Level.OFF);
      context.getLogger("org.apache.kafka").setLevel(Level.OFF);
      context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.ERROR);
    }
  }
}
