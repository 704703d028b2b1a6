package io.alignstream.detect.tsv;

import com.fasterxml.jackson.core.io.schubfach.DoubleToDecimal;
import java.math.BigDecimal;
import java.util.List;

/** JSON text as Python's {@code json.dumps} writes it: its spaces, escapes and shortest numbers. */
final class PythonJson {
  private final StringBuilder text = new StringBuilder();

  /** Text as it is. */
  PythonJson raw(String part) {
    text.append(part);
    return this;
  }

  PythonJson string(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        case '\b' -> text.append("\\b");
        case '\f' -> text.append("\\f");
        default -> {
          if (c < ' ' || c > '~') {
            text.append("\\u%04x".formatted((int) c));
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
    return this;
  }

  PythonJson strings(List<String> values) {
    text.append('[');
    for (int i = 0; i < values.size(); i++) {
      raw(i == 0 ? "" : ", ").string(values.get(i));
    }
    text.append(']');
    return this;
  }

  PythonJson number(long value) {
    text.append(value);
    return this;
  }

  /** A float32 as Python shows it: widened to float64, in the fewest digits that name it. */
  PythonJson number(float value) {
    text.append(repr(value));
    return this;
  }

  PythonJson numbers(float... values) {
    text.append('[');
    for (int i = 0; i < values.length; i++) {
      raw(i == 0 ? "" : ", ").number(values[i]);
    }
    text.append(']');
    return this;
  }

  static String repr(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "Infinity" : "-Infinity";
    }
    if (value == 0) {
      return 1 / value > 0 ? "0.0" : "-0.0";
    }
    var shortest = new BigDecimal(DoubleToDecimal.toString(value)).stripTrailingZeros();
    int exponent = shortest.precision() - shortest.scale() - 1;
    if (exponent >= -4 && exponent < 16) {
      var plain = shortest.toPlainString();
      return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }
    var digits = shortest.unscaledValue().abs().toString();
    return (value < 0 ? "-" : "")
        + digits.charAt(0)
        + (digits.length() == 1 ? "" : "." + digits.substring(1))
        + "e%s%02d".formatted(exponent < 0 ? "-" : "+", Math.abs(exponent));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
