/** The contract of auth methods: who is calling. */
@Export
@Version("1.0.0")
package dev.powerstrip.sdk.auth;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
