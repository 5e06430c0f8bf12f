/** Java sources become classes, in memory. Knows nothing of apps. */
package site.compile;
