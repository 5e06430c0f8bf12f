/** A whole configuration, alive: provisioned beside the old one, swapped, the old one drained. */
package site.revision;
