/** A certificate kept alive: from the authority, through every fault, until nobody needs it. */
package site.acme;
