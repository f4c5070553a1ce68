/** What a client asks of a model. */
@Export
@Version("1.1.0")
package dev.powerstrip.sdk.chat;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
