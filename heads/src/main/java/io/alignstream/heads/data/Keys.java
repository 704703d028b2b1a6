package io.alignstream.heads.data;

import java.util.regex.Pattern;

/** Image keys: numbers in some files, texts in others, with a prefix in features of COCO. */
final class Keys {
  private static final Pattern LEADING_ZEROS = Pattern.compile("^0+(?=\\d)");
  private static final Pattern DIGITS = Pattern.compile("\\d+");

  private Keys() {}

  /** A number without leading zeros; any other text as it is. */
  static String plain(String key) {
    var trimmed = key.strip();
    return DIGITS.matcher(trimmed).matches()
        ? LEADING_ZEROS.matcher(trimmed).replaceFirst("")
        : trimmed;
  }

  /** The number behind the last underscore: {@code COCO_val2014_000000000042} is 42. */
  static String number(String key) {
    return plain(key.substring(key.lastIndexOf('_') + 1));
  }
}
