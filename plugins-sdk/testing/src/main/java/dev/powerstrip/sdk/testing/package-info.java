/** What a plugin is tested with: a scripted upstream, and the contracts that every plugin of a kind keeps. */
package dev.powerstrip.sdk.testing;
