/** Whether the new server answers as the old one does. */
package site.importer.verify;
