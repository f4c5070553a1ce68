/** The edge: connections, limits, TLS, HTTP/2 and health. Gives each exchange to the site that accepts it. */
package dev.powerstrip.http;
