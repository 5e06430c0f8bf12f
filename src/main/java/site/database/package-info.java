/**
 * Databases for apps: a MariaDB that is a child of this process, or accounts on a server elsewhere.
 */
package site.database;
