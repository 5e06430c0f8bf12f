/**
 * What people already have, in our configuration: nginx, uWSGI and Gunicorn files are read, never
 * run. What cannot be carried over is named with its place; nothing is left out silently.
 */
package site.importer;
