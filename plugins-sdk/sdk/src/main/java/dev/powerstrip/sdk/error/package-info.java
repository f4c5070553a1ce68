/** What can go wrong with a call, whose fault it is, and how that is said. */
@Export
@Version("1.1.0")
package dev.powerstrip.sdk.error;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
