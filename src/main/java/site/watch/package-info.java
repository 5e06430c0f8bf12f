/** Notices that files changed. What that means is others' business. */
package site.watch;
