/** nginx' configuration, as far as it has a counterpart here. */
package site.importer.nginx;
