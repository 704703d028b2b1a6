package io.alignstream.encode.pickle;

import java.util.function.Function;

/** A name in a pickle and the function that stands for it; applied only if the pickle says so. */
public record Global(String name, Function<Tuple, Object> function) {}
