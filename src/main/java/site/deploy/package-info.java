/** Files become running apps, and requests reach them inside the process. */
package site.deploy;
