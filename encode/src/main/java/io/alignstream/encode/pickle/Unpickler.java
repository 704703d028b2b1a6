package io.alignstream.encode.pickle;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads one pickle of protocol 0 to 5 (Python's {@code pickletools} describes the opcodes). It
 * works on a stack of its own, without recursion, and never allocates more than the pickle's bytes
 * justify.
 */
public final class Unpickler {
  private static final Object MARK = new Object();

  private final ByteBuffer in;
  private final Arguments arguments;
  private final Constructors constructors;
  private final Function<Object, Object> persistent;
  private final ArrayList<Object> stack = new ArrayList<>();
  private final Map<Integer, Object> memo = new HashMap<>();

  private Unpickler(ByteBuffer in, Constructors constructors, Function<Object, Object> persistent) {
    this.in = in;
    this.arguments = new Arguments(in);
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
      case 'I' -> push(Arguments.integerLine(arguments.line()));
      case 'J' -> push((long) in.getInt());
      case 'K' -> push((long) (in.get() & 0xff));
      case 'M' -> push((long) (in.getShort() & 0xffff));
      case 'L' -> push(Arguments.decimal(arguments.line().replace("L", "")));
      case 0x8a -> push(arguments.integer(in.get() & 0xff));
      case 0x8b -> push(arguments.integer(in.getInt()));
      case 'F' -> push(Double.parseDouble(arguments.line()));
      case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(in.getLong())));
      case 'U', 0x8c -> push(arguments.text(in.get() & 0xff));
      case 'T', 'X' -> push(arguments.text(in.getInt()));
      case 0x8d -> push(arguments.text(in.getLong()));
      case 'V' -> push(Arguments.unescaped(arguments.line(StandardCharsets.ISO_8859_1)));
      case 'S' -> push(Arguments.quoted(arguments.line()));
      case 'C' -> push(arguments.bytes(in.get() & 0xff));
      case 'B' -> push(arguments.bytes(in.getInt()));
      case 0x8e, 0x96 -> push(arguments.bytes(in.getLong()));
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
      case 'c' -> push(global(arguments.line(), arguments.line()));
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
      case 'P' -> push(persistent.apply(arguments.line()));
      case 'q' -> memo.put(in.get() & 0xff, top());
      case 'r' -> memo.put(in.getInt(), top());
      case 'p' -> memo.put(Integer.parseInt(arguments.line()), top());
      case 0x94 -> memo.put(memo.size(), top());
      case 'h' -> push(remembered(in.get() & 0xff));
      case 'j' -> push(remembered(in.getInt()));
      case 'g' -> push(remembered(Integer.parseInt(arguments.line())));
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
}
