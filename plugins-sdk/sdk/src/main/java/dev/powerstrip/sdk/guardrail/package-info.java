/** The contract of guardrails: what may be asked and answered. */
@Export
@Version("1.0.0")
package dev.powerstrip.sdk.guardrail;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
