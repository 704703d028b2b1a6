package io.alignstream.encode.pickle;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The names that a pickle may mention, each as a function of this program from the arguments to the
 * value. A name that is not listed is refused.
 */
public final class Constructors {
  private final Map<String, Function<Tuple, Object>> functions;

  private Constructors(Map<String, Function<Tuple, Object>> functions) {
    this.functions = Map.copyOf(functions);
  }

  /** Plain containers only: {@code OrderedDict}, {@code defaultdict}, sets, and coded bytes. */
  public static Constructors plain() {
    var functions = new HashMap<String, Function<Tuple, Object>>();
    functions.put("collections.OrderedDict", Constructors::dictionary);
    functions.put("collections.defaultdict", arguments -> new LinkedHashMap<>());
    for (var module : List.of("builtins", "__builtin__")) {
      functions.put(module + ".set", Constructors::set);
      functions.put(module + ".frozenset", Constructors::set);
      functions.put(module + ".dict", Constructors::dictionary);
      functions.put(module + ".list", arguments -> items(arguments));
      for (var type : List.of("int", "long", "float", "str", "bool")) {
        functions.put(module + "." + type, arguments -> refuse(type)); // a defaultdict's factory
      }
    }
    functions.put("_codecs.encode", Constructors::encode);
    return new Constructors(functions);
  }

  /** These and one more. */
  public Constructors with(String name, Function<Tuple, Object> function) {
    var more = new HashMap<>(functions);
    more.put(name, function);
    return new Constructors(more);
  }

  Optional<Function<Tuple, Object>> find(String name) {
    return Optional.ofNullable(functions.get(name));
  }

  private static Object refuse(String type) {
    throw new PickleException("%s may be named, not called".formatted(type));
  }

  private static Object dictionary(Tuple arguments) {
    var dictionary = new LinkedHashMap<Object, Object>();
    for (var entry : items(arguments)) {
      if (entry instanceof Tuple pair && pair.size() == 2) {
        dictionary.put(Unpickler.key(pair.get(0)), pair.get(1));
      } else if (entry instanceof List<?> pair && pair.size() == 2) {
        dictionary.put(Unpickler.key(pair.get(0)), pair.get(1));
      } else {
        throw new PickleException("a dictionary is made of pairs");
      }
    }
    return dictionary;
  }

  private static Object set(Tuple arguments) {
    var set = new LinkedHashSet<Object>();
    items(arguments).forEach(item -> set.add(Unpickler.key(item)));
    return set;
  }

  /** The items of the only argument; none without an argument. */
  private static List<Object> items(Tuple arguments) {
    if (arguments.size() == 0) {
      return new ArrayList<>();
    }
    if (arguments.get(0) instanceof List<?> list) {
      return new ArrayList<>(list);
    }
    if (arguments.get(0) instanceof Tuple tuple) {
      return new ArrayList<>(tuple.items());
    }
    throw new PickleException("a container is made of a list or a tuple");
  }

  /** Protocol 2 writes bytes as text in Latin-1. */
  private static Object encode(Tuple arguments) {
    if (arguments.size() == 2
        && arguments.get(0) instanceof String text
        && arguments.get(1) instanceof String charset
        && List.of("latin1", "latin-1").contains(charset)) {
      return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)).asReadOnlyBuffer();
    }
    throw new PickleException("_codecs.encode is known for latin1 only");
  }
}
