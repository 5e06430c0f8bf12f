package site.http.aside;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/**
 * What an action answered.
 *
 * @param status 0 when it did not answer in time
 * @param body its beginning, as far as it was wanted
 * @param whole whether that is all of it
 */
public record Answer(int status, MultiMap headers, Buffer body, boolean whole) {}
