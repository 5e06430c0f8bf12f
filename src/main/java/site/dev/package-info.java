/** What a developer's browser is told: pages reload themselves and show what is broken. */
package site.dev;
