/** What happens around an action, one file each; their order stands in {@code revision}. */
package site.middleware;
