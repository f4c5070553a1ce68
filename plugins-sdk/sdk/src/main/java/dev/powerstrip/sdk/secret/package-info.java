/** Values that are used but never shown, and where they come from. */
@Export
@Version("1.0.0")
package dev.powerstrip.sdk.secret;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
