/** The contract of routing strategies: which endpoint is tried first. */
@Export
@Version("1.0.0")
package dev.powerstrip.sdk.routing;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
