package site.config;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What pages of other origins may do (Fetch Standard, "CORS protocol").
 *
 * @param origins as browsers write them, or {@code *} alone for all
 * @param methods they may use
 * @param headers they may send, in lower case; none for whatever they ask
 * @param expose headers of answers they may read beyond the usual ones
 * @param credentials whether cookies and the like are sent along
 * @param maxAge for how long a browser need not ask again
 */
public record CorsConfig(
    List<String> origins,
    Set<String> methods,
    List<String> headers,
    List<String> expose,
    boolean credentials,
    Duration maxAge) {}
