/** What an app may import to know more than a plain verticle does. A plain verticle needs none. */
package site.app;
