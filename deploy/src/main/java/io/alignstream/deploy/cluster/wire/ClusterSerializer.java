package io.alignstream.deploy.cluster.wire;

import akka.actor.ExtendedActorSystem;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.javadsl.Adapter;
import akka.serialization.SerializerWithStringManifest;
import akka.stream.StreamRefResolver;
import java.io.NotSerializableException;

/**
 * Akka's door to our layout. The manifest is one letter and the layout's version, so that nodes of
 * two versions can work together while one replaces the other.
 */
public final class ClusterSerializer extends SerializerWithStringManifest {
  private static final String EVENTS = "e1";
  private static final String REPLIES = "r1";
  private static final String OPEN = "o1";
  private static final String OPENED = "l1";
  private static final String LEAVING = "x1";

  private final ExtendedActorSystem system;

  /** Akka makes it. */
  public ClusterSerializer(ExtendedActorSystem system) {
    this.system = system;
  }

  @Override
  public int identifier() {
    return 7701; // any number that nobody else takes, for ever the same
  }

  @Override
  public String manifest(Object message) {
    if (message instanceof Events) {
      return EVENTS;
    }
    if (message instanceof Replies) {
      return REPLIES;
    }
    if (message instanceof LinkMessage link) {
      return link.fold(open -> OPEN, opened -> OPENED, leaving -> LEAVING);
    }
    throw new IllegalArgumentException("not a message between nodes: " + message.getClass());
  }

  @Override
  public byte[] toBinary(Object message) {
    if (message instanceof Events events) {
      return EventsLayout.write(events);
    }
    if (message instanceof Replies replies) {
      return RepliesLayout.write(replies);
    }
    if (message instanceof LinkMessage link) {
      return link.fold(this::write, this::write, this::write).toByteArray();
    }
    throw new IllegalArgumentException("not a message between nodes: " + message.getClass());
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    return switch (manifest) {
      case EVENTS -> EventsLayout.read(bytes);
      case REPLIES -> RepliesLayout.read(bytes);
      case OPEN -> open(new WireReader(bytes));
      case OPENED -> opened(new WireReader(bytes));
      case LEAVING -> new LinkMessage.Leaving(new WireReader(bytes).number());
      default -> throw new NotSerializableException("a message of kind " + manifest);
    };
  }

  private WireWriter write(LinkMessage.Open open) {
    var out = new WireWriter(256);
    out.number(open.link());
    out.flag(open.alone());
    out.text(actors().toSerializationFormat(open.replyTo()));
    return out;
  }

  private LinkMessage.Open open(WireReader from) throws NotSerializableException {
    return new LinkMessage.Open(from.number(), from.flag(), actors().resolveActorRef(from.text()));
  }

  private WireWriter write(LinkMessage.Opened opened) {
    var out = new WireWriter(512);
    out.number(opened.link());
    out.text(streams().toSerializationFormat(opened.events()));
    out.text(streams().toSerializationFormat(opened.replies()));
    return out;
  }

  private LinkMessage.Opened opened(WireReader from) throws NotSerializableException {
    return new LinkMessage.Opened(
        from.number(),
        streams().resolveSinkRef(from.text()),
        streams().resolveSourceRef(from.text()));
  }

  private WireWriter write(LinkMessage.Leaving leaving) {
    var out = new WireWriter(16);
    out.number(leaving.link());
    return out;
  }

  private ActorRefResolver actors() {
    return ActorRefResolver.get(Adapter.toTyped(system));
  }

  private StreamRefResolver streams() {
    return StreamRefResolver.get(system);
  }
}
