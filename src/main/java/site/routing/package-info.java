/** Which action gets a request: site by host, route by its conditions. */
package site.routing;
