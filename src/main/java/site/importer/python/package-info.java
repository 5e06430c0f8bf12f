/** What starts Python applications today: uWSGI's ini files and Gunicorn's settings. */
package site.importer.python;
