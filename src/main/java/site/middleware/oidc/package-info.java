/** Logging in at an OpenID provider: the provider, the way there and back, and the session. */
package site.middleware.oidc;
