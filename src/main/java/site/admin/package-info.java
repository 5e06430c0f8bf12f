/** The running server's ear for its operator: a private socket, spoken to in HTTP. */
package site.admin;
