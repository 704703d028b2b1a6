package org.tensorflow;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_SetConfig;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_SetTarget;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_SessionOptions;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.proto.ConfigProto;

/**
 * Opens a session on a server. TensorFlow Java's public constructors know local sessions only; the
 * C API has the target, and the constructor that takes its session is visible in this package.
 */
public final class TargetedSession {
  private TargetedSession() {}

  /**
   * A session whose graph runs on a server.
   *
   * @param target such as {@code grpc://127.0.0.1:2222}
   */
  public static Session open(Graph graph, String target, ConfigProto config) {
    try (var scope = new PointerScope();
        var reference = graph.ref()) {
      var status = TF_Status.newStatus();
      var options = TF_SessionOptions.newSessionOptions();
      TF_SetTarget(options, target);
      var bytes = new BytePointer(config.toByteArray());
      TF_SetConfig(options, bytes, bytes.capacity(), status);
      status.throwExceptionIfNotOK();
      var session = TF_Session.newSession(reference.nativeHandle(), options, status);
      status.throwExceptionIfNotOK();
      return new Session(graph, session.retainReference());
    }
  }
}
