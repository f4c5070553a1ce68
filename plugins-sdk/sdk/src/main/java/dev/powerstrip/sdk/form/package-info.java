/** Wire forms that clients and upstreams share, and how an answer in one of them is read. */
@Export
@Version("1.1.0")
package dev.powerstrip.sdk.form;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
