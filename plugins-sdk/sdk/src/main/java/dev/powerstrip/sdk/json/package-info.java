/** JSON as bytes: views that read without building a tree, and edits that leave untouched bytes as they came. */
@Export
@Version("1.1.0")
package dev.powerstrip.sdk.json;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
