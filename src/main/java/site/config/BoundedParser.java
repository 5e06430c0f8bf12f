package site.config;

import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.ParserException;
import org.snakeyaml.engine.v2.parser.Parser;

/** Refuses YAML that nests deeper than anybody writes; the composer behind it is recursive. */
final class BoundedParser implements Parser {
  static final int MAX_DEPTH = 64;

  private final Parser events;
  private int depth;

  BoundedParser(Parser events) {
    this.events = events;
  }

  @Override
  public boolean checkEvent(Event.ID choice) {
    return events.checkEvent(choice);
  }

  @Override
  public Event peekEvent() {
    return events.peekEvent();
  }

  @Override
  public boolean hasNext() {
    return events.hasNext();
  }

  @Override
  public Event next() {
    Event event = events.next();
    switch (event.getEventId()) {
      case MappingStart, SequenceStart -> deeper(event);
      case MappingEnd, SequenceEnd -> depth--;
      default -> {}
    }
    return event;
  }

  private void deeper(Event event) {
    depth++;
    if (depth > MAX_DEPTH) {
      throw new ParserException(
          "nested deeper than " + MAX_DEPTH + " levels", event.getStartMark());
    }
  }
}
