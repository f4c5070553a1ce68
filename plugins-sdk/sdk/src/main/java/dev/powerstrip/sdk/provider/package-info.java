/** The contract of provider adapters: who serves which model, and how a request is answered. */
@Export
@Version("1.1.0")
package dev.powerstrip.sdk.provider;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
