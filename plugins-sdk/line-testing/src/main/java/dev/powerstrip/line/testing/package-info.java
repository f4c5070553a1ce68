/** What the gateway's own bundles are tested with: fakes of the line's contracts, and helpers that several bundles need. */
package dev.powerstrip.line.testing;
