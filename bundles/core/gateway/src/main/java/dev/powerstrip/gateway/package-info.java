/** The straight line and the delivery loop: read {@link dev.powerstrip.gateway.Gateway} first. */
package dev.powerstrip.gateway;
