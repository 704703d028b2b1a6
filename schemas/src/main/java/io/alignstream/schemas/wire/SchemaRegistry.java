package io.alignstream.schemas.wire;

import java.util.Optional;
import org.apache.avro.Schema;

/** Where schemas have numbers. */
public interface SchemaRegistry {
  /**
   * The schema of a number; empty if the registry does not know it.
   *
   * @throws RegistryException if the registry cannot be asked
   */
  Optional<Schema> byId(int id);

  /**
   * The number of a schema under a subject, registered if it was not.
   *
   * @throws RegistryException if the registry cannot be asked or refuses the schema
   */
  int register(String subject, Schema schema);
}
