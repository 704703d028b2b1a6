package io.alignstream.deploy.cluster.wire;

import io.alignstream.ingest.kafka.Output;
import io.alignstream.schemas.line.Reason;
import java.io.NotSerializableException;

/** {@link Replies} in bytes: a number for the kind of reply, then its components. */
final class RepliesLayout {
  private static final int ANSWERED = 0;
  private static final int REFUSED = 1;
  private static final int REMOVED = 2;
  private static final int FAILED = 3;

  private RepliesLayout() {}

  static byte[] write(Replies replies) {
    long size = 16;
    for (var reply : replies.replies()) {
      size += reply.weight();
    }
    var out = new WireWriter((int) Math.min(size, 1 << 30));
    out.list(replies.replies(), reply -> reply(out, reply));
    return out.toByteArray();
  }

  static Replies read(byte[] bytes) throws NotSerializableException {
    var from = new WireReader(bytes);
    var replies = new Replies(from.list(() -> reply(from)));
    from.requireEnd();
    return replies;
  }

  private static void reply(WireWriter out, Reply reply) {
    reply.fold(
        answered -> {
          out.number(ANSWERED);
          out.list(answered.outputs(), output -> output(out, output));
          out.flag(answered.last());
          return out;
        },
        refused -> {
          out.number(REFUSED);
          out.text(refused.reason().stage());
          out.text(refused.reason().code().name());
          out.text(refused.reason().message());
          out.text(refused.reason().exception());
          return out;
        },
        removed -> {
          out.number(REMOVED);
          out.text(removed.imageId());
          return out;
        },
        failed -> {
          out.number(FAILED);
          out.text(failed.message());
          return out;
        });
  }

  private static Reply reply(WireReader from) throws NotSerializableException {
    long kind = from.number();
    if (kind == ANSWERED) {
      return new Reply.Answered(from.list(() -> output(from)), from.flag());
    }
    if (kind == REFUSED) {
      return new Reply.Refused(
          new Reason(from.text(), from.name(Reason.Code.class), from.text(), from.text()));
    }
    if (kind == REMOVED) {
      return new Reply.Removed(from.text());
    }
    if (kind == FAILED) {
      return new Reply.Failed(from.text());
    }
    throw new NotSerializableException("a reply of kind " + kind);
  }

  private static void output(WireWriter out, Output output) {
    out.text(output.topic());
    out.bytes(output.key());
    out.bytes(output.value());
  }

  private static Output output(WireReader from) throws NotSerializableException {
    return new Output(from.text(), from.bytes(), from.bytes());
  }
}
