/** The contract of sinks: where finished calls are reported, and the record they are given. */
@Export
@Version("1.0.0")
package dev.powerstrip.sdk.sink;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
