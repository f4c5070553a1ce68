/** The contract of dialects: how clients speak to the gateway. */
@Export
@Version("1.1.0")
package dev.powerstrip.sdk.dialect;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
