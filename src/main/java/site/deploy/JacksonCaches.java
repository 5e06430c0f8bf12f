package site.deploy;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.DefaultDeserializationContext;
import com.fasterxml.jackson.databind.ser.DefaultSerializerProvider;
import io.vertx.core.json.jackson.DatabindCodec;
import java.lang.reflect.Field;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties the caches of Vert.x' shared object mapper. They remember every class that {@code
 * JsonObject.mapTo} has seen, and with a class its loader: the one thing of an app that does not go
 * away with its Vert.x.
 */
final class JacksonCaches {
  private static final Logger LOG = LoggerFactory.getLogger(JacksonCaches.class);

  private JacksonCaches() {}

  /** What is still needed is built again at its next use. */
  static void flush() {
    ObjectMapper mapper = DatabindCodec.mapper();
    mapper.getTypeFactory().clearCache();
    SerializerProvider serializers = mapper.getSerializerProvider();
    if (serializers instanceof DefaultSerializerProvider caching) {
      caching.flushCachedSerializers();
    }
    DeserializationContext deserializers = mapper.getDeserializationContext();
    if (deserializers instanceof DefaultDeserializationContext caching) {
      caching.flushCachedDeserializers();
    }
    flushRootDeserializers(mapper);
  }

  /** Jackson has no method for this one. */
  private static void flushRootDeserializers(ObjectMapper mapper) {
    try {
      Field roots = ObjectMapper.class.getDeclaredField("_rootDeserializers");
      roots.setAccessible(true);
      ((Map<?, ?>) roots.get(mapper)).clear();
    } catch (ReflectiveOperationException e) {
      LOG.warn("Jackson keeps the classes of stopped apps: {}", e.toString());
    }
  }
}
