/** Models, endpoints and prices: what provider plugins, their upstreams and the operator say. */
package dev.powerstrip.catalog;
