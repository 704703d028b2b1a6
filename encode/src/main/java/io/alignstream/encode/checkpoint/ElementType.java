package io.alignstream.encode.checkpoint;

import java.util.Arrays;
import java.util.Optional;

/** Types of tensor elements, as safetensors and torch name them. */
public enum ElementType {
  F64("DoubleStorage", 8),
  F32("FloatStorage", 4),
  F16("HalfStorage", 2),
  BF16("BFloat16Storage", 2),
  I64("LongStorage", 8),
  I32("IntStorage", 4),
  I16("ShortStorage", 2),
  I8("CharStorage", 1),
  U8("ByteStorage", 1),
  BOOL("BoolStorage", 1);

  private final String torchStorage;
  private final int bytes;

  ElementType(String torchStorage, int bytes) {
    this.torchStorage = torchStorage;
    this.bytes = bytes;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }

  /** Name of torch's storage class, without its module. */
  String torchStorage() {
    return torchStorage;
  }

  static Optional<ElementType> ofSafetensors(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }
}
