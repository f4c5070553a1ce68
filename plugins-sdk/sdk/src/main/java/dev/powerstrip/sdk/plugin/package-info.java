/** How a plugin says what it is: annotations that become manifest headers when it is built. */
@Export
@Version("1.1.0")
package dev.powerstrip.sdk.plugin;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
