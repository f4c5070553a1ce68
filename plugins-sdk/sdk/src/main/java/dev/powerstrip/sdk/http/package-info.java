/** Headers and request heads, as clients send them and upstreams receive them. */
@Export
@Version("1.1.0")
package dev.powerstrip.sdk.http;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
