package parts;

import java.util.List;
import java.util.Set;

/**
 * What one rule has to say about a build.
 *
 * @param rule R1 to R15
 * @param key of its text
 * @param arguments of its text; a {@link PartType} stands for its name
 * @param about the types it is about
 */
public record Finding(
    String rule, Level level, String key, List<Object> arguments, Set<PartType> about) {}
