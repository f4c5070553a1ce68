/** Requests to upstreams and what they answered. */
@Export
@Version("1.1.0")
package dev.powerstrip.sdk.upstream;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
