package io.alignstream.encode.pickle;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one pickle of protocol 0 to 5 (Python's {@code pickletools} describes the opcodes). It
 * works on a stack of its own, without recursion, and never allocates more than the pickle's bytes
 * justify.
 */
public final class Unpickler {
  private static final Object MARK = new Object();
  private static final int LONGEST_DECIMAL = 1000;
  private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})");

  private final ByteBuffer in;
  private final Constructors constructors;
  private final Function<Object, Object> persistent;
  private final ArrayList<Object> stack = new ArrayList<>();
  private final Map<Integer, Object> memo = new HashMap<>();

  private Unpickler(ByteBuffer in, Constructors constructors, Function<Object, Object> persistent) {
    this.in = in;
    this.constructors = constructors;
    this.persistent = persistent;
  }

  /**
   * Reads one pickle and leaves the buffer behind it.
   *
   * @param persistent resolves persistent ids (torch's storages)
   * @throws PickleException if it is broken or names what is not allowed
   */
  public static Object read(
      ByteBuffer pickle, Constructors constructors, Function<Object, Object> persistent) {
    try {
      return new Unpickler(pickle.order(ByteOrder.LITTLE_ENDIAN), constructors, persistent).run();
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new PickleException("the pickle is cut off or damaged", e);
    } catch (ClassCastException | IllegalArgumentException | ArithmeticException e) {
      throw new PickleException("the pickle is damaged: " + e.getMessage(), e);
    }
  }

  /** Reads a pickle of plain values; persistent ids are refused. */
  public static Object readPlain(ByteBuffer pickle) {
    return read(
        pickle,
        Constructors.plain(),
        id -> {
          throw new PickleException("a plain pickle has no persistent ids");
        });
  }

  private Object run() {
    while (true) {
      int opcode = in.get() & 0xff;
      if (opcode == '.') {
        return pop();
      }
      step(opcode);
    }
  }

  private void step(int opcode) {
    switch (opcode) {
      case 0x80 -> protocol(in.get());
      case 0x95 -> in.getLong(); // FRAME: its length is of no use here
      case '(' -> stack.add(MARK);
      case '0' -> pop();
      case '1' -> popMark();
      case '2' -> push(top());
      case 'N' -> push(None.NONE);
      case 0x88 -> push(true);
      case 0x89 -> push(false);
      case 'I' -> push(integerLine(line()));
      case 'J' -> push((long) in.getInt());
      case 'K' -> push((long) (in.get() & 0xff));
      case 'M' -> push((long) (in.getShort() & 0xffff));
      case 'L' -> push(decimal(line().replace("L", "")));
      case 0x8a -> push(integer(in.get() & 0xff));
      case 0x8b -> push(integer(in.getInt()));
      case 'F' -> push(Double.parseDouble(line()));
      case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(in.getLong())));
      case 'U', 0x8c -> push(text(in.get() & 0xff));
      case 'T', 'X' -> push(text(in.getInt()));
      case 0x8d -> push(text(in.getLong()));
      case 'V' -> push(unescaped(line(StandardCharsets.ISO_8859_1)));
      case 'S' -> push(quoted(line()));
      case 'C' -> push(bytes(in.get() & 0xff));
      case 'B' -> push(bytes(in.getInt()));
      case 0x8e, 0x96 -> push(bytes(in.getLong()));
      default -> container(opcode);
    }
  }

  private void container(int opcode) {
    switch (opcode) {
      case '}' -> push(new LinkedHashMap<>());
      case 'd' -> push(setItems(new LinkedHashMap<>(), popMark()));
      case 's' -> {
        var value = pop();
        var key = pop();
        setItems(map(top()), List.of(key, value));
      }
      case 'u' -> {
        var items = popMark();
        setItems(map(top()), items);
      }
      case ']' -> push(new ArrayList<>());
      case 'l' -> push(popMark());
      case 'a' -> {
        var item = pop();
        list(top()).add(item);
      }
      case 'e' -> {
        var items = popMark();
        list(top()).addAll(items);
      }
      case ')' -> push(new Tuple(List.of()));
      case 't' -> push(new Tuple(popMark()));
      case 0x85 -> push(new Tuple(pop(1)));
      case 0x86 -> push(new Tuple(pop(2)));
      case 0x87 -> push(new Tuple(pop(3)));
      case 0x8f -> push(new LinkedHashSet<>());
      case 0x90 -> {
        var items = popMark();
        items.forEach(item -> set(top()).add(key(item)));
      }
      case 0x91 -> {
        var frozen = new LinkedHashSet<Object>();
        popMark().forEach(item -> frozen.add(key(item)));
        push(frozen);
      }
      default -> reference(opcode);
    }
  }

  private void reference(int opcode) {
    switch (opcode) {
      case 'c' -> push(global(line(), line()));
      case 0x93 -> {
        var name = (String) pop();
        push(global((String) pop(), name));
      }
      case 'R', 0x81 -> {
        var arguments = (Tuple) pop();
        push(((Global) pop()).function().apply(arguments));
      }
      case 'b' -> build(pop());
      case 'Q' -> push(persistent.apply(pop()));
      case 'P' -> push(persistent.apply(line()));
      case 'q' -> memo.put(in.get() & 0xff, top());
      case 'r' -> memo.put(in.getInt(), top());
      case 'p' -> memo.put(Integer.parseInt(line()), top());
      case 0x94 -> memo.put(memo.size(), top());
      case 'h' -> push(remembered(in.get() & 0xff));
      case 'j' -> push(remembered(in.getInt()));
      case 'g' -> push(remembered(Integer.parseInt(line())));
      default -> throw new PickleException("opcode 0x%02x is refused".formatted(opcode));
    }
  }

  private static void protocol(byte version) {
    if (version < 0 || version > 5) {
      throw new PickleException("pickle protocol %d is not known".formatted(version));
    }
  }

  private Global global(String module, String name) {
    var full = module + "." + name;
    return new Global(
        full,
        constructors
            .find(full)
            .orElseThrow(
                () ->
                    new PickleException(
                        "it names %s, which is refused: only tensors and plain containers are read, and nothing is executed"
                            .formatted(full))));
  }

  /** State that is set on an object after its making: attributes of a dictionary, not entries. */
  private void build(Object state) {
    if (!(top() instanceof Map) && !(state instanceof None)) {
      throw new PickleException("only a dictionary may be given attributes");
    }
  }

  private Object remembered(int index) {
    var value = memo.get(index);
    if (value == null) {
      throw new PickleException("memo %d is not set".formatted(index));
    }
    return value;
  }

  private void push(Object value) {
    stack.add(value);
  }

  private Object top() {
    return checked(stack.get(stack.size() - 1));
  }

  private Object pop() {
    return checked(stack.remove(stack.size() - 1));
  }

  private static Object checked(Object value) {
    if (value == MARK) {
      throw new PickleException("a value is missing on the stack");
    }
    return value;
  }

  private List<Object> pop(int count) {
    var items = new ArrayList<>(stack.subList(stack.size() - count, stack.size()));
    items.forEach(Unpickler::checked);
    stack.subList(stack.size() - count, stack.size()).clear();
    return items;
  }

  private List<Object> popMark() {
    int mark = stack.lastIndexOf(MARK);
    var items = new ArrayList<>(stack.subList(mark + 1, stack.size()));
    stack.subList(mark, stack.size()).clear();
    return items;
  }

  private static Object setItems(Map<Object, Object> map, List<Object> items) {
    if (items.size() % 2 != 0) {
      throw new PickleException("a dictionary's key has no value");
    }
    for (int i = 0; i < items.size(); i += 2) {
      map.put(key(items.get(i)), items.get(i + 1));
    }
    return map;
  }

  /** Only values whose hash cannot run away may be keys. */
  static Object key(Object key) {
    boolean plain =
        key instanceof String
            || key instanceof Long
            || key instanceof Double
            || key instanceof Boolean
            || key instanceof None
            || (key instanceof Tuple tuple && tuple.items().stream().allMatch(Unpickler::atom));
    if (!plain) {
      throw new PickleException("a %s cannot be a key".formatted(key.getClass().getSimpleName()));
    }
    return key;
  }

  private static boolean atom(Object value) {
    return !(value instanceof Tuple) && key(value) == value;
  }

  @SuppressWarnings("unchecked")
  private static Map<Object, Object> map(Object value) {
    return (Map<Object, Object>) value;
  }

  @SuppressWarnings("unchecked")
  private static List<Object> list(Object value) {
    return (List<Object>) value;
  }

  @SuppressWarnings("unchecked")
  private static Set<Object> set(Object value) {
    return (Set<Object>) value;
  }

  private static Object integerLine(String line) {
    return switch (line) {
      case "00" -> false;
      case "01" -> true;
      default -> decimal(line);
    };
  }

  private static Object decimal(String digits) {
    if (digits.length() > LONGEST_DECIMAL) {
      throw new PickleException("an integer of %d digits".formatted(digits.length()));
    }
    return narrowed(new BigInteger(digits));
  }

  private Object integer(int length) {
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

  private String text(long length) {
    return StandardCharsets.UTF_8.decode(take(length)).toString();
  }

  private ByteBuffer bytes(long length) {
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

  private String line() {
    return line(StandardCharsets.UTF_8);
  }

  private String line(Charset charset) {
    int start = in.position();
    int end = start;
    while (in.get() != '\n') {
      end++;
    }
    return charset.decode(in.slice(start, end - start)).toString();
  }

  /** Text as protocol 0 writes it: Latin-1, and everything else as the backslash's numbers. */
  private static String unescaped(String line) {
    return ESCAPE
        .matcher(line)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    Character.toString(Integer.parseInt(found.group().substring(2), 16))));
  }

  /** A string as Python 2 wrote it: its literal in quotes, with escapes. */
  private static String quoted(String literal) {
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
