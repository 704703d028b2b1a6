package io.alignstream.parse.corenlp;

import edu.stanford.nlp.parser.lexparser.LexicalizedParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;

/**
 * The English PCFG of CoreNLP 3.6.0. It is a Java-serialized object, so its SHA-256 is verified
 * before a byte of it is deserialized.
 */
final class GrammarFile {
  static final String RESOURCE = "/edu/stanford/nlp/models/lexparser/englishPCFG.ser.gz";
  static final String SHA_256 = "ed674cce7311f76c018806e61cdb045e219258ee30014da4e3e686b9230ebea9";

  private GrammarFile() {}

  /**
   * Loads the grammar from the class path.
   *
   * @throws IllegalStateException if it is missing or is another file
   */
  static LexicalizedParser load() {
    return deserialize(verified(read()));
  }

  static byte[] read() {
    try (var in = GrammarFile.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(
            RESOURCE + " is not on the class path; the build of this module unpacks it");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(RESOURCE + " cannot be read", e);
    }
  }

  static byte[] verified(byte[] file) {
    var found = sha256(file);
    if (!found.equals(SHA_256)) {
      throw new IllegalStateException(
          "%s has SHA-256 %s instead of %s; it is not the grammar of CoreNLP 3.6.0"
              .formatted(RESOURCE, found, SHA_256));
    }
    return file;
  }

  private static LexicalizedParser deserialize(byte[] file) {
    try (var in = new ObjectInputStream(new GZIPInputStream(new ByteArrayInputStream(file)))) {
      var parser = LexicalizedParser.loadModel(in);
      parser.setOptionFlags(parser.defaultCoreNLPFlags());
      return parser;
    } catch (IOException e) {
      throw new IllegalStateException(RESOURCE + " cannot be loaded", e);
    }
  }

  private static String sha256(byte[] data) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
