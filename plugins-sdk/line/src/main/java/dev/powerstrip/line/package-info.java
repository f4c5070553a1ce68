/**
 * The stages that a request walks, and what passes between them. For the gateway's own bundles: no promise is made about
 * these types, and no plugin may import them.
 */
@Export
@Version("0.1.0")
package dev.powerstrip.line;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
