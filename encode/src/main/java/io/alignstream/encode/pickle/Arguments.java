package io.alignstream.encode.pickle;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What follows an opcode: numbers, texts and bytes in the forms of all protocols. */
record Arguments(ByteBuffer in) {
  private static final int LONGEST_DECIMAL = 1000;
  private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})");

  /** Protocol 0 has no opcodes for true and false: {@code 01} and {@code 00} are they. */
  static Object integerLine(String line) {
    return switch (line) {
      case "00" -> false;
      case "01" -> true;
      default -> decimal(line);
    };
  }

  static Object decimal(String digits) {
    if (digits.length() > LONGEST_DECIMAL) {
      throw new PickleException("an integer of %d digits".formatted(digits.length()));
    }
    return narrowed(new BigInteger(digits));
  }

  Object integer(int length) {
    var littleEndian = take(length);
    var bigEndian = new byte[length];
    for (int i = 0; i < length; i++) {
      bigEndian[i] = littleEndian.get(length - 1 - i);
    }
    return length == 0 ? (Object) 0L : narrowed(new BigInteger(bigEndian));
  }

  private static Object narrowed(BigInteger value) {
    return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
  }

  String text(long length) {
    return StandardCharsets.UTF_8.decode(take(length)).toString();
  }

  ByteBuffer bytes(long length) {
    return take(length).asReadOnlyBuffer();
  }

  private ByteBuffer take(long length) {
    if (length < 0 || length > in.remaining()) {
      throw new PickleException(
          "%d bytes are claimed, %d are left".formatted(length, in.remaining()));
    }
    var part = in.slice(in.position(), (int) length);
    in.position(in.position() + (int) length);
    return part;
  }

  String line() {
    return line(StandardCharsets.UTF_8);
  }

  String line(Charset charset) {
    int start = in.position();
    int end = start;
    while (in.get() != '\n') {
      end++;
    }
    return charset.decode(in.slice(start, end - start)).toString();
  }

  /** Text as protocol 0 writes it: Latin-1, and everything else as the backslash's numbers. */
  static String unescaped(String line) {
    return ESCAPE
        .matcher(line)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    Character.toString(Integer.parseInt(found.group().substring(2), 16))));
  }

  /** A string as Python 2 wrote it: its literal in quotes, with escapes. */
  static String quoted(String literal) {
    int last = literal.length() - 1;
    if (last < 1
        || (literal.charAt(0) != '\'' && literal.charAt(0) != '"')
        || literal.charAt(last) != literal.charAt(0)) {
      throw new PickleException("a string without quotes");
    }
    var text = new StringBuilder(last);
    for (int i = 1; i < last; i++) {
      char c = literal.charAt(i);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      char escape = literal.charAt(++i);
      if (escape == 'x') {
        text.append((char) Integer.parseInt(literal.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        int known = "nrt\\'\"".indexOf(escape);
        if (known < 0) {
          throw new PickleException("the escape \\%s is not known".formatted(escape));
        }
        text.append("\n\r\t\\'\"".charAt(known));
      }
    }
    return text.toString();
  }
}
