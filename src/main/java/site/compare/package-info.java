/** Asks two for one answer and says where they differ. */
package site.compare;
